// The table of functions, with those that many forms call. As xpath/functions/*.py; the others stand in modules of
// their own, which enter theirs when they are loaded: rare.js, regex.js, geo.js, digest.js, signed.js (`load` in xpath.js).
//
// Public: FUNCTIONS, enter(gives, flags, rows). A row is name: [takes, work]; `takes` names the kinds of the arguments
// (text, number, truth, value, raw, nodes), "?" may be left out, "*" may be repeated. IN_CONTEXT: `work` is given the
// context first. CHANGES: inside a predicate it may give something else for every node. SPECIAL: `work` is given
// the compiled arguments (and where the call stands, and their trees) and makes the program of the call itself.

import { dayText, looksLikeADate, momentOf, momentText } from "./dates.js";
import { DOCUMENT, textOf } from "./nodes.js";
import {
  answerAsNumber, ANY, asText, asTruth, asValue, DateText, DayNumber, isNumber, isText, NODES, NUMBER, TEXT, toNumber, toText,
  TRUTH, XPathError,
} from "./values.js";

export const FUNCTIONS = new Map();
export const IN_CONTEXT = 1, CHANGES = 2, SPECIAL = 4;

export function enter(gives, flags, rows) {
  for (const [name, [takes, work]] of Object.entries(rows)) {
    FUNCTIONS.set(name, { takes: takes.split(" ").filter(Boolean), gives, work, flags });
  }
}

export const zoneOf = (context) => context.scene.world.zone;
export const words = (text) => text.split(/\s+/).filter(Boolean);
const isEmpty = (value) => value === "" || (isNumber(value) && Number.isNaN(Number(value)));

// ---- what decides

enter(TRUTH, 0, {
  true: ["", () => true],
  false: ["", () => false],
  not: ["truth", (truth) => !truth],
});

enter(ANY, SPECIAL, {
  /** Works out one branch only: the other may hold what is not yet answered. */
  if: ["truth raw raw", ([condition, yes, no]) => {
    const gives = yes.gives === no.gives ? yes.gives : ANY;
    const truth = asTruth(condition);
    const [one, other] = gives === NODES ? [yes.run, no.run] : [asValue(yes), asValue(no)];
    return { gives, run: (context) => (truth(context) ? one : other)(context) };
  }],
  /** The first that is not empty; NaN counts as empty, as in JavaRosa. */
  coalesce: ["value value*", (parts) => {
    const runs = parts.map(asValue);
    const run = (context) => {
      let value;
      for (const part of runs) {
        value = part(context);
        if (!isEmpty(value)) break;
      }
      return value;
    };
    return { gives: ANY, run };
  }],
  /** What the node already says, else the value: so that it is worked out once. */
  once: ["value", ([part]) => {
    const value = asValue(part);
    const run = (context) => {
      const kept = textOf(context.current);
      if (kept) return kept;
      const workedOut = value(context);
      return isEmpty(workedOut) ? "" : workedOut;
    };
    return { gives: ANY, run, standsAlone: false };
  }],
  instance: ["text", ([part], at) => {
    const name = asText(part);
    return { gives: NODES, run: (context) => [listOf(context, name(context), at)], standsAlone: true };
  }],
});

// ---- nodes

/** The values one after the other; of nodes the texts of all, not of the first alone. */
export function each(values) {
  return values.flatMap((value) => (Array.isArray(value) ? value.map(textOf) : [value]));
}

export function listOf(context, name, at) {
  const found = context.scene.instances.get(name);
  if (!found) throw new XPathError(`the form has no list ${name}`, at);
  return found;
}

enter(NUMBER, 0, {
  count: ["nodes", (nodes) => nodes.length],
});

enter(NUMBER, IN_CONTEXT | CHANGES, {
  last: ["", ({ size }) => size],
  /** Where the context node stands; of a node, its place among its namesakes from 1; of none 0, as in JavaRosa. */
  position: ["nodes?", ({ position }, nodes) => {
    if (!nodes) return position;
    const [node] = nodes;
    if (!node || !node.parent) return node ? NaN : 0;
    return node.parent.children.filter(({ name }) => name === node.name).indexOf(node) + 1;
  }],
});

enter(NODES, IN_CONTEXT, { current: ["", ({ current }) => [current]] });

// ---- numbers

enter(NUMBER, IN_CONTEXT | CHANGES, {
  number: ["raw?", (context, value) => {
    if (value === undefined) return answerAsNumber(ownText(context), zoneOf(context));
    const number = toNumber(value, zoneOf(context));
    return isText(value) && number === number && looksLikeADate(value) ? new DayNumber(number) : number;
  }],
});

enter(NUMBER, 0, { int: ["number", Math.trunc], abs: ["number", Math.abs] });

const fold = (choose) => ["raw raw*", (context, ...values) => {
  const zone = zoneOf(context);
  const numbers = values.flatMap((value) =>
    Array.isArray(value) ? value.map((node) => answerAsNumber(textOf(node), zone)) : [toNumber(value, zone)]);
  return numbers.length ? numbers.reduce((one, other) => choose(one, other)) : NaN;
}];

enter(NUMBER, IN_CONTEXT, {
  sum: ["nodes", (context, nodes) =>
    nodes.reduce((sum, node) => sum + answerAsNumber(textOf(node), zoneOf(context)), 0)],
  min: fold(Math.min),
  max: fold(Math.max),
});

// ---- texts

/** The text of the context node; the document itself has none. */
export function ownText({ node }) {
  if (node.kind === DOCUMENT) throw new XPathError("there is no node here whose text could be meant");
  return textOf(node);
}

enter(TEXT, IN_CONTEXT | CHANGES, {
  string: ["raw?", ({ node }, value) => (value === undefined ? textOf(node) : toText(value))],
});

enter(NUMBER, IN_CONTEXT | CHANGES, {
  "string-length": ["text?", (context, text = ownText(context)) => Array.from(text).length],
});

const join = (between, parts) => each(parts).map(toText).join(between);

enter(TEXT, 0, {
  concat: ["raw*", (...parts) => join("", parts)],
  join: ["text raw*", (between, ...parts) => join(between, parts)],
});

enter(TRUTH, 0, {
  contains: ["text text", (text, part) => text.includes(part)],
  "starts-with": ["text text", (text, part) => text.startsWith(part)],
});

// ---- answers of several choices: words with spaces between

// As in JavaRosa, where an empty choice is selected in an empty answer.
const selected = ["text text", (answer, choice) => ` ${words(answer).join(" ")} `.includes(` ${choice.trim()} `)];
enter(TRUTH, 0, { selected, "is-selected": selected });

enter(TEXT, 0, {
  /** The choice at `place` (0 is the first, and so is NaN, as in Java), empty where there is none. */
  "selected-at": ["text number", (answer, place) => (!(place < 0) && words(answer)[Math.trunc(place) || 0]) || ""],
});

enter(NUMBER, 0, { "count-selected": ["text", (answer) => words(answer).length] });

// ---- the form's own texts and lists

function textsOf({ scene }) {
  if (!scene.texts) throw new XPathError("there is no form here whose texts could be meant");
  return scene.texts;
}

enter(TEXT, IN_CONTEXT, {
  /** The label, in the reader's language, of a choice of the question at `path`. */
  "jr:choice-name": ["text text", (context, choice, path) => textsOf(context).choiceName(choice, path.trim(), context)],
  "jr:itext": ["text", (context, id) => textsOf(context).itext(id, context)],
});

// ---- days

const FIRST_DAY = -719162, LAST_DAY = 2932896; // of the years 1 to 9999
export const noDate = (what) => new XPathError(`${what} is no date`);

export function dayOf(days) {
  if (!(days >= FIRST_DAY && days <= LAST_DAY)) throw noDate(days);
  return new DateText(dayText(Math.floor(days)));
}

/** A text that is no date gives an empty one, a day that the calendar does not have is an error, and so is a truth. */
export function dated(context, value) {
  const text = toText(value), zone = zoneOf(context), moment = momentOf(text, zone);
  if (typeof value === "boolean" || (moment !== moment && looksLikeADate(text))) throw noDate(text);
  if (moment !== moment) return "";
  const written = momentText(moment, zone);
  return new DateText(/[T:]/.test(text) ? written : written.slice(0, 10));
}

enter(TEXT, IN_CONTEXT, {
  today: ["", ({ scene }) => new DateText(scene.world.today)],
  now: ["", (context) => new DateText(momentText(context.scene.world.now, zoneOf(context)))],
});

enter(ANY, IN_CONTEXT, {
  /** A day from an ISO text, a date or a number of days since 1970 (NaN stays NaN). */
  date: ["value", (context, value) => {
    if (isNumber(value)) return isEmpty(value) ? NaN : dayOf(Number(value));
    const day = dated(context, value);
    return value instanceof DateText && day.length > 10 ? new DateText(day.slice(0, 10)) : day;
  }],
});
