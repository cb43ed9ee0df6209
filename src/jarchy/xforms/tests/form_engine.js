// Runs what form_engine.py sends: whole forms, by the engine as a phone has it.
import { begin, change, dropRound, evaluate, finish, formOf, Lists, pages, writeSubmission } from "/browser/engine.js";

const forms = new Map();

export async function load(text) {
  const { name, program, files } = JSON.parse(text);
  const form = await formOf(program);
  forms.set(name, { form, lists: new Lists(form, files) });
}

/** [form's name, verb, arguments, world] -> {value} or {crash}. */
export function run(text) {
  return JSON.stringify(JSON.parse(text).map(([name, verb, given, world]) => {
    try {
      return { value: VERBS[verb](forms.get(name), worldOf(world), ...given) };
    } catch (error) {
      return { crash: error.stack };
    }
  }));
}

function worldOf(world) {
  const drawn = world.drawn.slice();
  return { ...world, properties: new Map(Object.entries(world.properties)), random: () => drawn.shift() };
}

const VERBS = {
  begin: ({ form, lists }, world) => begin(form, lists, world),
  change: ({ form, lists }, world, before, changes) => change(form, before, changes, lists, world),
  drop: (_, world, answers, path) => dropRound(answers, path),
  finish: ({ form }, world, answers) => finish(form, answers, world),
  state: ({ form, lists }, world, answers) => stateOf(form, evaluate(form, answers, lists, world)),
  nodes: ({ form, lists }, world, answers) => evaluate(form, answers, lists, world).byPath.size,
  /** Milliseconds that one answer takes, from what was typed to all faults, the median of `times`. */
  time({ form, lists }, world, answers, changes, times) {
    const taken = Array.from({ length: times }, () => {
      const start = performance.now();
      const state = evaluate(form, change(form, answers, changes, lists, world), lists, world);
      pages(state).flatMap(({ questions }) => questions).map((question) => [question.words("label"), question.problems]);
      return performance.now() - start;
    });
    return taken.sort((one, other) => one - other)[Math.floor(times / 2)];
  },
};

const found = ({ code, path, value, message }) => [code, path, value, message];
const names = (questions) => questions.map(({ path }) => path);

function stateOf(form, state) {
  const { answers, draft, problems, questions, byPath } = state;
  return {
    answers,
    draft,
    problems: problems.map(found),
    asked: names(questions),
    nodes: [...byPath.values()].map((question) => [
      question.path, question.isRelevant, question.isRelevant && question.isRequired, question.isRelevant && question.isReadonly,
      question.words("label"), question.words("hint"), question.words("guidance"),
    ]),
    choices: questions.filter(({ formNode }) => formNode.isSelect).map((question) => [
      question.path, question.choices.map((choice) => [choice.name, choice.label(state.answering.language)]), question.chosenLabel,
    ]),
    pages: pages(state).map(({ path, group, questions: inside }) => [path, group ? group.path : null, names(inside)]),
    xml: writeSubmission(form, answers, { instanceID: "uuid:1" }),
    whole: writeSubmission(form, draft, {}),
  };
}
