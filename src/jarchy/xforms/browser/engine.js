// Works a form out on the phone: what is asked, what is computed, what is wrong. Values in, a state out; the same as
// the server's (engine.py), whose word is final. Plain modules, no dependency; made for Chrome 80 and later.
//
// Public, all of a form that needs asking:
//   formOf(program) -> a promise of the form: `program` is the plain data of xforms/program.py
//   new Lists(form, {"places.csv": rows}) -> its lists, made once and given to each of the functions below
//   begin(form, lists, world) -> the answers that a new report starts with
//   change(form, answers, changes, lists, world) -> the answers after some changed: {"/data/what": "x"}; a round of a
//     repeat is added by its own path: {"/data/person[2]": ""}
//   dropRound(answers, path) -> the answers without that round
//   evaluate(form, answers, lists, world) -> State: what is asked now, choices, words, faults
//   pages(state) -> what is asked at once: [{path, group, questions}]
//   finish(form, answers, world) -> the answers with the moment of their end
//   writeSubmission(form, answers, meta) -> the submission's XML as a text, made of a state's `answers`;
//     meta: {instanceID: "uuid:..."}
//
// Answers are texts by path; in a repeat the second round is "/data/person[2]/name", the first has no number. A world is
// {now: milliseconds, today: "2018-11-05", zone: "Asia/Bishkek", language: "ky", username, random() -> 0 to 1,
// properties: Map}; a language is a code of program.languages, "" the form's default.

import { Answering } from "./answering.js";
import { split } from "./form.js";
import { judge } from "./judging.js";

export { formOf, Lists } from "./form.js";
export { begin, change, dropRound, finish } from "./filling.js";
export { writeSubmission } from "./submission.js";

/**
 * The state of `form` with `answers`: the same answers in any order give the same state, and the state's own draft
 * gives it again.
 */
export function evaluate(form, answers, lists, world) {
  return new State(new Answering(form, lists, world).fill(answers).workOut());
}

/** One node of the form as it stands with these answers; in a repeat, of one round. */
class Question {
  constructor(answering, node, path) {
    Object.assign(this, { answering, node, path, formNode: node.formNode, kind: node.formNode.kind, below: [] });
  }

  /** The answer or the computed value; "" where it is not relevant. */
  get value() {
    return this.node.value;
  }

  /** What was given, relevant or not. */
  get draft() {
    return this.node.raw;
  }

  get isRelevant() {
    return this.node.isRelevant;
  }

  get isRequired() {
    return this.answering.truth(this.formNode.required, this.node.context);
  }

  get isReadonly() {
    return this.answering.truth(this.formNode.readonly, this.node.context);
  }

  /** Each with `name`, label(language), file(sort, language). */
  get choices() {
    return this.answering.choices(this.formNode, this.node.context);
  }

  /** {code, path, value, message}: what is wrong with the answer; nothing where it is not relevant. */
  get problems() {
    return this.isRelevant ? judge(this.answering, this.formNode, this.path, this.node.context) : [];
  }

  /** The text called so: label, hint, guidance, constraint_message, required_message. */
  words(name, language = this.answering.language) {
    return this.formNode[name].words(language, this.node.context);
  }

  /** The labels of what was chosen, for a summary; the value itself where there are no choices. */
  get chosenLabel() {
    const { choices, value, answering: { language } } = this;
    if (!choices.length) return value;
    const labels = new Map(choices.map((choice) => [choice.name, choice.label(language)]));
    return split(value).map((name) => labels.get(name) || name).join(", ");
  }
}

/** `byPath`: every node of the form, in document order, groups among them. */
class State {
  constructor(answering) {
    this.answering = answering;
    this.byPath = new Map();
    const questions = new Map();
    for (const [node, path] of answering.occurrences()) {
      const question = new Question(answering, node, path), around = questions.get(node.parent);
      questions.set(node, question);
      if (around) around.below.push(question);
      this.byPath.set(path, question);
    }
    [this.root] = questions.values();
  }

  get all() {
    return [...this.byPath.values()];
  }

  /** What the person is asked now, in order. */
  get questions() {
    return this.all.filter(({ formNode, isRelevant }) => formNode.isAsked && isRelevant);
  }

  /** What counts: values of what is relevant, computed ones among them; the empty left out. */
  get answers() {
    return Object.fromEntries(this.all.filter(({ value }) => value).map(({ path, value }) => [path, value]));
  }

  /** Everything given, also what is not relevant now, and the rounds that were added. */
  get draft() {
    return this.answering.draft();
  }

  /** All faults at once, those of unknown paths among them. */
  get problems() {
    const { unknown, faults } = this.answering;
    return [...unknown, ...faults, ...this.all.flatMap(({ problems }) => problems)];
  }
}

// ---- pages

/**
 * Page by page: each group is one, with the groups inside it unless one of these is a field-list; each round of a repeat
 * is one; a note that stands alone goes with the page after it. `group` is undefined for a question that stands alone;
 * `questions` those relevant, notes among them, in order.
 */
export function pages(state) {
  const found = [];
  let waiting = [];
  for (const { path, group, questions } of pagesBelow(state.root)) {
    const isNote = !group && questions[0].kind === "note";
    const all = [...waiting, ...questions];
    if (!isNote) found.push({ path, group, questions: all });
    waiting = isNote ? all : [];
  }
  if (waiting.length) found.push({ path: waiting[0].path, group: undefined, questions: waiting });
  return found;
}

function pagesBelow({ below }) {
  return below.filter(({ isRelevant }) => isRelevant).flatMap((question) => {
    const { formNode, path } = question;
    if (formNode.isGroup && !isPage(formNode)) return pagesBelow(question);
    const questions = askedIn(question);
    return questions.length ? [{ path, group: formNode.isGroup ? question : undefined, questions }] : [];
  });
}

/** The question, or those relevant inside the group, notes among them. */
function askedIn(question) {
  const { formNode, kind, isRelevant, below } = question;
  if (!isRelevant) return [];
  return formNode.isGroup ? below.flatMap(askedIn) : formNode.isAsked || kind === "note" ? [question] : [];
}

const isFieldList = (formNode) => formNode.says("field-list");
const isPage = (group) => isFieldList(group) || group.children.filter(({ isGroup }) => isGroup).every(isPlain);
/** Without a field-list or a repeat in it. */
const isPlain = (group) => group.kind === "group" && !isFieldList(group) && group.children.filter(({ isGroup }) => isGroup).every(isPlain);
