// A form as it is asked, made of a program (xforms/program.py). As form.py, making.py, secondary.py and itemsets.py.
//
// Whatever a form says is compiled where it is first asked, so that the first question need not wait for the last.

import { ATTRIBUTE, DOCUMENT, ELEMENT, Node, RowIndex } from "./nodes.js";
import { asText, asTruth, XPathError } from "./values.js";
import { compile, load, surroundingsOf } from "./xpath.js";

const KEPT = /\["c","(random|uuid|once)"/;
const COMPUTED = ["calculate", "metadata", "hidden"];
const BOUND = { int: "integer", decimal: "decimal", date: "date", dateTime: "date_time" };
// Python's white space, which is not quite the browser's.
const SPACE = "[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const ENDS = new RegExp(`^${SPACE}|${SPACE}$`, "g"), BETWEEN = new RegExp(SPACE);

export const strip = (text) => text.replace(ENDS, "");
export const split = (text) => text.split(BETWEEN).filter(Boolean);
/** What `work` gives; `otherwise(error)` where an expression in it cannot be worked out. */
export function attempt(work, otherwise) {
  try {
    return work();
  } catch (error) {
    if (error instanceof XPathError) return otherwise(error);
    throw error;
  }
}

/** The form of a program; a promise, because functions that few forms call are loaded for those. */
export async function formOf(program) {
  if (program.format !== 1) throw new Error(`a program of format ${program.format}; 1 is understood`);
  const calls = JSON.stringify(program.rules).matchAll(/\["c","([^"]+)"/g);
  await load([...new Set([...calls].map(([, name]) => name))]);
  return new Form(program);
}

class Form {
  constructor(program) {
    this.program = program;
    this.default = program.default;
    this.order = program.order;
    this.sets = program.sets || [];
    this.rules = new Map();
    this.byPath = new Map();
    // Outside repeats a path is one node, known by its place.
    const namespaces = new Map(Object.entries(program.prefixes || {}));
    this.around = { slots: new Map(), repeats: new Set(), namespaces };
    this.nodes = [];
    program.nodes.forEach((said, place) => this.nodes.push(new FormNode(this, said, place)));
    this.repeats = this.nodes.filter(({ kind }) => kind === "repeat");
  }

  /** A rule that a node carries (nobody: ""): `run` gives a truth, a text or nodes of a context. */
  rule(number, path, as) {
    if (number === undefined) return undefined;
    const rule = { isKept: KEPT.test(JSON.stringify(this.program.rules[number])) };
    rule.run = (context) => {
      const nobody = { ...this.around, here: [], origin: [], isForm: true };
      rule.run = as(compile(this.program.rules[number], path ? surroundingsOf(path, this.around) : nobody));
      return rule.run(context);
    };
    return rule;
  }

  /** The text of that id, undefined if there is none. */
  named(id) {
    const text = new Text(this, id, "");
    return text.inLanguages.length ? text : undefined;
  }

  /** A rule in a text, "" where it cannot be worked out: the question itself must still be read. */
  put(number, path, context) {
    const key = number + path;
    if (!this.rules.has(key)) this.rules.set(key, this.rule(number, path, asText));
    return attempt(() => this.rules.get(key).run(context), () => "");
  }
}

class FormNode {
  constructor(form, said, place) {
    const parent = form.nodes[said.in];
    this.form = form;
    this.place = place;
    this.parent = parent;
    this.name = said.name;
    this.path = `${parent ? parent.path : ""}/${said.name}`;
    this.kind = said.kind;
    this.children = [];
    if (parent) parent.children.push(this);
    form.byPath.set(this.path, this);
    if (said.kind === "repeat") form.around.repeats.add(this.path);
    this.inRepeat = said.kind === "repeat" || Boolean(parent && parent.inRepeat);
    if (!this.inRepeat) form.around.slots.set(this.path, place);
    this.appearance = said.appearance || "";
    for (const what of ["label", "hint", "constraint_message", "required_message"]) {
      this[what] = new Text(form, said[what], this.path);
    }
    this.guidance = new Text(form, said.hint, this.path, "guidance");
    for (const what of ["relevant", "required", "readonly", "constraint"]) {
      this[what] = form.rule(said[what], this.path, asTruth);
    }
    for (const what of ["calculate", "count"]) this[what] = form.rule(said[what], this.path, asText);
    this.default = said.default || "";
    this.preload = said.preload || "";
    this.range = said.range;
    this.accepts = said.accepts || "";
    this.maxPixels = said.max_pixels || 0;
    this.itemset = said.choices && new Itemset(form, said.choices, this.path);
    this.isGroup = ["group", "repeat"].includes(said.kind);
    this.isSelect = ["select_one", "select_multiple", "rank"].includes(said.kind);
    this.hasSeveral = this.isSelect && said.kind !== "select_one";
    this.isComputed = COMPUTED.includes(said.kind);
    this.holds = this.isComputed ? BOUND[said.type] || "text" : said.kind;
    const isHeading = this.isSelect && this.says("label");
    this.isAsked = !this.isGroup && !this.isComputed && said.kind !== "note" && !isHeading;
  }

  /** Whether this word stands in its appearance. */
  says(word) {
    return split(this.appearance).includes(word);
  }

  /** White space at the ends never counts; between choices one space. */
  normal(value) {
    return this.hasSeveral ? split(value).join(" ") : strip(value);
  }

  /** A round that somebody added is remembered in a draft though nothing is answered in it yet. */
  isAddedRound(path) {
    return this.kind === "repeat" && !this.count && path.endsWith("]");
  }
}

/** Words in all languages, with values to put in and the names of pictures and sounds beside them. */
class Text {
  constructor(form, reference, path, sort = "text") {
    Object.assign(this, { form, reference, path, sort });
  }

  /** [language, words] of each language that has any, in the form's order. */
  get inLanguages() {
    const { form: { program }, reference } = this;
    if (reference === undefined) return [];
    const all = Object.entries((typeof reference === "string" ? program.named : program.texts) || {});
    return all.map(([language, words]) => [language, words[reference]]).filter(([, words]) => words != null);
  }

  /** By language texts and numbers of rules, one after the other. */
  get spoken() {
    const found = new Map();
    for (const [language, words] of this.inLanguages) {
      const said = isObject(words) ? words[this.sort] : this.sort === "text" ? words : null;
      if (said != null) found.set(language, [].concat(said).filter((part) => part !== ""));
    }
    return found;
  }

  /** In `language`, else in the default one, else in any. */
  words(language, context) {
    const { spoken, form, path } = this;
    const own = spoken.get(language);
    const parts = (own && own.length ? own : spoken.get(form.default)) || [...spoken.values()][0] || [];
    return parts.map((part) => (isRule(part) ? form.put(part, path, context) : part)).join("");
  }

  /** The name of the image, big-image, audio or video beside the words; "" where there is none. */
  file(sort, language) {
    const beside = new Map(this.inLanguages.filter(([, words]) => isObject(words) && BESIDE.some((one) => one in words)));
    return (beside.get(language) || beside.get(this.form.default) || [...beside.values()][0] || {})[sort] || "";
  }
}
const BESIDE = ["image", "big-image", "audio", "video"];
const isRule = (part) => typeof part === "number";
const isObject = (words) => typeof words === "object" && !Array.isArray(words);

/** One choice: its name is stored, its label shown. `text` is there where the form's own texts say the label. */
class Choice {
  constructor(form, name, labels, text) {
    Object.assign(this, { form, name, labels, text });
  }

  /** A phone may put a value into a label; here it stays without one, as the list is one for everybody. */
  static said(form, name, text) {
    const labels = [...text.spoken].map(([language, parts]) => [language, parts.filter((part) => !isRule(part)).join("")]);
    return new Choice(form, name, new Map(labels), text);
  }

  label(language) {
    const { form, name, labels } = this;
    const known = labels.get(language) || labels.get(form.default) || labels.get("");
    return known || [...labels.values()].find(Boolean) || name;
  }

  file(sort, language) {
    return this.text ? this.text.file(sort, language) : "";
  }
}

/** Where a select's choices come from. */
class Itemset {
  constructor(form, said, path) {
    Object.assign(this, { form, path, said });
    this.rule = form.rule(said.rows, path, ({ run }) => run);
  }

  choices(context, lists) {
    const { form, path, said } = this;
    if (said.fixed) return said.fixed.map(([name, text]) => Choice.said(form, name, new Text(form, text, path)));
    if (!(said.list in (form.program.lists || {}))) return this.rows(context).map((row) => this.choiceOf(row));
    const { kept } = lists;
    if (!kept.has(this)) kept.set(this, lists.get(said.list).children[0].children.map((row) => this.choiceOf(row)));
    return kept.get(this);
  }

  /** Those of `names` that are not among the choices. */
  strangers(names, context, lists) {
    const { said } = this;
    if (said.fixed) return names.filter((name) => !said.fixed.some(([known]) => known === name));
    const whole = said.list && lists.get(said.list);
    if (whole) return names.filter((name) => !whole.children[0].index.rows(said.value, name).length);
    const known = new Set(this.rows(context).map((row) => cell(row, said.value)));
    return names.filter((name) => !known.has(name));
  }

  rows(context) {
    return attempt(() => this.rule.run(context), () => []);
  }

  /** A list from a file may carry its label in several languages: label, label_ky, label_ru. */
  choiceOf(row) {
    const { form, said: { value, label, by_id: isNamed } } = this;
    const name = cell(row, value), words = cell(row, label);
    if (isNamed) return Choice.said(form, name, new Text(form, words, ""));
    const others = row.children.filter((found) => found.name.startsWith(`${label}_`));
    const labels = others.map((found) => [found.name.slice(label.length + 1), found.value]);
    return new Choice(form, name, new Map([["", words], ...labels]));
  }
}

function cell(row, name) {
  const found = row.children.find((child) => child.name === name);
  return found ? found.value : "";
}

/**
 * The lists of a form, each laid out when it is first asked. `files` by name ("places.csv"), each as the program keeps
 * lists ({columns, rows} or {tree}) or an array of rows ({name: "a", label: "A"}); one that is not there yet is a list
 * that the form does not have.
 */
export class Lists {
  constructor(form, files = {}) {
    const { lists = {}, files: outside = {}, last_saved: lastSaved } = form.program;
    this.given = new Map(Object.entries(lists));
    for (const [name, { file }] of Object.entries(outside)) this.given.set(name, files[file]);
    this.laidOut = new Map();
    // Nobody's last report is kept for the next one: what asks for it finds nothing.
    if (lastSaved) this.laidOut.set(lastSaved, new Node("", "", null, DOCUMENT));
    this.kept = new Map();
  }

  get(name) {
    if (!this.laidOut.has(name) && this.given.get(name)) this.laidOut.set(name, documentOf(this.given.get(name)));
    return this.laidOut.get(name);
  }
}

function documentOf(data) {
  const document = new Node("", "", null, DOCUMENT);
  let order = 0;
  const add = (parent, name, value) => {
    const node = new Node(name, value, parent, ELEMENT, ++order);
    parent.children.push(node);
    return node;
  };
  const grow = (parent, [name, content, attributes = {}]) => {
    const isLeaf = typeof content === "string";
    const node = add(parent, name, isLeaf ? content : "");
    node.attributes = Object.entries(attributes).map(([key, value]) => new Node(key, value, node, ATTRIBUTE, ++order));
    if (!isLeaf) for (const below of content) grow(node, below);
  };
  if (data.tree) {
    grow(document, data.tree);
  } else {
    const root = add(document, "root", "");
    for (const cells of data.rows ? data.rows : data.map(Object.entries)) {
      const item = add(root, "item", "");
      cells.forEach((found, place) => {
        const [name, value] = data.rows ? [data.columns[place], found] : found;
        if (value !== null) add(item, name, value);
      });
    }
  }
  const [root] = document.children;
  root.index = new RowIndex(root.children);
  return document;
}
