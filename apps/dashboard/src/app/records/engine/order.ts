import { release } from './release';

/** A key is two words of 32 bits, low and high, and is ordered by 11 bits of a word at a time. */
const WORDS = 2;
const DIGITS_OF_WORD = 3;
const DIGIT_BITS = 11;
const DIGIT_VALUES = 1 << DIGIT_BITS;
/** Below this many a comparison sort is as fast, and needs no counts. */
const FEW = 2000;

export type Direction = 'asc' | 'desc';
export type BothWays = Record<Direction, Uint32Array>;

/**
 * A permutation that orders by key; NaN comes last, and equals stay in the order of `initial` (default: by index). Keys
 * are indexed by what the permutation holds. 100,000 take about 5 ms.
 */
export function orderByDoubles(keys: Float64Array, initial?: Uint32Array): Uint32Array<ArrayBuffer> {
  const indexes = initial ? Uint32Array.from(initial) : indexesTo(keys.length);
  if (indexes.length > FEW) return radixSorted(indexes, sortableWords(keys));
  return indexes.sort((left, right) => compareNaNLast(keys[left] ?? NaN, keys[right] ?? NaN));
}

/**
 * An ascending permutation, and the same from the other end: what is missing is last in both, and equals stay as they
 * stand. So nothing is sorted twice.
 */
export function bothWays(
  asc: Uint32Array,
  isMissing: (index: number) => boolean,
  areEqual: (left: number, right: number) => boolean,
): BothWays {
  let end = asc.length;
  while (end > 0 && isMissing(asc[end - 1] ?? 0)) end--;
  const desc = Uint32Array.from(asc);
  for (let first = 0, next = 1; first < end; next++) {
    if (next < end && areEqual(asc[first] ?? 0, asc[next] ?? 0)) continue;
    for (let at = first; at < next; at++) desc[end - next + at - first] = asc[at] ?? 0;
    first = next;
  }
  return { asc, desc };
}

export const bothWaysByDoubles = (keys: Float64Array): BothWays =>
  bothWays(
    orderByDoubles(keys),
    (index) => Number.isNaN(keys[index]),
    (left, right) => keys[left] === keys[right],
  );

export function indexesTo(length: number): Uint32Array<ArrayBuffer> {
  const indexes = new Uint32Array(length);
  for (let index = 0; index < length; index++) indexes[index] = index;
  return indexes;
}

function compareNaNLast(left: number, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return left - right || 0;
}

/** The bits of each key as two words, such that comparing them without sign orders the keys. */
function sortableWords(keys: Float64Array): Uint32Array<ArrayBuffer> {
  // Adding 0 makes one zero of both.
  const plain = keys.map((key) => key + 0);
  const words = new Uint32Array(plain.buffer);
  for (let at = 0; at < words.length; at += WORDS) {
    const high = words[at + 1] ?? 0;
    if (Number.isNaN(plain[at >> 1])) words[at] = words[at + 1] = 0xffffffff;
    else if (high >>> 31 === 0) words[at + 1] = high ^ 0x80000000;
    else {
      words[at] = ~(words[at] ?? 0);
      words[at + 1] = ~high;
    }
  }
  return words;
}

/** Least digit first; digits that are all equal cost one look. */
function radixSorted(indexes: Uint32Array<ArrayBuffer>, words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  let from = indexes;
  let to = new Uint32Array(indexes.length);
  const counts = countDigits(words);
  for (let digit = 0; digit < WORDS * DIGITS_OF_WORD; digit++) {
    const starts = counts.subarray(digit * DIGIT_VALUES, (digit + 1) * DIGIT_VALUES);
    if (starts.includes(from.length)) continue;
    countsToStarts(starts);
    const word = Math.floor(digit / DIGITS_OF_WORD);
    const shift = (digit % DIGITS_OF_WORD) * DIGIT_BITS;
    place(from, to, starts, words, word, shift);
    [from, to] = [to, from];
  }
  release(to);
  release(words);
  return from;
}

// By itself, so that the engine has compiled it after a few digits and not after a few sorts.
function place(
  from: Uint32Array,
  to: Uint32Array,
  starts: Uint32Array,
  words: Uint32Array,
  word: number,
  shift: number,
): void {
  for (let at = 0; at < from.length; at++) {
    const index = from[at] ?? 0;
    const value = ((words[index * WORDS + word] ?? 0) >>> shift) & (DIGIT_VALUES - 1);
    const start = starts[value] ?? 0;
    to[start] = index;
    starts[value] = start + 1;
  }
}

/** How often each digit has each value: a row of counts a digit. */
function countDigits(words: Uint32Array): Uint32Array {
  const counts = new Uint32Array(WORDS * DIGITS_OF_WORD * DIGIT_VALUES);
  for (let at = 0; at < words.length; at++) {
    let rest = words[at] ?? 0;
    let row = (at % WORDS) * DIGITS_OF_WORD * DIGIT_VALUES;
    for (let digit = 0; digit < DIGITS_OF_WORD; digit++) {
      const value = row + (rest & (DIGIT_VALUES - 1));
      counts[value] = (counts[value] ?? 0) + 1;
      rest >>>= DIGIT_BITS;
      row += DIGIT_VALUES;
    }
  }
  return counts;
}

function countsToStarts(counts: Uint32Array): void {
  for (let value = 0, sum = 0; value < counts.length; value++) {
    const count = counts[value] ?? 0;
    counts[value] = sum;
    sum += count;
  }
}
