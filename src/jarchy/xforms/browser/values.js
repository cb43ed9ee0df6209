// Values and how they turn into each other, as JavaRosa does it. As xpath/values.py and xpath/program.py.
//
// A value is a text, a number, a boolean or an array of nodes. Dates are ISO texts; DateText marks one that a date
// function gave, or that stands in an answer; DayNumber is the number of a date. These are objects: compare and store
// them only after String() or Number(). A program is {gives, run, slot, standsAlone}: `run` takes a context
// ({scene, node, position, size, current}); `slot` is set where it is exactly one node of the form, outside any repeat,
// `isAnswer` where it is nodes of a form; `standsAlone`: inside a predicate it gives the same for every node looked at.
//
// Public: XPathError, asText, asNumber, asTruth (a program -> what a context makes of it), toText, toNumber, toTruth.

import { instantDays, localDays, looksLikeADate, momentOf } from "./dates.js";
import { textOf } from "./nodes.js";

/** An expression that cannot be worked out; `position` counts its characters from 0, undefined where there is none. */
export class XPathError extends Error {
  constructor(reason, position) {
    super(reason);
    this.position = position;
  }
}

export class DateText extends String {}
/** A node's text where it is compared. */
export class NodeText extends DateText {}
export class DayNumber extends Number {}

// What an expression gives; ANY is known only when it runs.
export const ANY = 0, TEXT = 1, NUMBER = 2, TRUTH = 3, NODES = 4;

export const isText = (value) => typeof value === "string" || value instanceof String;
export const isNumber = (value) => typeof value === "number" || value instanceof Number;

const PLAIN = /^[ \t\r\n]*(-?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+))[ \t\r\n]*$/;

/** Without exponent, without a point where the number is whole; minus nought is 0. */
export function numberText(number) {
  if (!Number.isFinite(+number)) return String(number);
  if (number % 1 === 0 || number instanceof DayNumber) return String(BigInt(Math.floor(number)));
  const [digits, exponent] = String(number).split("e-");
  if (!exponent) return digits;
  return (number < 0 ? "-0." : "0.") + "0".repeat(exponent - 1) + digits.replace(/[-.]/g, "");
}

/** A text as a number, NaN if it is none. No exponents; a comma is a point, as in JavaRosa. */
export function plainNumber(text) {
  const match = PLAIN.exec(text);
  return match ? Number(match[1].replace(",", ".")) : NaN;
}

function numberOrDate(text, zone, daysOf) {
  const number = plainNumber(text);
  return number === number || text.length < 8 || text[4] !== "-" ? number : daysOf(momentOf(text, zone), zone);
}

const wholeDay = (moment, zone) => Math.floor(localDays(moment, zone));

/** A node's text as a number: a date counts as a whole day in the form's zone, because JavaRosa knows it is one. */
export const answerAsNumber = (text, zone) => numberOrDate(text, zone, wholeDay);

/** A text where < and > compare: one written in the expression by the local day and time, any other by its day. */
export const textInOrder = (text, zone) => numberOrDate(text, zone, text instanceof DateText ? wholeDay : localDays);

export function toText(value) {
  if (isText(value)) return value;
  if (isNumber(value)) return numberText(value);
  return Array.isArray(value) ? firstText(value) : String(value);
}

/** A text that is no DateText, but an ISO date: the days and their fraction since 1970-01-01T00:00Z. */
export function toNumber(value, zone) {
  if (isText(value)) return numberOrDate(value, zone, value instanceof DateText ? wholeDay : instantDays);
  return Array.isArray(value) ? (value.length ? answerAsNumber(textOf(value[0]), zone) : NaN) : Number(value);
}

/** A number is true if it is not 0 and not NaN, a text if it is not empty, nodes if there are any. */
export function toTruth(value) {
  // JavaRosa takes what differs from 0 by less than this for 0: 0.1 + 0.2 - 0.3 is false.
  return isNumber(value) ? Math.abs(value) > 1e-12 : Array.isArray(value) ? value.length > 0 : Boolean(value);
}

export const firstText = (nodes) => (nodes.length ? textOf(nodes[0]) : "");

export const slotValue = (slot) => (context) => context.scene.slots[slot].value;

export function asText({ run, slot }) {
  return slot === undefined ? (context) => String(toText(run(context))) : slotValue(slot);
}

export function asNumber({ run, slot }) {
  const value = slotValue(slot);
  return slot === undefined
    ? (context) => toNumber(run(context), context.scene.world.zone)
    : (context) => answerAsNumber(value(context), context.scene.world.zone);
}

/** JavaRosa takes a form's node for its value: an unanswered question is false, though its node exists. */
export function asTruth(program) {
  const { run, slot, isAnswer } = program;
  const text = asText(program);
  return slot === undefined && !isAnswer ? (context) => toTruth(run(context)) : (context) => text(context) !== "";
}

/** As it is, but nodes become the text of the first, a date among them marked as one. */
export function asValue({ run }) {
  return (context) => {
    const found = run(context);
    if (!Array.isArray(found)) return found;
    const text = firstText(found);
    return looksLikeADate(text) ? new DateText(text) : text;
  };
}
