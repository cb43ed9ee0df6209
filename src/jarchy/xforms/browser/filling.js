// What happens while a form is filled in: it begins, an answer changes, a round of a repeat is added or taken away.
// As changing.py.
//
// A value that the form puts in (a default, a setvalue) is put in then and only then: the person may change it or empty
// it, and working the form out again leaves it alone.

import { Answering, pathOf } from "./answering.js";
import { momentText } from "./dates.js";
import { chainOf } from "./nodes.js";
import { asText } from "./values.js";

// Answers that set each other in a circle come to an end here.
const MOST_STEPS = 200;

/** The answers that a new report starts with: defaults, what is known at the start, and what the form sets. */
export function begin(form, lists, world) {
  const answering = new Answering(form, lists, world).fill({});
  // Each repeat has one round from the beginning; those that a count adds begin as new ones do.
  const first = answering.rounds.map((contexts) => contexts.slice());
  const filling = new Filling(answering.workOut(), new Set(form.repeats.map(({ place }) => pathOf(first[place][0].node))));
  for (const place of form.order) filling.putDefaults(place, first[place]);
  answering.workOut();
  for (const event of form.sets) if (event.when === "first_load") filling.putAll(event, first[event.node]);
  filling.beginRounds();
  return filling.draft();
}

/**
 * The draft with other answers, and with what the form puts in on their account: a setvalue of a question that changed,
 * defaults of rounds that are new.
 */
export function change(form, before, changes, lists, world) {
  const workedOut = (answers) => new Answering(form, lists, world).fill(answers).workOut();
  const now = workedOut({ ...before, ...changes });
  if (!form.sets.length && !form.repeats.length) return now.draft();
  const then = workedOut(before);
  const oldValues = new Map([...then.occurrences()].map(([node, path]) => [path, node.raw]));
  const filling = new Filling(now, new Set(roundsOf(then).map(pathOf)));
  filling.beginRounds();
  for (const [node, path] of [...now.occurrences()]) {
    if (path in changes && node.raw !== (oldValues.get(path) || "")) filling.changed(node);
  }
  return filling.draft();
}

/** The draft without one round ("/data/person[2]", the first has no number); those after it move up. */
export function dropRound(answers, path) {
  const [, stem, index = 1] = /^([^]*?)(?:\[(\d+)\])?$/.exec(path), number = Number(index);
  const kept = {};
  for (const [own, value] of Object.entries(answers)) {
    const found = own.startsWith(stem) && /^(?:\[(\d+)\])?(?=\/|$)/.exec(own.slice(stem.length));
    const place = found ? Number(found[1] || 1) : 0;
    if (place < number) kept[own] = value;
    else if (place > number) kept[(place === 2 ? stem : `${stem}[${place - 1}]`) + own.slice(stem.length + found[0].length)] = value;
  }
  return kept;
}

/** The answers with the moment of their end, where the form asks for it. */
export function finish(form, answers, world) {
  const ends = form.nodes.filter(({ preload }) => preload === "timestamp end");
  return { ...answers, ...Object.fromEntries(ends.map(({ path }) => [path, momentText(world.now, world.zone)])) };
}

/** Values put in, one after the other; after each the form is worked out again. */
class Filling {
  constructor(answering, known = new Set()) {
    Object.assign(this, { answering, form: answering.form, known, steps: 0 });
  }

  draft() {
    return this.answering.workOut().draft();
  }

  /** A default, or what is known of whoever begins; never over a calculation or an answer. */
  putDefaults(place, contexts) {
    const formNode = this.form.nodes[place];
    const value = formNode.default || known(formNode, this.answering.world);
    if (!value || formNode.calculate) return;
    for (const { node } of contexts) if (!node.raw) put(node, value);
  }

  /** Defaults and sets of the rounds that were not there before, until no further ones come of it. */
  beginRounds() {
    const newOnes = () => roundsOf(this.answering).filter((node) => !this.known.has(pathOf(node)));
    for (let found = newOnes(); found.length && this.steps < MOST_STEPS; found = newOnes()) {
      this.steps += 1;
      for (const round of found) {
        this.known.add(pathOf(round));
        this.beginRound(round);
      }
      this.answering.workOut();
    }
  }

  beginRound(round) {
    const { form } = this, repeat = round.formNode;
    for (const place of form.order) {
      if (form.nodes[place].path.startsWith(`${repeat.path}/`)) this.putDefaults(place, this.inside(place, round));
    }
    for (const event of form.sets) {
      if (event.when === "new_round" && event.by === repeat.place) this.putAll(event, this.inside(event.node, round));
    }
  }

  inside(place, around) {
    return this.answering.rounds[place].filter(({ node }) => node !== around && chainOf(node).includes(around));
  }

  /** What hangs on a question whose answer has changed; answers put in change others in their turn. */
  changed(node) {
    for (const event of this.form.sets) {
      if (event.when === "changed" && event.by === node.formNode.place && this.steps < MOST_STEPS) {
        this.steps += 1;
        this.putAll(event, this.beside(event.node, node));
        this.beginRounds();
      }
    }
  }

  /** The nodes of `place` in the same rounds as the question that changed. */
  beside(place, asked) {
    const target = this.form.nodes[place];
    const shared = chainOf(asked).slice(1).find(({ formNode }) =>
      formNode && formNode.kind === "repeat" && target.path.startsWith(`${formNode.path}/`));
    return shared ? this.inside(place, shared) : this.answering.rounds[place];
  }

  putAll({ node: place, to, when }, contexts) {
    const rule = this.form.rule(to, this.form.nodes[place].path, asText);
    for (const context of [...contexts]) {
      const value = this.answering.tried(rule, context);
      if (value === undefined) continue;
      const { node } = context, before = node.raw;
      put(node, value);
      this.answering.workOut();
      if (node.raw !== before && when === "changed") this.changed(node);
    }
  }
}

function put(node, value) {
  node.raw = node.formNode.normal(value);
  node.value = node.isRelevant ? node.raw : "";
}

/** Every round that counts, of every repeat. */
function roundsOf({ form, rounds, beyond }) {
  return form.repeats.flatMap(({ place }) => rounds[place].map(({ node }) => node).filter((node) => !beyond.has(node)));
}

/** What is filled in without asking when a report begins. */
function known({ preload }, { now, today, zone, username, properties }) {
  const [what, ...name] = preload.split(" ");
  if (what === "property") {
    const asked = name.join(" ");
    return asked === "username" ? username : (properties && properties.get(asked)) || "";
  }
  return { "timestamp start": momentText(now, zone), "date today": today }[preload] || "";
}
