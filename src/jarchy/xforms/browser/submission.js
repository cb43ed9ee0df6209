// The submission's XML, letter by letter as instance.write_submission writes it, which is as Collect does.

const INDEXES = /\[\d+\]/g;
// XML 1.0 has no way to write these; they come from clipboards.
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]/gu;
const NAMED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

const written = (value) => value.replace(UNWRITABLE, "").replace(/[&<>\r]/g, (mark) => NAMED[mark]);
const attribute = (value) => value.replace(/[&<>"\t\n\r]/g, (mark) => NAMED[mark]);
const element = (name, content) => (content === undefined ? `<${name}/>` : `<${name}>${content}</${name}>`);

/**
 * Every node of the form in its order, the unanswered ones empty, rounds of repeats one after the other; `meta` holds
 * instanceID and, where there is one, deprecatedID. Throws for a path that the form does not have.
 */
export function writeSubmission(form, answers, meta) {
  const [root] = form.nodes, { id, version } = form.program;
  const rounds = roundsOf(form, answers);
  const below = root.children.filter(({ name }) => name !== "meta");
  const block = Object.entries(meta).map(([name, value]) => element(`orx:${name}`, written(value)));
  return `<?xml version='1.0' encoding='utf-8'?>\n<${root.name} xmlns:orx="http://openrosa.org/xforms"`
    + ` xmlns:jr="http://openrosa.org/javarosa" id="${attribute(id)}"${version ? ` version="${attribute(version)}"` : ""}>`
    + below.map((node) => writeNode(node, root.path, answers, rounds)).join("")
    + `${element("orx:meta", block.length ? block.join("") : undefined)}</${root.name}>`;
}

function writeNode({ name, kind, isGroup, children }, above, answers, rounds) {
  const path = `${above}/${name}`, count = kind === "repeat" ? rounds.get(path) || 1 : 1;
  return Array.from({ length: count }, (_, place) => {
    const own = place ? `${path}[${place + 1}]` : path;
    if (!isGroup) return element(name, answers[own] ? written(answers[own]) : undefined);
    const below = children.map((child) => writeNode(child, own, answers, rounds)).join("");
    return element(name, children.length ? below : undefined);
  }).join("");
}

/** How many rounds the answers speak of, by the repeat's path without its own number. */
function roundsOf(form, answers) {
  const found = new Map();
  for (const path of Object.keys(answers)) {
    if (!form.byPath.has(path.replace(INDEXES, ""))) throw new Error(`the form has no question ${path}`);
    const names = path.split("/");
    names.forEach((written, depth) => {
      const [name, index = "1"] = written.split(/[[\]]/);
      const key = [...names.slice(0, depth), name].join("/");
      found.set(key, Math.max(found.get(key) || 1, Number(index)));
    });
  }
  return found;
}
