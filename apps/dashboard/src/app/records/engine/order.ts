const DIGITS = 65_536;
const WORDS_OF_KEY = 4;
/** Below this many a comparison sort is as fast, and needs no counts. */
const FEW = 2000;

export type Direction = 'asc' | 'desc';

/**
 * A permutation that orders by key; NaN comes last either way, and equals stay in the order of `initial` (default: by
 * index). Keys are indexed by what the permutation holds. 100,000 take about 10 ms.
 */
export function orderByDoubles(
  keys: Float64Array,
  direction: Direction,
  initial?: Uint32Array,
): Uint32Array<ArrayBuffer> {
  const indexes = initial ? Uint32Array.from(initial) : indexesTo(keys.length);
  if (indexes.length > FEW) return radixSorted(indexes, sortableWords(keys, direction));
  const sign = direction === 'asc' ? 1 : -1;
  return indexes.sort((left, right) => compareNaNLast(keys[left] ?? NaN, keys[right] ?? NaN, sign));
}

/** A number for each text, in their order; NaN for null. With it `orderByDoubles` orders text, both ways. */
export function placesOfTexts(texts: readonly (string | null)[]): Float64Array {
  // Without a comparison of ours the engine compares code units by itself, in half the time.
  const distinct = [...new Set(texts)].filter((text) => text !== null).sort();
  const places = new Map<string | null, number>();
  for (let place = 0; place < distinct.length; place++) places.set(distinct[place] ?? '', place);
  const keys = new Float64Array(texts.length);
  for (let index = 0; index < keys.length; index++) keys[index] = places.get(texts[index] ?? null) ?? NaN;
  return keys;
}

export function indexesTo(length: number): Uint32Array<ArrayBuffer> {
  const indexes = new Uint32Array(length);
  for (let index = 0; index < length; index++) indexes[index] = index;
  return indexes;
}

function compareNaNLast(left: number, right: number, sign: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return sign * (left - right) || 0;
}

/** The bits of each key as two words, such that comparing them without sign orders the keys. */
function sortableWords(keys: Float64Array, direction: Direction): Uint32Array {
  // Adding 0 makes one zero of both.
  const plain = keys.map((key) => key + 0);
  const words = new Uint32Array(plain.buffer);
  for (let at = 0; at < words.length; at += 2) {
    const isNegative = (words[at + 1] ?? 0) >>> 31 === 1;
    if (Number.isNaN(plain[at >> 1])) words[at] = words[at + 1] = 0xffffffff;
    else if (direction === 'desc') flip(words, at, isNegative ? 0 : 0x7fffffff, !isNegative);
    else flip(words, at, isNegative ? 0xffffffff : 0x80000000, isNegative);
  }
  return words;
}

function flip(words: Uint32Array, at: number, high: number, isLowFlipped: boolean): void {
  if (isLowFlipped) words[at] = ~(words[at] ?? 0);
  words[at + 1] = (words[at + 1] ?? 0) ^ high;
}

/** Least digit first, 16 bits at a time; digits that are all equal cost one look. */
function radixSorted(indexes: Uint32Array<ArrayBuffer>, words: Uint32Array): Uint32Array<ArrayBuffer> {
  let from = indexes;
  let to = new Uint32Array(indexes.length);
  const digits = new Uint16Array(words.buffer);
  for (let digit = 0; digit < WORDS_OF_KEY; digit++) {
    const starts = startsOf(digits, digit, from);
    if (!starts) continue;
    for (const index of from) {
      const value = digits[index * WORDS_OF_KEY + digit] ?? 0;
      const place = starts[value] ?? 0;
      to[place] = index;
      starts[value] = place + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Where each value of a digit begins; null when there is only one. */
function startsOf(digits: Uint16Array, digit: number, indexes: Uint32Array): Uint32Array | null {
  const starts = new Uint32Array(DIGITS);
  for (const index of indexes) {
    const value = digits[index * WORDS_OF_KEY + digit] ?? 0;
    starts[value] = (starts[value] ?? 0) + 1;
  }
  if (starts.includes(indexes.length)) return null;
  for (let value = 0, sum = 0; value < DIGITS; value++) {
    const count = starts[value] ?? 0;
    starts[value] = sum;
    sum += count;
  }
  return starts;
}
