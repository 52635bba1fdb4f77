import type { Json } from '@flow-trail/contracts';
import { keysOf } from '../reading/path.js';
import type { Part } from './part.js';
import { isNumber, isObject, joinPath, list, wordsOf } from './names.js';

/** What a counter of records counts, after `total`, `num` or before `count`, `found`. */
const counted: ReadonlySet<string> = new Set(
  list(`
  results, candidates, records, items, hits, matches, rows, documents, docs, products, evaluated,
  considered, found, available, retrieved, value, entries, elements, chunks`),
);
const counters: ReadonlySet<string> = new Set(['total', 'count', 'num', 'number', 'n', 'of']);
/** Names of lists that hold what a search answered. */
const listNames =
  /^(candidates|results|items|hits|matches|records|documents|docs|products|chunks|rows|retrieved|options)$/;

export function isListOfResults(records: string | null): boolean {
  const name = records === null ? '' : (keysOf(records).at(-1) ?? '');
  return wordsOf(name).some((word) => listNames.test(word));
}

/** Finds how many records there were: beside the list, or in an object that holds it. */
export function findTotal(data: Json, records: string, size: number): Part | null {
  const keys = keysOf(records);
  const listWords = wordsOf(keys.at(-1) ?? '');
  let holder: Json | undefined = data;
  const found: { path: string; value: number; isPlain: boolean }[] = [];
  for (const [depth, key] of keys.entries()) {
    if (!isObject(holder)) break;
    for (const [name, value] of Object.entries(holder)) {
      const path = joinPath(
        keys.slice(0, depth).reduce((parent, each) => joinPath(parent, each) ?? parent, ''),
        name,
      );
      if (path === null || !isNumber(value) || !Number.isInteger(value) || value < size) continue;
      const words = wordsOf(name);
      if (countsRecords(words, listWords)) found.push({ path, value, isPlain: words.includes('total') });
    }
    holder = holder[key];
  }
  const best = found.toSorted(
    (left, right) => Number(right.isPlain) - Number(left.isPlain) || right.value - left.value,
  )[0];
  if (!best) return null;
  const missing = best.value - size;
  const because = `${best.path}: ${best.value}, for ${size} ${size === 1 ? 'record' : 'records'} in ${records}; ${missing === 0 ? 'none is' : `${missing} are`} not recorded`;
  return { declares: { total: best.path }, evidence: [{ part: 'total', because }] };
}

function countsRecords(words: readonly string[], listWords: readonly string[]): boolean {
  if (!words.some((word) => counters.has(word)) && words.at(-1) !== 'found') return false;
  return words.every(
    (word) =>
      counters.has(word) || counted.has(word) || listWords.includes(word) || word === 'all' || /^v?\d+$/.test(word),
  );
}
