// One working out of a form: nodes laid out, answers put in, everything computed once in the form's order.
// As answering.py.

import { attempt, strip } from "./form.js";
import { descendants, DOCUMENT, Node } from "./nodes.js";
import { plainNumber, XPathError } from "./values.js";
import { contextOf } from "./xpath.js";

const MOST_ROUNDS = 1000;
// Nodes of one set of answers; what asks for more is reported as unknown.
const MOST_NODES = 100000;
const INDEX = /\[(\d{1,6})\]/, INDEXES = /\[\d{1,6}\]/g;

/** What is wrong with the answer at `path`; `message` are the form's own words in the reader's language, often none. */
export const finding = (code, path, value = "", message = "") => ({ code, path, value, message });

/** `unknown`: what was given for paths that the form does not have; `faults`: what could not be computed. */
export class Answering {
  constructor(form, lists, world) {
    const document = new Node("", "", null, DOCUMENT);
    Object.assign(this, { form, lists, world, unknown: [], faults: [], beyond: new Set() });
    this.language = world.language || form.default;
    this.scene = { document, world, instances: lists, slots: [], texts: this };
    /** By place, a context for every round. */
    this.rounds = form.nodes.map(() => []);
    this.laidOut = this.order = 0;
    this.grow(form.nodes[0], document);
    this.scene.slots = this.rounds.map(([{ node }]) => node);
    this.laidOut = this.order;
  }

  /** The node and all below it, under `parent`. */
  grow(formNode, parent) {
    const node = new Node(formNode.name, "", parent, undefined, ++this.order);
    node.context = contextOf(this.scene, node);
    node.formNode = formNode;
    this.rounds[formNode.place].push(node.context);
    parent.children.push(node);
    for (const below of formNode.children) this.grow(below, node);
    return node;
  }

  /** Puts the answers in, whatever their order. */
  fill(answers) {
    const others = [];
    for (const [path, value] of Object.entries(answers)) {
      const formNode = this.form.byPath.get(path);
      if (!formNode || formNode.inRepeat || formNode.isGroup) others.push(path);
      else this.scene.slots[formNode.place].raw = formNode.normal(value);
    }
    for (const path of others.sort()) this.fillRound(path, answers[path]);
    return this;
  }

  fillRound(path, value) {
    const formNode = this.form.byPath.get(path.replace(INDEXES, ""));
    const isOurs = formNode && !(formNode.isGroup && strip(value));
    const node = isOurs && this.reach(path);
    if (!node) this.unknown.push(finding("unknown_path", path, value));
    else if (!formNode.isGroup) node.raw = formNode.normal(value);
  }

  /** The node at an indexed path; rounds of repeats are grown as far as is asked for, within reason. */
  reach(path) {
    let node = this.scene.document, plain = "";
    for (const part of path.replace(/^\/+|\/+$/g, "").split("/")) {
      const [name] = part.split("["), index = INDEX.exec(part), wanted = index ? Number(index[1]) : 1;
      const formNode = this.form.byPath.get(plain += `/${name}`);
      if (!formNode || wanted < 1 || wanted > MOST_ROUNDS || this.order > MOST_NODES) return undefined;
      if (wanted > 1 && formNode.kind !== "repeat") return undefined;
      node = this.growRounds(formNode, node, wanted)[wanted - 1];
    }
    return node;
  }

  /** The rounds of a repeat under `parent`, `wanted` or more, as long as there are not more than `most` nodes. */
  growRounds(repeat, parent, wanted, most = Infinity) {
    const found = parent.children.filter(({ formNode }) => formNode === repeat);
    while (found.length < wanted && this.order <= most) {
      const node = this.grow(repeat, parent);
      parent.children.pop();
      parent.children.splice(parent.children.indexOf(found[found.length - 1]) + 1, 0, node);
      found.push(node);
    }
    return found;
  }

  /** Relevance, then value, of every node in the form's order. */
  workOut() {
    this.numberAgain();
    for (const place of this.form.order) {
      const formNode = this.form.nodes[place];
      if (formNode.count) this.countRounds(formNode);
      for (const context of this.rounds[place]) this.workOutNode(formNode, context);
    }
    return this;
  }

  workOutNode(formNode, context) {
    const { node } = context, { relevant, calculate } = formNode;
    // What cannot be decided is asked: a question too many is better than one that nobody sees.
    node.isRelevant = node.parent.isRelevant && (!relevant || this.tried(relevant, context, true))
      && !this.beyond.has(node);
    if (calculate && !(node.raw && calculate.isKept)) {
      const computed = this.tried(calculate, context);
      if (computed !== undefined) node.raw = formNode.normal(computed === "NaN" ? "" : computed);
    }
    node.value = node.isRelevant ? node.raw : "";
  }

  /** What a rule gives, `otherwise` where it cannot be worked out. */
  tried(rule, context, otherwise) {
    return attempt(() => rule.run(context), () => {
      this.faults.push(finding("not_computed", pathOf(context.node)));
      return otherwise;
    });
  }

  /** As many rounds in each group as jr:count says; those beyond it stay in the draft and do not count. */
  countRounds(repeat) {
    const { beyond } = this;
    for (const { node } of this.rounds[repeat.parent.place]) {
      const [first] = this.growRounds(repeat, node, 1);
      const said = this.tried(repeat.count, first.context);
      if (said === undefined) continue;
      const number = plainNumber(said), wanted = number > 0 ? Math.floor(Math.min(number, MOST_ROUNDS)) : 0;
      this.growRounds(repeat, node, wanted, MOST_NODES).forEach((round, place) => {
        if (place < wanted) beyond.delete(round);
        else beyond.add(round);
      });
    }
    this.numberAgain();
  }

  /** Document order, after rounds were grown out of it. */
  numberAgain() {
    if (this.order === this.laidOut) return;
    descendants(this.scene.document).forEach((node, place) => { node.order = place + 1; });
    for (const contexts of this.rounds) contexts.sort((one, other) => one.node.order - other.node.order);
    this.laidOut = this.order;
  }

  /** A rule's answer; one that cannot be worked out does not hold. */
  truth(rule, context) {
    return Boolean(rule) && attempt(() => rule.run(context), () => false);
  }

  /** [node, its path] of every node, in document order; a round after the first carries its number. */
  * occurrences(parent = this.scene.document, above = "") {
    const seen = new Map();
    for (const node of parent.children) {
      const number = (seen.get(node.name) || 0) + 1;
      seen.set(node.name, number);
      const path = `${above}/${node.name}${number > 1 ? `[${number}]` : ""}`;
      yield [node, path];
      yield* this.occurrences(node, path);
    }
  }

  /** Everything given, also what is not relevant now, and the rounds that were added. */
  draft() {
    const kept = [...this.occurrences()].filter(([node, path]) => node.raw || node.formNode.isAddedRound(path));
    return Object.fromEntries(kept.map(([node, path]) => [path, node.raw]));
  }

  // ---- what expressions ask of the form

  itext(id, context) {
    const text = this.form.named(id);
    if (!text) throw new XPathError(`the form has no text ${id}`);
    return text.words(this.language, context);
  }

  choiceName(value, path, context) {
    const formNode = this.form.byPath.get(path);
    if (!formNode) throw new XPathError(`the form has no question ${path}`);
    const asked = formNode.inRepeat ? context : this.rounds[formNode.place][0];
    const chosen = this.choices(formNode, asked).find(({ name }) => name === value);
    return chosen ? chosen.label(this.language) : "";
  }

  version() {
    return this.form.program.version;
  }

  choices({ itemset }, context) {
    return itemset ? itemset.choices(context, this.lists) : [];
  }
}

export function pathOf(node) {
  if (!node.parent) return "";
  const number = node.parent.children.filter(({ name }) => name === node.name).indexOf(node) + 1;
  return `${pathOf(node.parent)}/${node.name}${number > 1 ? `[${number}]` : ""}`;
}
