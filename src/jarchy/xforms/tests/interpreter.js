// Runs what interpreter.py sends. Only here are documents made of plain data: on a phone the form engine makes them.
import { FUNCTIONS } from "/browser/functions.js";
import { descendants, DOCUMENT, Node, RowIndex, textOf } from "/browser/nodes.js";
import { NODES, toNumber, toText, toTruth, XPathError } from "/browser/values.js";
import { compile, contextOf, load, surroundingsOf } from "/browser/xpath.js";

/** [kind, name, value, order, prefix, namespace, isRelevant, attributes, namespaces, children] -> a Node and all below. */
function nodeOf([kind, name, value, order, prefix, namespace, isRelevant, ...below], parent = null) {
  const node = new Node(name, value, parent, kind, order);
  const [attributes, namespaces, children] = below.map((many) => many.map((plain) => nodeOf(plain, node)));
  return Object.assign(node, { prefix, namespace, isRelevant, attributes, namespaces, children });
}

function listOf(plain) {
  const document = nodeOf(plain);
  for (const root of document.children) root.index = new RowIndex(root.children);
  return document;
}

const mapOf = (plain) => new Map(Object.entries(plain));
const worldOf = (world) => ({ ...world, properties: mapOf(world.properties), random: Math.random });

export const names = () => [...FUNCTIONS.keys()];

/** For each task {value} or {error: reason} or, where it was no XPathError, {crash: trace}. */
export async function answer(batch) {
  const { documents, tasks, modules } = JSON.parse(batch);
  await load(modules);
  const made = documents.map((plain) => nodeOf(plain));
  return tasks.map((task) => {
    const around = { slots: new Map(), repeats: new Set(), namespaces: mapOf(task.namespaces) };
    const document = made[task.document];
    const scene = { document, instances: new Map(), slots: [], world: worldOf(task.world) };
    return tried(() => {
      let node = document;
      if (task.at) {
        [node] = compile(task.at, around).run(contextOf(scene, document));
        if (!node) throw new XPathError("the document has no such node");
      }
      return asked(task.result, compile(task.tree, around), scene, node);
    });
  });
}

/** The same for expressions of one form, each carried by the node of a path. */
export async function answerInForm(batch) {
  const { form, tasks, modules } = JSON.parse(batch);
  await load(modules);
  const document = nodeOf(form.document);
  const byOrder = new Map(descendants(document).map((node) => [node.order, node]));
  const instances = new Map(Object.entries(form.instances).map(([name, plain]) => [name, listOf(plain)]));
  const slots = form.slots.map(([, order]) => byOrder.get(order));
  const texts = {
    itext: (id) => `text of ${id}`,
    choiceName: (value, path) => `${value} at ${path}`,
    version: () => "7",
  };
  const scene = { document, instances, slots, texts, world: worldOf(form.world) };
  const known = {
    slots: new Map(form.slots.map(([path], place) => [path, place])),
    repeats: new Set(form.repeats),
    namespaces: mapOf(form.namespaces),
  };
  return tasks.map(({ tree, path, order, result }) =>
    tried(() => {
      const around = path ? surroundingsOf(path, known) : { ...known, isForm: true };
      return asked(result, compile(tree, around), scene, byOrder.get(order) || document);
    }));
}

function tried(work) {
  try {
    return { value: work() };
  } catch (error) {
    return error instanceof XPathError ? { error: error.message } : { crash: error.stack };
  }
}

/** As document.evaluate gives it. */
function asked(result, { gives, run }, scene, node) {
  const text = (found) => (found.kind === DOCUMENT ? "" : textOf(found));
  const value = run(contextOf(scene, node));
  const isNodes = Array.isArray(value);
  if (result === "number") return toNumber(isNodes && value.length ? text(value[0]) : value, scene.world.zone);
  if (result === "string") return String(toText(value));
  if (result === "boolean") return toTruth(value);
  if (isNodes) return value.map(text);
  if (result === "strings" || gives === NODES) throw new XPathError("the expression gives no nodes");
  return value.valueOf();
}
