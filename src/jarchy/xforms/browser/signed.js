// extract-signed: a message that its sender signed with Ed25519. As xpath/functions/secrets.py; the browser's own
// cryptography answers later, and an expression needs its value at once. Source: RFC 8032.

import { decoded, hashOf, textFrom } from "./digest.js";
import { enter } from "./functions.js";
import { TEXT } from "./values.js";

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const ROOT = power(2n, (PRIME - 1n) / 4n); // of minus one
const TWISTED = positive(-121665n * power(121666n, PRIME - 2n));
const NEUTRAL = [0n, 1n, 1n, 0n];

function positive(number) {
  const rest = number % PRIME;
  return rest < 0n ? rest + PRIME : rest;
}

function power(base, exponent) {
  let made = 1n;
  for (let factor = base; exponent; exponent >>= 1n, factor = factor * factor % PRIME) {
    if (exponent & 1n) made = made * factor % PRIME;
  }
  return made;
}

/** The sum of two points in extended coordinates (x, y, z, t). */
function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = (y1 - x1) * (y2 - x2), b = (y1 + x1) * (y2 + x2);
  const c = t1 * t2 % PRIME * 2n * TWISTED, d = 2n * z1 * z2;
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [e * f, g * h, f * g, e * h].map(positive);
}

function times(point, number) {
  let made = NEUTRAL;
  for (let doubled = point; number; number >>= 1n, doubled = added(doubled, doubled)) {
    if (number & 1n) made = added(made, doubled);
  }
  return made;
}

/** The least significant byte first. */
const numberOf = (bytes) => bytes.reduceRight((number, byte) => number << 8n | BigInt(byte), 0n);

/** The point whose y coordinate, and the sign of whose x, the number holds; null if there is none. */
function pointOf(number) {
  const y = BigInt.asUintN(255, number) % PRIME;
  const u = positive(y * y - 1n), v = positive(TWISTED * y * y + 1n);
  let x = positive(u * v ** 3n * power(positive(u * v ** 7n), (PRIME - 5n) / 8n));
  if (positive(v * x * x) !== u) x = x * ROOT % PRIME;
  if (positive(v * x * x) !== u) return null;
  if ((x & 1n) !== number >> 255n) x = positive(-x);
  return [x, y, 1n, x * y % PRIME];
}

function encoded([x, y, z]) {
  const inverse = power(z, PRIME - 2n);
  return y * inverse % PRIME | (x * inverse % PRIME & 1n) << 255n;
}

function isSigned(signature, message, key) {
  if (signature.length < 64 || key.length < 32) return false;
  const point = pointOf(numberOf(key)), commitment = signature.slice(0, 32), answer = numberOf(signature.slice(32));
  if (!point || answer >= ORDER) return false;
  const challenge = numberOf(hashOf("SHA512", Uint8Array.from([...commitment, ...key, ...message]))) % ORDER;
  const [x, y, z, t] = point;
  const base = pointOf(positive(4n * power(5n, PRIME - 2n)));
  const expected = added(times(base, answer), times([positive(-x), y, z, positive(-t)], challenge));
  return encoded(expected) === numberOf(commitment);
}

enter(TEXT, 0, {
  /** The message in base64 `contents` after its signature of 64 bytes; empty unless the owner of `key` signed it. */
  "extract-signed": ["text text", (contents, key) => {
    const bytes = decoded(contents), message = bytes.slice(64);
    return isSigned(bytes.slice(0, 64), message, decoded(key).slice(0, 32)) ? textFrom(message) : "";
  }],
});
