// Functions that few forms call, loaded only for those (`load` in xpath.js). As xpath/functions/*.py.

import { DAY, instantDays, localDays, midnight, momentOf, momentText, wallDate } from "./dates.js";
import {
  CHANGES, dated, dayOf, each, enter, IN_CONTEXT, listOf, noDate, ownText, SPECIAL, words, zoneOf,
} from "./functions.js";
import { chainOf, DOCUMENT, ELEMENT, textOf } from "./nodes.js";
import {
  ANY, asNumber, DateText, isNumber, isText, NODES, NUMBER, TEXT, toNumber, toText, toTruth, TRUTH, XPathError,
} from "./values.js";

// ---- what decides

enter(TRUTH, 0, {
  boolean: ["truth", (truth) => truth],
  "boolean-from-string": ["text", (text) => text === "1" || text === "true"],
  "ends-with": ["text text", (text, part) => text.endsWith(part)],
});

enter(TRUTH, SPECIAL, {
  /** (least, most, answers...): -1 as a bound is none. */
  checklist: ["number number truth*", weighed((answers) => answers.filter(toTruth).length)],
  /** (least, most, answer, weight, ...) */
  "weighted-checklist": ["number number value*", weighed((every, zone) =>
    every.reduce((sum, answer, place) => {
      const isChosen = place % 2 === 0 && place + 1 < every.length && toTruth(answer);
      return isChosen ? sum + toNumber(every[place + 1], zone) : sum;
    }, 0))],
});

function weighed(count) {
  return (parts) => {
    const run = (context) => {
      const zone = zoneOf(context), found = parts.map((part) => part.run(context));
      const [least, most] = found.slice(0, 2).map((bound) => toNumber(bound, zone));
      const got = count(each(found.slice(2)), zone);
      return (least < 0 || got >= least) && (most < 0 || got <= most);
    };
    return { gives: TRUTH, run, standsAlone: false };
  };
}

enter(ANY, SPECIAL, {
  /** The first argument; the others only say what it has to be worked out again for. */
  depend: ["value value*", ([{ standsAlone, ...first }]) => first],
});

// ---- nodes

enter(NUMBER, 0, {
  /** Nodes with a text; one that holds others with an element among them counts, as in JavaRosa. */
  "count-non-empty": ["nodes", (nodes) =>
    nodes.filter((node) => textOf(node) || node.children.some(({ kind }) => kind === ELEMENT)).length],
});

/** (what, repeat, place, ...): `what` in that one of the repeats, counted from 1. */
enter(ANY, SPECIAL, { "indexed-repeat": [`nodes nodes number${" nodes? number?".repeat(4)}`, indexedRepeat] });

function indexedRepeat(parts, at, [target, ...pairs]) {
  const repeats = pairs.filter((_, place) => place % 2 === 0);
  if (pairs.length % 2) throw new XPathError("indexed-repeat() wants a place for each repeat", at);
  if ([target, ...repeats].some(([sort]) => sort !== "p")) {
    throw new XPathError("indexed-repeat() wants paths of a question and of repeats", at);
  }
  const places = repeats.map((_, place) => asNumber(parts[place * 2 + 2]));
  const run = (context) => {
    const wanted = namesOf(target, context), chosen = new Map();
    repeats.forEach((repeat, place) => {
      const number = places[place](context);
      // JavaRosa takes 0 and less for the first: a calculation may run before its index is known.
      chosen.set(namesOf(repeat, context).join("/"), Math.abs(number) < 1e9 ? Math.max(1, Math.trunc(number)) : 0);
    });
    return walkDown(context, wanted, chosen);
  };
  return { gives: NODES, run, standsAlone: false };
}

function walkDown(context, wanted, chosen) {
  const own = new Set(chainOf(context.current));
  let nodes = [context.scene.document];
  wanted.forEach((name, depth) => {
    const place = chosen.get(wanted.slice(0, depth + 1).join("/"));
    nodes = nodes.flatMap((node) => {
      const named = node.children.filter((child) => child.name === name);
      if (place !== undefined) return place ? named.slice(place - 1, place) : [];
      const mine = depth + 1 < wanted.length ? named.filter((child) => own.has(child)) : [];
      return mine.length ? mine : named;
    });
  });
  return nodes.filter((node) => node.isRelevant);
}

/** The names from the document down to what a path means, seen from the context node. */
function namesOf([, start, steps, at], context) {
  const chain = start === "/" ? [] : chainOf(context.node).reverse();
  const names = chain.filter(({ kind }) => kind !== DOCUMENT).map(({ name }) => name);
  for (const [axis, test] of steps) {
    if (axis === "child" && isText(test)) names.push(test.slice(test.lastIndexOf(":") + 1));
    else if (axis === "parent" && names.length) names.pop();
    else if (axis !== "self" || isText(test)) throw new XPathError("indexed-repeat() wants plain paths", at);
  }
  return names;
}

enter(NODES, IN_CONTEXT | CHANGES, {
  /** Elements whose attribute `id` is one of the words; there is no DTD that could say what an id is. */
  id: ["raw", ({ node }, value) => {
    const wanted = new Set(words(each([value]).map(toText).join(" ")));
    const found = [], waiting = [chainOf(node).pop()];
    while (waiting.length) {
      const next = waiting.pop();
      if (next.attributes.some((mark) => mark.name === "id" && wanted.has(mark.value))) found.push(next);
      waiting.push(...next.children.slice().reverse());
    }
    return found;
  }],
});

enter(TEXT, IN_CONTEXT, {
  /** The cell `wanted` of the first row of a list whose `column` is `value`, empty where there is none. */
  pulldata: ["text text text text", (context, name, wanted, column, value) => {
    const tables = listOf(context, name).children.filter(({ index }) => index);
    const [row] = tables.flatMap(({ index }) => index.rows(column, value));
    const cell = row && row.children.find((child) => child.name === wanted);
    return cell ? textOf(cell) : "";
  }],
});

const nameOf = (read) => ["nodes?", ({ node }, nodes = [node]) => (nodes.length ? read(nodes[0]) : "")];

enter(TEXT, IN_CONTEXT | CHANGES, {
  name: nameOf(({ prefix, name }) => (prefix ? `${prefix}:${name}` : name)),
  "local-name": nameOf(({ name }) => name),
  "namespace-uri": nameOf(({ namespace }) => namespace || ""),
});

enter(TRUTH, IN_CONTEXT | CHANGES, {
  lang: ["text", ({ node }, language) => {
    for (const { attributes } of chainOf(node)) {
      const mark = attributes.find(({ name, prefix }) => name === "lang" && prefix === "xml");
      if (mark) return `${mark.value}-`.toLowerCase().startsWith(`${language}-`.toLowerCase());
    }
    return false;
  }],
});

// ---- numbers: halves round up, as in JavaRosa

enter(NUMBER, IN_CONTEXT | CHANGES, { random: ["", ({ scene }) => scene.world.random()] });

// "+ 0" because there is no minus nought among whole numbers.
enter(NUMBER, 0, {
  round: ["number number?", round],
  floor: ["number", (number) => Math.floor(number) + 0],
  ceiling: ["number", (number) => Math.ceil(number) + 0],
  pow: ["number number", Math.pow],
  atan2: ["number number", Math.atan2],
  exp10: ["number", (number) => 10 ** number],
  pi: ["", () => Math.PI],
});
for (const name of ["sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "log10"]) {
  enter(NUMBER, 0, { [name]: ["number", Math[name]] });
}

/**
 * To so many `places` after the point (before it where negative), halves up: round(-1.5) is -1. As on phones more than
 * 30 places are none that can be meant: NaN.
 */
function round(number, places = 0) {
  if (!Number.isFinite(number)) return number;
  const kept = Math.trunc(places);
  if (!(Math.abs(kept) <= 30)) return NaN;
  // Digits are what a person wrote: 2.15 is rounded as 2.15 and not as the double just below it.
  const [mantissa, exponent = 0] = String(number).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  const dropped = fraction.length - exponent - kept;
  if (dropped <= 0) return number + 0;
  const step = BigInt(`1${"0".repeat(dropped)}`);
  const raised = BigInt(whole + fraction) + step / BigInt(2);
  const rounded = raised / step - BigInt(raised % step < 0 ? 1 : 0);
  return Number(`${rounded}e${-kept}`);
}

// ---- texts

const letters = (text) => Array.from(text);
const nearest = (number) => Math.floor(number + 0.5);

enter(TEXT, 0, {
  "substring-before": ["text text", (text, part) => text.slice(0, Math.max(0, text.indexOf(part)))],
  // Raw, because without a part it gives what it was given: a date stays one.
  "substring-after": ["raw text", (value, part) => {
    const text = toText(value), place = text.indexOf(part);
    return !part ? text : place < 0 ? "" : text.slice(place + part.length);
  }],
  /** XPath's own: counts from 1 and keeps each character whose place is rightly rounded within. */
  substring: ["text number number?", (text, start, length) => {
    const first = nearest(start), end = length === undefined ? Infinity : first + nearest(length);
    return letters(text).filter((_, place) => first <= place + 1 && place + 1 < end).join("");
  }],
  /** OpenRosa's: from `start` (0 is the first) to before `end`; negatives count from the end. */
  substr: ["text number number?", (text, start, end = Infinity) =>
    letters(text).slice(Math.trunc(start) || 0, Math.trunc(end) || 0).join("")],
  translate: ["text text text", (text, from, to) => {
    const known = letters(from), changed = letters(to);
    const change = (letter) => {
      const place = known.indexOf(letter);
      return place < 0 ? letter : changed[place] || "";
    };
    return letters(text).map(change).join("");
  }],
});

enter(TEXT, IN_CONTEXT | CHANGES, {
  "normalize-space": ["text?", (context, text = ownText(context)) =>
    text.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "")],
  /** A random UUID (version 4), or so many random letters and digits. */
  uuid: ["number?", ({ scene: { world } }, length) => {
    const below = (many) => Math.floor(world.random() * many);
    if (length === undefined) {
      return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (letter) =>
        (letter === "x" ? below(16) : 8 + below(4)).toString(16));
    }
    if (!(length >= 0 && length <= 1000)) throw new XPathError("uuid() wants a length between 0 and 1000");
    return Array.from({ length }, () => {
      const digit = below(62);
      return digit < 36 ? digit.toString(36) : (digit - 26).toString(36).toUpperCase();
    }).join("");
  }],
});

// ---- what an expression asks of the phone and of the form

enter(TEXT, IN_CONTEXT, {
  /** username, and what else the world tells (world.properties, a Map); empty where nobody knows. */
  property: ["text", ({ scene: { world } }, name) =>
    name === "username" ? world.username : (world.properties && world.properties.get(name)) || ""],
  version: ["", ({ scene: { texts, document } }) => {
    if (texts) return texts.version();
    const root = document.children.find(({ attributes }) => attributes.length);
    const mark = root && root.attributes.find(({ name }) => name === "version");
    return mark ? mark.value : "";
  }],
});

// ---- moments, and dates as they are written

/** The moment so many days, with their fraction, after 1970-01-01T00:00Z. */
function momentAfter(days) {
  dayOf(Math.floor(days));
  return Math.round(days * DAY * 1e3) / 1e3;
}

const formatted = ["value text", (context, value, pattern) => {
  const zone = zoneOf(context), days = Number(value);
  const moment = !isNumber(value) ? momentOf(toText(value), zone)
    : !Number.isFinite(days) ? NaN
    : days % 1 ? momentAfter(days) : momentOf(dayOf(days), zone);
  if (moment !== moment) return "";
  const local = wallDate(moment, zone);
  return pattern.replace(/%([^]?)/g, (_, letter) => {
    const write = PARTS[letter];
    if (!write) throw new XPathError(`a date cannot be written with %${letter}`);
    return write(local);
  });
}];

const padded = (number, width = 2) => String(number).padStart(width, "0");
// Names of months and days are English whatever the phone's language, as on phones set to English.
const PARTS = {
  "%": () => "%",
  Y: (local) => padded(local.getUTCFullYear(), 4),
  y: (local) => padded(local.getUTCFullYear() % 100),
  m: (local) => padded(local.getUTCMonth() + 1),
  n: (local) => local.getUTCMonth() + 1,
  b: (local) => local.toUTCString().slice(8, 11),
  d: (local) => padded(local.getUTCDate()),
  e: (local) => local.getUTCDate(),
  H: (local) => padded(local.getUTCHours()),
  h: (local) => local.getUTCHours(),
  M: (local) => padded(local.getUTCMinutes()),
  S: (local) => padded(local.getUTCSeconds()),
  3: (local) => padded(local.getUTCMilliseconds(), 3),
  a: (local) => local.toUTCString().slice(0, 3),
  /** The ISO week: that of the Thursday. */
  W(local) {
    const thursday = new Date(local - ((local.getUTCDay() + 6) % 7 - 3) * DAY);
    return 1 + Math.floor((thursday - midnight(thursday.getUTCFullYear(), 1, 1)) / DAY / 7);
  },
};

enter(TEXT, IN_CONTEXT, { "format-date": formatted, "format-date-time": formatted });

enter(ANY, IN_CONTEXT, {
  /**
   * As date(), but a number is a moment, days since 1970-01-01T00:00Z; as on phones a whole one is written as the local
   * day in which it lies.
   */
  "date-time": ["value", (context, value) => {
    if (!isNumber(value)) return dated(context, value);
    const days = Number(value);
    if (days !== days) return days;
    const text = momentText(momentAfter(days), zoneOf(context));
    return new DateText(days % 1 ? text : text.slice(0, 10));
  }],
});

enter(NUMBER, IN_CONTEXT, {
  /** Days since 1970-01-01T00:00Z, the time as a fraction. */
  "decimal-date-time": ["value", (context, value) => {
    if (isNumber(value)) return value;
    const text = toText(value), moment = momentOf(text, zoneOf(context));
    if (moment !== moment && text.trim()) throw noDate(text);
    return instantDays(moment);
  }],
  /** The share of the local day that has passed, 0 to 1; a time alone is taken as of 1970-01-01. */
  "decimal-time": ["value", (context, value) => {
    const text = toText(value), zone = zoneOf(context), moment = momentOf(text, zone);
    const days = isNumber(value) ? Number(value)
      : localDays(moment === moment ? moment : momentOf(`1970-01-01T${text}`, zone), zone);
    return days - Math.floor(days);
  }],
});
