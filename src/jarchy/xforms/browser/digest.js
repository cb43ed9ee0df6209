// digest, base64-decode, randomize (a text as its seed is hashed): bytes behind a text. As xpath/functions/secrets.py.
//
// WebCrypto hashes only asynchronously, and without a secure origin not at all; an expression needs its value at once.
// Public for signed.js: decoded, textFrom, hashOf.

import { CHANGES, enter, IN_CONTEXT } from "./functions.js";
import { isNumber, NODES, TEXT, toNumber, toText, XPathError } from "./values.js";

const HASHES = {
  MD5: md5,
  SHA1: sha1,
  SHA256: (bytes) => sha2(bytes, 32, 0, 32),
  SHA384: (bytes) => sha2(bytes, 64, 8, 48),
  SHA512: (bytes) => sha2(bytes, 64, 0, 64),
};

/** The bytes of a hash; `name` is one of HASHES. */
export const hashOf = (name, bytes) => HASHES[name](bytes);

/** The whole message in blocks: a 1, noughts, and its length in bits in the last eight bytes. */
function blocksOf(bytes, size, isLittle) {
  const length = Math.ceil((bytes.length + 1 + size / 8) / size) * size;
  const whole = new Uint8Array(length), view = new DataView(whole.buffer);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const bits = bytes.length * 8, low = bits >>> 0, high = Math.floor(bits / 2 ** 32);
  view.setUint32(length - 8, isLittle ? low : high, isLittle);
  view.setUint32(length - 4, isLittle ? high : low, isLittle);
  return Array.from({ length: length / size }, (_, place) => new DataView(whole.buffer, place * size, size));
}

const turned = (word, by) => word << by | word >>> (32 - by);

function wordsToBytes(words, isLittle) {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  words.forEach((word, place) => view.setInt32(place * 4, word, isLittle));
  return new Uint8Array(view.buffer);
}

/** Source: RFC 1321. */
function md5(bytes) {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  const turns = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
  const mixes = [
    (b, c, d) => [b & c | ~b & d, 1, 0], (b, c, d) => [b & d | c & ~d, 5, 1],
    (b, c, d) => [b ^ c ^ d, 3, 5], (b, c, d) => [c ^ (b | ~d), 7, 0],
  ];
  for (const block of blocksOf(bytes, 64, true)) {
    let [a, b, c, d] = state;
    for (let step = 0; step < 64; step++) {
      const round = step >> 4, [mixed, by, from] = mixes[round](b, c, d);
      const word = block.getInt32((step * by + from) % 16 * 4, true);
      const added = a + mixed + Math.floor(2 ** 32 * Math.abs(Math.sin(step + 1))) + word | 0;
      [a, b, c, d] = [d, b + turned(added, turns[round][step % 4]) | 0, b, c];
    }
    [a, b, c, d].forEach((word, place) => { state[place] = state[place] + word | 0; });
  }
  return wordsToBytes(state, true);
}

/** Source: FIPS 180-4. */
function sha1(bytes) {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const mixes = [(b, c, d) => b & c | ~b & d, (b, c, d) => b ^ c ^ d, (b, c, d) => b & c | b & d | c & d, (b, c, d) => b ^ c ^ d];
  const constants = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];
  for (const block of blocksOf(bytes, 64)) {
    const words = Array.from({ length: 16 }, (_, place) => block.getInt32(place * 4));
    let [a, b, c, d, e] = state;
    for (let step = 0; step < 80; step++) {
      if (step > 15) words.push(turned(words[step - 3] ^ words[step - 8] ^ words[step - 14] ^ words[step - 16], 1));
      const round = Math.floor(step / 20);
      const next = turned(a, 5) + mixes[round](b, c, d) + e + constants[round] + words[step] | 0;
      [a, b, c, d, e] = [next, a, turned(b, 30), c, d];
    }
    [a, b, c, d, e].forEach((word, place) => { state[place] = state[place] + word | 0; });
  }
  return wordsToBytes(state);
}

const TURNS = {
  32: [[2, 13, 22], [6, 11, 25], [7, 18, 3], [17, 19, 10]],
  64: [[28, 34, 39], [14, 18, 41], [1, 8, 7], [19, 61, 6]],
};

/** SHA-256 with words of 32 bits, SHA-384 and SHA-512 with words of 64. Source: FIPS 180-4. */
function sha2(bytes, bits, start, length) {
  const mask = BigInt.asUintN.bind(null, bits), shorter = BigInt(64 - bits);
  const turn = (word, by) => word >> BigInt(by) | word << BigInt(bits - by);
  const [big0, big1, small0, small1] = TURNS[bits].map(([one, two, three], place) => (word) =>
    mask(turn(word, one) ^ turn(word, two) ^ (place > 1 ? word >> BigInt(three) : turn(word, three))));
  const steps = bits === 64 ? 80 : 64;
  const primes = firstPrimes(steps);
  const constants = primes.map((prime) => fractionOfRoot(prime, 3) >> shorter);
  const state = primes.slice(start, start + 8).map((prime) => fractionOfRoot(prime, 2) >> shorter);
  for (const block of blocksOf(bytes, bits * 2)) {
    const words = Array.from({ length: 16 }, (_, place) =>
      bits === 64 ? block.getBigUint64(place * 8) : BigInt(block.getUint32(place * 4)));
    let [a, b, c, d, e, f, g, h] = state;
    for (let step = 0; step < steps; step++) {
      if (step > 15) words.push(mask(small1(words[step - 2]) + words[step - 7] + small0(words[step - 15]) + words[step - 16]));
      const one = h + big1(e) + (e & f ^ ~e & g) + constants[step] + words[step];
      const two = big0(a) + (a & b ^ a & c ^ b & c);
      [a, b, c, d, e, f, g, h] = [mask(one + two), a, b, c, mask(d + one), e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, place) => { state[place] = mask(state[place] + word); });
  }
  const hex = state.map((word) => word.toString(16).padStart(bits / 4, "0")).join("");
  return Uint8Array.from(hex.match(/../g).slice(0, length), (pair) => parseInt(pair, 16));
}

function firstPrimes(count) {
  const primes = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  return primes;
}

/** The first 64 bits after the point of a square or cube root: where the standard takes its constants from. */
function fractionOfRoot(number, degree) {
  const wanted = BigInt(number) << BigInt(64 * degree);
  let low = BigInt(0), high = BigInt(1) << BigInt(70);
  while (high - low > 1) {
    const middle = (low + high) >> BigInt(1);
    if (middle ** BigInt(degree) > wanted) high = middle;
    else low = middle;
  }
  return BigInt.asUintN(64, low);
}

/** The bytes meant; what cannot be base64 is passed over, a broken length gives none: as JavaRosa has it. */
export function decoded(text) {
  const clean = text.replace(/[^a-z\d+/=]/gi, "");
  if (!/^([a-z\d+/]{4})*([a-z\d+/]{2}==|[a-z\d+/]{3}=)?$/i.test(clean)) return new Uint8Array(0);
  return Uint8Array.from(atob(clean), (letter) => letter.charCodeAt(0));
}

export const textFrom = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const bytesOf = (text) => new TextEncoder().encode(text);
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

enter(TEXT, 0, {
  /** MD5, SHA-1, SHA-256, SHA-384 or SHA-512 of the UTF-8 text, as base64 or hex. */
  digest: ["text text text?", (text, algorithm, encoding = "base64") => {
    const name = algorithm.toUpperCase().replace(/-/g, ""), form = encoding.toLowerCase();
    if (!Object.keys(HASHES).includes(name) || !["base64", "hex"].includes(form)) {
      throw new XPathError(`digest() knows no ${algorithm} as ${encoding}`);
    }
    const bytes = hashOf(name, bytesOf(text));
    return form === "hex" ? hexOf(bytes) : btoa(String.fromCharCode(...bytes));
  }],
  /** The UTF-8 text meant; empty where it is no base64. */
  "base64-decode": ["text", (text) => textFrom(decoded(text))],
});

enter(NODES, IN_CONTEXT | CHANGES, {
  /**
   * The nodes in another order; with a seed always in the same one, on every phone.
   * Source: ODK XForms specification, randomize(): Park-Miller numbers and the shuffle of Fisher and Yates, inside out.
   */
  randomize: ["nodes raw?", ({ scene: { world } }, nodes, seed) => {
    let state = seed === undefined ? 1 + Math.floor(world.random() * 0x7ffffffe) : stateOf(seed, world.zone);
    const shuffled = [];
    nodes.forEach((node, place) => {
      state = state * 16807 % 0x7fffffff;
      const other = Math.floor((state - 1) / 0x7ffffffe * (place + 1));
      shuffled.push(node);
      [shuffled[place], shuffled[other]] = [shuffled[other], node];
    });
    return shuffled;
  }],
});

/** A text that is no number is a seed by its SHA-256 (the first eight bytes), an empty one is 0. */
function stateOf(seed, zone) {
  let number = toNumber(seed, zone);
  const text = toText(seed);
  if (number !== number && !isNumber(seed) && text.length) {
    number = Number(BigInt.asIntN(64, BigInt(`0x${hexOf(hashOf("SHA256", bytesOf(String(text))).slice(0, 8))}`)));
  }
  // Phones count the remainder with doubles, and so keep the sign.
  const state = Number.isFinite(number) ? Math.trunc(number) % 0x7fffffff : 0;
  return state <= 0 ? state + 0x7ffffffe : state;
}
