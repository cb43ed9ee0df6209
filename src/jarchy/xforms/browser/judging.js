// Judges one answer: required, type, choice, constraint. All that is wrong with it, not the first alone. As judging.py.

import { finding } from "./answering.js";
import { attempt, split, strip } from "./form.js";
import { momentOf } from "./dates.js";

const WHOLE = /^-?[0-9]{1,10}$/;
const DECIMAL = /^-?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})$/;
const SIGNED = /^[+-]?(?:\d{1,10}(?:\.\d{0,20})?|\.\d{1,20})(?:[Ee]-?\d{1,2})?$/;
const CLOCK = /^([0-9:.]+)(?:Z|[+-]\d{2}:?\d{2})?$/;

/** The faults of a relevant node; those of groups are those of what is in them. */
export function judge(answering, formNode, path, context) {
  const text = context.node.value;
  if (!text) return missing(answering, formNode, path, context);
  if (!formNode.isComputed && !isOfKind(formNode.holds, text, answering.world.zone)) {
    return [finding("type", path, text)];
  }
  return [
    ...(formNode.range && !isOnScale(formNode.range, text) ? [finding("range", path, text)] : []),
    ...(formNode.isSelect ? wrongChoices(answering, formNode, path, context) : []),
    ...broken(answering, formNode, path, context),
  ];
}

function missing(answering, formNode, path, context) {
  const { required, isAsked, required_message: message } = formNode;
  if (!isAsked || !answering.truth(required, context)) return [];
  return [finding("required", path, "", message.words(answering.language, context))];
}

function wrongChoices({ lists }, { hasSeveral, itemset }, path, context) {
  const { value } = context.node, chosen = hasSeveral ? split(value) : [value];
  const isTwice = new Set(chosen).size < chosen.length;
  const strangers = itemset ? itemset.strangers(chosen, context, lists) : chosen;
  return [
    ...(isTwice ? [finding("choice_twice", path, value)] : []),
    ...strangers.map((name) => finding("choice", path, name)),
  ];
}

function broken({ language }, { constraint, constraint_message: message }, path, context) {
  const { value } = context.node;
  return attempt(
    () => (!constraint || constraint.run(context) ? [] : [finding("constraint", path, value, message.words(language, context))]),
    () => [finding("not_computed", path, value)],
  );
}

function isOnScale({ start, end, step }, text) {
  const parts = [text, start, end, step].map((decimal) => decimal.split("."));
  const places = Math.max(...parts.map(([, fraction = ""]) => fraction.length));
  // As whole numbers of the smallest part: 0.3 is three steps of 0.1.
  const [value, from, to, by] = parts.map(([whole, fraction = ""]) => BigInt(whole + fraction.padEnd(places, "0")));
  const [low, high] = from < to ? [from, to] : [to, from];
  return low <= value && value <= high && (!by || (value - from) % by === BigInt(0));
}

/** Whatever holds another kind is a text. */
function isOfKind(kind, text, zone) {
  const fits = KINDS[kind];
  return !fits || fits(text, zone);
}

const isMoment = (text, zone) => !Number.isNaN(momentOf(text, zone));

function isTime(text) {
  const clock = CLOCK.exec(text);
  return clock !== null && isMoment(`2000-01-01T${clock[1]}Z`);
}

/** Latitude and longitude in degrees, then perhaps altitude and accuracy in metres. */
function isPoint(text) {
  const numbers = split(text);
  if (numbers.length < 2 || numbers.length > 4 || !numbers.every((number) => SIGNED.test(number))) return false;
  const [latitude, longitude, , accuracy = 0] = numbers.map(Number);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && accuracy >= 0;
}

/** Points parted by semicolons, the last of which may be left hanging; none where one is no point. */
function pointsOf(text) {
  const points = strip(text).replace(/;+$/, "").split(";");
  return points.every(isPoint) ? points.map((point) => split(point)) : [];
}

/** Three corners at least, and back to the first. */
function isShape(text) {
  const points = pointsOf(text), last = points[points.length - 1];
  return points.length >= 4 && points[0][0] === last[0] && points[0][1] === last[1];
}

const isFileName = (text) => text !== "." && text !== ".." && !/[/\\]/.test(text);

const KINDS = {
  integer: (text) => WHOLE.test(text) && Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31,
  decimal: (text) => DECIMAL.test(text),
  date: (text, zone) => text.length === 10 && isMoment(text, zone),
  date_time: isMoment,
  time: isTime,
  geopoint: isPoint,
  geotrace: (text) => pointsOf(text).length >= 2,
  geoshape: isShape,
  image: isFileName,
  audio: isFileName,
  video: isFileName,
  file: isFileName,
};
