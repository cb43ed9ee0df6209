// Turns a tree of plain data (xpath/plain.py) into closures. As xpath/compiler.py and xpath/paths.py.
//
// Public:
//   compile(tree, surroundings) -> program (values.js); raises XPathError naming what cannot be done
//   surroundingsOf(path, form) -> the surroundings of an expression that the node at `path` ("/data/what") carries;
//     `form` is {slots: Map of path -> number in scene.slots, repeats: Set of paths, namespaces: Map}
//   contextOf(scene, node) -> where a program runs. A scene is {document, world, instances, slots, texts}:
//     instances: Map of id -> document Node (a list's document / root / item / cells, root.index = new RowIndex(items))
//     slots: the form's nodes outside repeats, by number; texts: {itext(id, context), choiceName(value, path, context)}
//     world: {now: milliseconds, today: "2018-11-05", zone: "Asia/Bishkek", language, username, random()}
//   load(names) -> a promise: the functions of these names that stand in modules of their own are there

import { momentOf, momentText } from "./dates.js";
import { CHANGES, FUNCTIONS, IN_CONTEXT, SPECIAL } from "./functions.js";
import { ATTRIBUTE, chainOf, COMMENT, ELEMENT, INSTRUCTION, NAMESPACE, TEXT_NODE, textOf, WALKS } from "./nodes.js";
import {
  ANY, asNumber, asText, asTruth, asValue, DateText, isNumber, isText, NODES, NodeText, NUMBER, slotValue, TEXT, textInOrder,
  toNumber, toText, toTruth, TRUTH, XPathError,
} from "./values.js";

const MODULES = {
  area: "geo", "enclosed-area": "geo", distance: "geo", geofence: "geo",
  digest: "digest", "base64-decode": "digest", randomize: "digest", "extract-signed": "signed", regex: "regex",
};
const NOWHERE = { slots: new Map(), repeats: new Set(), namespaces: new Map() };

export function load(names) {
  const missing = names.filter((name) => !FUNCTIONS.has(name));
  return Promise.all(missing.map((name) => import(`./${MODULES[name] || "rare"}.js`)));
}

export function surroundingsOf(path, form) {
  const names = path.slice(1).split("/");
  return { ...form, here: names, origin: names, isForm: true };
}

export const contextOf = (scene, node) => ({ scene, node, position: 1, size: 1, current: node });

export function compile(tree, around = NOWHERE) {
  return SORTS[tree[0]](tree, around);
}

const all = (programs) => programs.every((program) => program.standsAlone);
const compileAll = (trees, around) => trees.map((tree) => compile(tree, around));

const SORTS = {
  n: ([, number]) => ({ gives: NUMBER, run: () => number, standsAlone: true }),
  s: ([, text]) => ({ gives: TEXT, run: () => text, standsAlone: true }),
  p: path,
  f: filter,
  "|": union,
  c: call,
  and: ([, trees], around) => logic(trees, around, (truths, context) => truths.every((truth) => truth(context))),
  or: ([, trees], around) => logic(trees, around, (truths, context) => truths.some((truth) => truth(context))),
  a: arithmetic,
  "-"([, operand], around) {
    const inner = compile(operand, around);
    const number = asNumber(inner);
    return { gives: NUMBER, run: (context) => -number(context), standsAlone: inner.standsAlone };
  },
};
for (const symbol of ["=", "!=", "<", "<=", ">", ">="]) SORTS[symbol] = comparison;

function logic(trees, around, decide) {
  const operands = compileAll(trees, around);
  const truths = operands.map(asTruth);
  return { gives: TRUTH, run: (context) => decide(truths, context), standsAlone: all(operands) };
}

const ARITHMETIC = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  div: (left, right) => left / right,
  mod: (left, right) => left % right,
};

function arithmetic([, begin, rest], around) {
  const operands = compileAll([begin, ...rest.map(([, tree]) => tree)], around);
  const [first, ...numbers] = operands.map(asNumber);
  const reckon = rest.map(([symbol]) => ARITHMETIC[symbol]);
  const run = (context) =>
    numbers.reduce((number, right, place) => reckon[place](number, right(context)), first(context));
  return { gives: NUMBER, run, standsAlone: all(operands) };
}

const EQUAL = { "=": true, "!=": false };
const ORDER = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};
// As in JavaRosa: 6.1 - 7.8 is -1.7.
const isSameNumber = (left, right) => left === right || Math.abs(left - right) < 1e-12;

function comparison([symbol, leftTree, rightTree], around) {
  const left = compile(leftTree, around), right = compile(rightTree, around);
  const kinds = [left, right].map(simple);
  const compared = kinds.includes(ANY) ? anyPair(symbol, left, right, around)
    : symbol in EQUAL ? equality(EQUAL[symbol], left, right, kinds)
    : order(ORDER[symbol], left, right);
  return { gives: TRUTH, run: compared, standsAlone: left.standsAlone && right.standsAlone };
}

/** What it gives, a form's single node being a text; ANY for several nodes and what is not known. */
function simple({ gives, slot }) {
  return slot !== undefined ? TEXT : gives === NODES ? ANY : gives;
}

function equality(wanted, left, right, kinds) {
  const isNumeric = !kinds.includes(TRUTH) && kinds.includes(NUMBER);
  const read = kinds.includes(TRUTH) ? asTruth : isNumeric ? asNumber : asWritten;
  const one = read(left), other = read(right);
  const same = isNumeric ? isSameNumber : isSameText;
  return (context) => same(one(context), other(context), context.scene.world.zone) === wanted;
}

/** A text that still says whether it is a node's or a date. */
function asWritten({ run, slot }) {
  if (slot === undefined) return (context) => toText(run(context));
  const value = slotValue(slot);
  return (context) => new NodeText(value(context));
}

/** Where a function gave a date, by local days; truths come here too. */
function isSameText(one, other, zone) {
  const isDate = [one, other].some((side) => side instanceof DateText && !(side instanceof NodeText));
  const [first, second] = [one, other].map((side) => {
    const moment = isDate && side instanceof DateText ? momentOf(side, zone) : NaN;
    return moment === moment ? momentText(moment, zone).slice(0, 10) : String(side);
  });
  return first === second;
}

function order(fits, left, right) {
  const one = inOrder(left), other = inOrder(right);
  return (context) => fits(one(context), other(context));
}

function inOrder(program) {
  if (program.gives !== TEXT) return asNumber(program);
  const text = asWritten(program);
  return (context) => textInOrder(text(context), context.scene.world.zone);
}

/**
 * XPath's rule for node-sets: true if it is true of some pair. In a form no nodes at all count as one empty text,
 * because that is what JavaRosa makes of a path that finds nothing.
 */
function anyPair(symbol, left, right, around) {
  const wanted = EQUAL[symbol];
  const truth = (value) => toTruth(around.isForm && Array.isArray(value) ? toText(value) : value);
  const singles = (value) => {
    if (!Array.isArray(value)) return [isNumber(value) ? Number(value) : value];
    return value.length || !around.isForm ? value.map((node) => new NodeText(textOf(node))) : [""];
  };
  return (context) => {
    const first = left.run(context), second = right.run(context), { zone } = context.scene.world;
    if (wanted !== undefined && (typeof first === "boolean" || typeof second === "boolean")) {
      return (truth(first) === truth(second)) === wanted;
    }
    const rank = (side) => (isText(side) ? textInOrder(side, zone) : Number(side));
    const fits = (one, other) => {
      if (wanted === undefined) return ORDER[symbol](rank(one), rank(other));
      const isNumeric = isNumber(one) || isNumber(other);
      const isEqual = isNumeric ? isSameNumber(toNumber(one, zone), toNumber(other, zone)) : isSameText(one, other, zone);
      return isEqual === wanted;
    };
    const others = singles(second);
    return singles(first).some((one) => others.some((other) => fits(one, other)));
  };
}

function call(tree, around) {
  try {
    return knownCall(tree, around);
  } catch (error) {
    if (around.isForm || !(error instanceof XPathError)) throw error;
    // Over any other document a function is missed only where it is reached.
    return { gives: ANY, run() { throw error; } };
  }
}

const READERS = { text: asText, number: asNumber, truth: asTruth, value: asValue, raw: ({ run }) => run };

function knownCall([, name, trees, at], around) {
  const known = FUNCTIONS.get(name);
  if (!known) throw new XPathError(`there is no function ${name}()`, at);
  const { takes, gives, work, flags } = known;
  const least = takes.filter((kind) => !/[?*]/.test(kind)).length;
  const most = takes.some((kind) => kind.endsWith("*")) ? Infinity : takes.length;
  if (trees.length < least || trees.length > most) {
    throw new XPathError(`${name}() takes other arguments: ${takes.join(", ") || "none"}`, at);
  }
  const programs = compileAll(trees, around);
  const standsAlone = !(flags & CHANGES) && all(programs);
  if (flags & SPECIAL) return { standsAlone, ...work(programs, at, trees) };
  const readers = programs.map((program, place) => {
    const kind = takes[Math.min(place, takes.length - 1)].replace(/[?*]/, "");
    if (kind !== "nodes") return READERS[kind](program);
    if (program.gives !== NODES) throw new XPathError(`${name}() wants a path here, not a value`, at);
    return program.run;
  });
  const run = flags & IN_CONTEXT
    ? (context) => work(context, ...readers.map((reader) => reader(context)))
    : (context) => work(...readers.map((reader) => reader(context)));
  return { gives, run, standsAlone };
}

// ---- paths: a single node of the form by its slot, everything else by walking

// In these the nodes found from distinct nodes are distinct and, from nodes in order, in order.
const ORDERLY = ["child", "attribute", "namespace", "self"];
const inPredicate = (around) => ({ ...around, here: undefined });
const relevant = (nodes) => nodes.filter((node) => node.isRelevant);
const inDocumentOrder = (nodes) => [...new Set(nodes)].sort((one, other) => one.order - other.order);
const isName = (test) => isText(test) && !test.endsWith("*");
const isAnyNode = (test) => test[0] === "node" && !isText(test);
const isCurrent = (start) => start[0] === "c" && start[1] === "current";

function path(tree, around) {
  const [, start, steps] = tree;
  const names = plainNames(tree, around.here, around.origin);
  const slot = names && around.slots.get("/" + names.join("/"));
  if (slot !== undefined) {
    return { gives: NODES, run: ({ scene }) => relevant([scene.slots[slot]]), slot, standsAlone: true };
  }
  const { run: begin, standsAlone } = startOf(tree, around);
  const bound = boundToThisRepeat(start, steps, around);
  const inside = inPredicate(around);
  let isOrderly = true;
  const walks = steps.slice(bound).map((step) => {
    isOrderly = isOrderly && ORDERLY.includes(step[0]);
    return walkOf(step, inside, isOrderly);
  });
  if (bound) walks.unshift((context) => ownAncestor(context, bound));
  const run = (context) => relevant(walks.reduce((nodes, walk) => walk(context, nodes), begin(context)));
  return { gives: NODES, run, standsAlone, isAnswer: around.isForm };
}

function ownAncestor(context, depth) {
  const chain = chainOf(context.current);
  // The document is last in the chain and depth 0.
  return chain.length > depth ? [chain[chain.length - 1 - depth]] : [];
}

/** The names that a plain path means, seen from `here`; undefined if it is not plain. */
export function plainNames([, start, steps], here, origin) {
  const base = start === "/" ? [] : start === "." ? here : isCurrent(start) ? origin : undefined;
  if (!base) return undefined;
  const names = base.slice();
  for (const [axis, test, predicates] of steps) {
    if (predicates.length) return undefined;
    if (axis === "child" && isName(test)) names.push(test);
    else if (axis === "parent" && isAnyNode(test) && names.length) names.pop();
    else if (axis !== "self" || !isAnyNode(test)) return undefined;
  }
  return names;
}

function startOf([, start, , at], around) {
  if (start === "/") return { run: ({ scene }) => [scene.document], standsAlone: true };
  if (start === ".") return { run: ({ node }) => [node], standsAlone: false };
  const begin = compile(start, around);
  if (begin.gives !== NODES) throw new XPathError("a path can only go on from nodes", at);
  return begin;
}

/**
 * How many leading steps of an absolute path mean the repeat in which the expression stands. As in JavaRosa:
 * /data/person/name asked from inside a person is this person's name, while the repeat itself stays the whole set.
 */
function boundToThisRepeat(start, steps, { origin, repeats }) {
  if (start !== "/" || !origin) return 0;
  let bound = 0, depth = 0;
  for (const [axis, test, predicates] of steps.slice(0, -1)) {
    if (predicates.length || axis !== "child" || test !== origin[depth]) break;
    if (repeats.has("/" + origin.slice(0, ++depth).join("/"))) bound = depth;
  }
  return bound;
}

function walkOf(step, inside, isOrderly) {
  const [axis, , conditions] = step;
  const meets = WALKS[axis];
  const quick = byColumn(step, inside);
  const keeps = conditions.map((tree) => predicate(tree, inside));
  const fits = testOf(step, inside);
  const fromOne = (context, node) =>
    quick && node.index
      ? quick(context, node)
      : keeps.reduce((found, keep) => keep(context, found), meets(node).filter(fits));
  return (context, nodes) => {
    const found = nodes.flatMap((node) => fromOne(context, node));
    return isOrderly ? found : inDocumentOrder(found);
  };
}

const KINDS = { text: TEXT_NODE, comment: COMMENT, "processing-instruction": INSTRUCTION };
// A name without a prefix means a form's own node, whether or not the instance declares a namespace for itself.
const isPlain = ({ namespace }) => !namespace || namespace === "http://www.w3.org/2002/xforms";

function testOf([axis, test], { namespaces, isForm }) {
  if (!isText(test)) {
    const [word, target] = test;
    return word === "node"
      ? () => true
      : (node) => node.kind === KINDS[word] && (!isText(target) || node.name === target);
  }
  const principal = { attribute: ATTRIBUTE, namespace: NAMESPACE }[axis] || ELEMENT;
  const colon = test.lastIndexOf(":"), local = test.slice(colon + 1), prefix = test.slice(0, Math.max(0, colon));
  const namespace = namespaces.get(prefix);
  if (prefix && namespace === undefined && !isForm) throw new XPathError(`the prefix ${prefix} is declared nowhere`);
  const isMeant = prefix
    ? (node) => (namespace === undefined ? node.prefix === prefix : node.namespace === namespace)
    : local === "*" ? () => true : isPlain;
  return (node) => node.kind === principal && (local === "*" || node.name === local) && isMeant(node);
}

/** Keeps those of which the condition is true, or at whose place its number points. */
function predicate(tree, inside) {
  const program = compile(tree, inside);
  const { gives, run } = program;
  const truth = asTruth(program), number = asNumber(program);
  const decide = gives === NUMBER ? (context) => number(context) === context.position
    : gives === ANY ? (context) => {
      const value = run(context);
      return isNumber(value) ? Number(value) === context.position : toTruth(value);
    } : truth;
  return ({ scene, current }, nodes) => {
    const inner = { scene, size: nodes.length, current };
    return nodes.filter((node, place) => {
      inner.node = node;
      inner.position = place + 1;
      return decide(inner);
    });
  };
}

/**
 * item[column = something that stands alone]: by the list's index instead of row after row. A list of places has 2,000
 * rows and stands behind every cascade.
 */
function byColumn([axis, test, [first, ...others]], inside) {
  if (axis !== "child" || test !== "item" || !first || first[0] !== "=") return undefined;
  const [, left, right] = first;
  const names = left[0] === "p" && left[1] === "." && left[2].length === 1 && plainNames(left, []);
  const wanted = compile(right, inside);
  const isOneText = wanted.gives === TEXT || wanted.slot !== undefined;
  if (!names || !names.length || !wanted.standsAlone || !isOneText) return undefined;
  const text = asText(wanted);
  const keeps = others.map((tree) => predicate(tree, inside));
  return (context, node) =>
    keeps.reduce((found, keep) => keep(context, found), node.index.rows(names[0], text(context)));
}

function filter([, primary, conditions], around) {
  const { gives, run, standsAlone } = compile(primary, around);
  if (gives !== NODES) throw new XPathError("a condition in brackets can only choose among nodes");
  const keeps = conditions.map((tree) => predicate(tree, inPredicate(around)));
  const chosen = (context) => keeps.reduce((nodes, keep) => keep(context, nodes), run(context));
  return { gives: NODES, run: chosen, standsAlone };
}

function union([, trees], around) {
  const parts = compileAll(trees, around);
  if (parts.some(({ gives }) => gives !== NODES)) throw new XPathError("| joins paths only");
  const run = (context) => inDocumentOrder(parts.flatMap((part) => part.run(context)));
  return { gives: NODES, run, standsAlone: all(parts) };
}
