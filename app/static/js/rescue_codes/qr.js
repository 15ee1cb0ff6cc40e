// @ts-check
// A QR code of some bytes: byte mode, error correction level L, versions 1 to 25 (ISO/IEC 18004:2015). Pure: draws nothing.

// For versions 1 to 25 at level L: error-correcting bytes in each block, and the number of blocks.
const CHECKS = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12];
const LARGEST = CHECKS.length;
/** @type {((row: number, column: number) => boolean)[]} */
const MASKS = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** @typedef {boolean[][]} Matrix rows of modules, true where dark; without the quiet zone */

/**
 * The smallest code that holds these bytes. Throws RangeError when none of the versions does.
 * @param {Uint8Array} bytes
 * @returns {{matrix: Matrix, version: number, mask: number}}
 */
export function qrCode(bytes) {
  let version = 1;
  while (version <= LARGEST && capacity(version) < bytes.length) version += 1;
  if (version > LARGEST) throw new RangeError(`${bytes.length} bytes are too many for one code`);
  const words = withChecks(dataWords(bytes, version), version);
  const { matrix, fixed } = frame(version);
  fill(matrix, fixed, words);
  let best = { matrix, version, mask: 0 };
  let least = Infinity;
  for (const [mask, turns] of MASKS.entries()) {
    const tried = matrix.map((row, r) => row.map((dark, c) => dark !== (!fixed[r][c] && turns(r, c))));
    writeFormat(tried, mask);
    const cost = penalty(tried);
    if (cost < least) [best, least] = [{ matrix: tried, version, mask }, cost];
  }
  return best;
}

/** @param {number} version @returns {number} how many bytes of content fit */
export const capacity = (version) => dataLength(version) - (version < 10 ? 2 : 3);

/** @param {number} version @returns {number} modules left for content, in bits */
function room(version) {
  const aligned = alignment(version).length;
  const patterns = aligned ? (25 * aligned - 10) * aligned - 55 : 0;
  return (16 * version + 128) * version + 64 - patterns - (version >= 7 ? 36 : 0);
}

/** @param {number} version */
const dataLength = (version) => Math.floor(room(version) / 8) - CHECKS[version - 1] * BLOCKS[version - 1];

/** @param {Uint8Array} bytes @param {number} version @returns {number[]} mode, length, content and filling */
function dataWords(bytes, version) {
  /** @type {number[]} */
  const bits = [];
  const put = (/** @type {number} */ value, /** @type {number} */ count) => bits.push(...[...value.toString(2).padStart(count, "0")].map(Number));
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, 4);
  const words = [];
  for (let at = 0; at + 8 <= bits.length; at += 8) words.push(bits.slice(at, at + 8).reduce((all, bit) => all * 2 + bit, 0));
  for (let filling = 0xec; words.length < dataLength(version); filling ^= 0xec ^ 0x11) words.push(filling);
  return words;
}

/** @param {number} one @param {number} other @returns {number} their product in GF(256) modulo 0x11d */
function times(one, other) {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((other >> at) & 1) * one);
  return product;
}

/** @param {number} degree @returns {number[]} the divisor of Reed and Solomon without its leading 1 */
function divisor(degree) {
  const found = [...Array(degree - 1).fill(0), 1];
  for (let root = 1, step = 0; step < degree; step += 1, root = times(root, 2)) {
    for (const [at, each] of found.entries()) found[at] = times(each, root) ^ (found[at + 1] ?? 0);
  }
  return found;
}

/** @param {number[]} words @param {number} version @returns {number[]} the blocks with their checks, interleaved */
function withChecks(words, version) {
  const [checks, count] = [CHECKS[version - 1], BLOCKS[version - 1]];
  const short = Math.floor(words.length / count);
  const by = divisor(checks);
  const blocks = [];
  for (let number = 0, from = 0; number < count; number += 1) {
    const length = short + (number >= count - (words.length % count) ? 1 : 0);
    const data = words.slice(from, from + length);
    from += length;
    const rest = Array(checks).fill(0);
    for (const word of data) {
      const factor = word ^ rest.shift();
      rest.push(0);
      for (const [at, each] of by.entries()) rest[at] ^= times(each, factor);
    }
    blocks.push({ data, rest });
  }
  const all = [];
  for (let at = 0; at <= short; at += 1) for (const { data } of blocks) if (at < data.length) all.push(data[at]);
  for (let at = 0; at < checks; at += 1) for (const { rest } of blocks) all.push(rest[at]);
  return all;
}

/** @param {number} version @returns {{matrix: Matrix, fixed: Matrix}} the patterns of a version, and where nothing else goes */
function frame(version) {
  const size = 17 + 4 * version;
  const matrix = Array.from({ length: size }, () => Array(size).fill(false));
  const fixed = matrix.map((row) => [...row]);
  const set = (/** @type {number} */ r, /** @type {number} */ c, /** @type {boolean} */ dark) => {
    if (r < 0 || c < 0 || r >= size || c >= size) return;
    matrix[r][c] = dark;
    fixed[r][c] = true;
  };
  // Squares around a middle, dark but for the rings named.
  const rings = (/** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ reach, /** @type {number[]} */ light) => {
    for (let r = -reach; r <= reach; r += 1) {
      for (let c = -reach; c <= reach; c += 1) set(row + r, column + c, !light.includes(Math.max(Math.abs(r), Math.abs(c))));
    }
  };
  for (let at = 0; at < size; at += 1) for (const [r, c] of [[6, at], [at, 6]]) set(r, c, at % 2 === 0);
  for (const [r, c] of [[3, 3], [3, size - 4], [size - 4, 3]]) rings(r, c, 4, [2, 4]);
  const middles = alignment(version);
  const last = middles.length - 1;
  for (const [i, r] of middles.entries()) {
    for (const [j, c] of middles.entries()) if (!((!i && !j) || (!i && j === last) || (i === last && !j))) rings(r, c, 2, [1]);
  }
  // Room for the format, written when the mask is known.
  for (let at = 0; at < 9; at += 1) for (const [r, c] of [[8, at], [at, 8]]) if (!fixed[r][c]) set(r, c, false);
  for (let at = 1; at <= 8; at += 1) for (const [r, c] of [[8, size - at], [size - at, 8]]) set(r, c, false);
  if (version >= 7) {
    const bits = checked(version, 12, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const [a, b] = [size - 11 + (at % 3), Math.floor(at / 3)];
      for (const [r, c] of [[a, b], [b, a]]) set(r, c, ((bits >> at) & 1) === 1);
    }
  }
  return { matrix, fixed };
}

/** @param {number} version @returns {number[]} rows and columns on which alignment patterns stand */
function alignment(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((4 * version + 4) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => 4 * version + 10 - step * (count - 2 - at))];
}

/** @param {Matrix} matrix @param {Matrix} fixed @param {number[]} words laid two columns at a time, up and down */
function fill(matrix, fixed, words) {
  const size = matrix.length;
  let bit = 0;
  for (let right = size - 1, up = true; right >= 1; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const r = up ? size - 1 - step : step;
      for (const c of [right, right - 1]) {
        if (fixed[r][c]) continue;
        matrix[r][c] = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        bit += 1;
      }
    }
  }
}

/** @param {number} data @param {number} length @param {number} by @returns {number} the data with its check bits behind it */
function checked(data, length, by) {
  let rest = data;
  for (let step = 0; step < length; step += 1) rest = (rest << 1) ^ ((rest >> (length - 1)) * by);
  return (data << length) | rest;
}

/** @param {Matrix} matrix @param {number} mask both copies of level L and the mask, and the one module that is always dark */
function writeFormat(matrix, mask) {
  const size = matrix.length;
  const bits = checked(8 | mask, 10, 0x537) ^ 0x5412;
  for (let at = 0; at < 15; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    // The timing row and column are stepped over.
    if (at < 8) matrix[at < 6 ? at : at + 1][8] = matrix[8][size - 1 - at] = dark;
    else matrix[8][at === 8 ? 7 : 14 - at] = matrix[size - 15 + at][8] = dark;
  }
  matrix[size - 8][8] = true;
}

/** @param {Matrix} matrix @returns {number} how hard it is to read: runs, squares, false finders, too dark or too light */
function penalty(matrix) {
  const size = matrix.length;
  const lines = [...matrix, ...matrix.map((_, c) => matrix.map((row) => row[c]))].map((line) => line.map(Number).join(""));
  let cost = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) cost += run.length - 2;
    for (const _ of line.matchAll(/(?=00001011101|10111010000)/g)) cost += 40;
  }
  for (let r = 1; r < size; r += 1) {
    for (let c = 1; c < size; c += 1) if (new Set([matrix[r][c], matrix[r - 1][c], matrix[r][c - 1], matrix[r - 1][c - 1]]).size === 1) cost += 3;
  }
  const share = matrix.flat().filter(Boolean).length / (size * size);
  return cost + 10 * Math.floor(Math.abs(share * 100 - 50) / 5);
}
