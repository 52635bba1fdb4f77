import type { JsonRecord, JsonValue } from '../exact-json';
import { isNumber, numberText } from '../exact-number';
import { isContainer } from '../json-text';
import { childPath } from '../path';

/** Where a text stands in a JSON value. */
export interface JsonMatches {
  /** Of the first ones, in their order; null is the root itself. */
  paths: (string | null)[];
  /** All there are. */
  total: number;
}

/** Whoever has walked through so many types another letter. */
const MOST_PATHS = 10_000;

/** Looks for a text in every key and every value, whatever the case. Nothing contains the empty text. */
export function findInJson(root: JsonValue, text: string): JsonMatches {
  const wanted = text.toLowerCase();
  const matches: JsonMatches = { paths: [], total: 0 };
  if (wanted === '') return matches;
  const fits = (candidate: string): boolean => candidate.toLowerCase().includes(wanted);
  const visit = (value: JsonValue, path: () => string | null, key: string | null): void => {
    if ((key !== null && fits(key)) || (!isContainer(value) && fits(scalarWords(value)))) {
      matches.total++;
      if (matches.paths.length < MOST_PATHS) matches.paths.push(path());
    }
    if (!isContainer(value)) return;
    const isArray = Array.isArray(value);
    // Paths are put together for matches only: most of a large tree has none.
    for (const name in value)
      visit((value as JsonRecord)[name] ?? null, () => childPath(path(), name), isArray ? null : name);
  };
  visit(root, () => null, null);
  return matches;
}

function scalarWords(value: Exclude<JsonValue, JsonRecord | JsonValue[]>): string {
  if (typeof value === 'string') return value;
  return isNumber(value) ? numberText(value) : String(value);
}
