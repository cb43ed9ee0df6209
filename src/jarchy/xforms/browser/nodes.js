// The nodes that expressions walk: a form's answers, the rows of its lists, or a whole document. As xpath/nodes.py.
//
// Public: Node, RowIndex, textOf, and the kinds of nodes. A form engine makes a document Node, elements below it, and
// keeps `value`, `raw` and `isRelevant` of each; everything else here is for paths.

export const DOCUMENT = 0, ELEMENT = 1, ATTRIBUTE = 2, TEXT_NODE = 3, COMMENT = 4, INSTRUCTION = 5, NAMESPACE = 6;

/**
 * One node. `value` is its own text; an element with children has theirs instead (textOf). `raw` is what was answered,
 * though it may not count now. `order` grows in document order within one tree. A node that is not relevant is found by
 * no path. `index` (the root of a list only) finds rows by a column's value. Prefix, namespace, attributes and
 * namespaces (nodes of the prefixes that hold) are for documents; a form's nodes have none.
 */
export class Node {
  constructor(name, value = "", parent = null, kind = ELEMENT, order = 0) {
    this.name = name;
    this.value = this.raw = value;
    this.parent = parent;
    this.kind = kind;
    this.order = order;
    this.children = [];
    this.attributes = this.namespaces = NONE;
    this.isRelevant = true;
    this.index = this.prefix = this.namespace = null;
  }
}
const NONE = [];

/** Rows of a list by the value of a column; each column is sorted once, when it is first asked for. */
export class RowIndex {
  constructor(items) {
    this.items = items;
    this.columns = new Map();
  }

  rows(column, value) {
    let found = this.columns.get(column);
    if (!found) {
      this.columns.set(column, found = new Map());
      for (const item of this.items) {
        for (const cell of item.children) {
          if (cell.name !== column) continue;
          const same = found.get(cell.value);
          same ? same.push(item) : found.set(cell.value, [item]);
        }
      }
    }
    return found.get(value) || [];
  }
}

/** The string-value: an element's or document's is all text below it, comments and instructions aside. */
export function textOf(node) {
  if (!node.children.length) return node.value;
  // A leaf of a form carries its text itself and has no text node of its own.
  const said = descendants(node).filter(({ kind }) => kind === TEXT_NODE || kind === ELEMENT);
  return said.map((found) => found.value).join("");
}

/** Everything below, in document order; without recursion, however deep. */
export function descendants(node) {
  const found = [], waiting = node.children.slice().reverse();
  while (waiting.length) {
    const next = waiting.pop();
    found.push(next);
    for (let place = next.children.length; place--;) waiting.push(next.children[place]);
  }
  return found;
}

/** The node, its parent, its grandparent and so on, the document last. */
export function chainOf(node) {
  const chain = [];
  for (let above = node; above; above = above.parent) chain.push(above);
  return chain;
}

function children(node) {
  return node.kind === ELEMENT && node.value && !node.children.length
    ? [new Node("", node.value, node, TEXT_NODE, node.order)]
    : node.children;
}

/** Those beside the node that come after it (or before it, the nearest first). */
function siblings(node, isAfter) {
  if (!node.parent || node.kind === ATTRIBUTE || node.kind === NAMESPACE) return NONE;
  const among = node.parent.children;
  const place = among.indexOf(node);
  return isAfter ? among.slice(place + 1) : among.slice(0, place).reverse();
}

function everywhere(node) {
  return descendants(chainOf(node).pop());
}

/** Each axis: the nodes met, the nearest first (so that position() counts as XPath wants it). */
export const WALKS = {
  self: (node) => [node],
  child: children,
  attribute: (node) => node.attributes,
  namespace: (node) => node.namespaces,
  parent: (node) => (node.parent ? [node.parent] : NONE),
  descendant: descendants,
  "descendant-or-self": (node) => [node, ...descendants(node)],
  ancestor: (node) => chainOf(node).slice(1),
  "ancestor-or-self": chainOf,
  "following-sibling": (node) => siblings(node, true),
  "preceding-sibling": (node) => siblings(node, false),
  following(node) {
    const below = new Set(descendants(node));
    return everywhere(node).filter((found) => found.order > node.order && found !== node && !below.has(found));
  },
  preceding(node) {
    const above = new Set(chainOf(node));
    return everywhere(node).filter((found) => found.order < node.order && !above.has(found)).reverse();
  },
};
