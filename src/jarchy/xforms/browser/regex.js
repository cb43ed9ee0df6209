// regex: the whole text, and Java's way of writing a pattern. As xpath/patterns.py.

import { enter } from "./functions.js";
import { TRUTH, XPathError } from "./values.js";

const ASCII = {
  Lower: "a-z", Upper: "A-Z", Alpha: "a-zA-Z", Digit: "0-9", Alnum: "a-zA-Z0-9", Space: " \\t-\\r", Blank: " \\t",
  Punct: "!-\\/:-@\\[-`{-~", XDigit: "0-9a-fA-F", ASCII: "\\0-\\x7f",
};
const patterns = new Map();

function patternOf(pattern) {
  if (!patterns.has(pattern)) {
    try {
      const [, marks, rest] = /^(?:\(\?([ims]+)\))?([^]*)$/.exec(pattern);
      patterns.set(pattern, new RegExp(`^(?:${translated(rest)})$`, `u${marks || ""}`));
    } catch (error) {
      throw new XPathError(`the pattern ${pattern} cannot be read`);
    }
  }
  return patterns.get(pattern);
}

/** \p{Alpha}, \p{IsCyrillic}, \Q...\E, \z, and marks escaped without need are Java's. */
function translated(pattern) {
  let isInClass = false;
  const special = /\\Q([^]*?)(?:\\E|$)|\\([pP])\{(\w+)\}|\\([^])|[[\]]/g;
  return pattern.replace(special, (whole, quoted, property, name, letter) => {
    if (quoted !== undefined) return quoted.replace(/[\^$\\.*+?()[\]{}|/-]/g, "\\$&");
    if (property) return isInClass && property === "p" && ASCII[name] || propertyOf(property, name);
    if (letter) return escaped(whole, letter);
    if (whole === "[" && isInClass) return "\\[";
    isInClass = whole === "[";
    return whole;
  });
}

function propertyOf(property, name) {
  if (ASCII[name]) return `[${property === "P" ? "^" : ""}${ASCII[name]}]`;
  const plain = name.replace(/^I[sn]/, "");
  const isScript = plain.length > 2 && plain !== "Alphabetic";
  return `\\${property}{${isScript ? "Script=" : ""}${plain}}`;
}

function escaped(whole, letter) {
  if (letter === "A") return "^";
  if (letter === "z" || letter === "Z") return "$";
  // The browser lets only those be escaped that need it.
  return letter === "-" ? "\\x2d" : /[a-z\d^$\\.*+?()[\]{}|/]/i.test(letter) ? whole : letter;
}

enter(TRUTH, 0, { regex: ["text text", (text, pattern) => patternOf(pattern).test(text)] });
