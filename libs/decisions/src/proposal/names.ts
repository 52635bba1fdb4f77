import type { Json, JsonObject } from '@flow-trail/contracts';
import { pathOf } from '../reading/path.js';

const longestKey = 128;

/** The names of a comma-separated list, in its order. */
export const list = (names: string): string[] => names.trim().split(/,\s+/);

/** The words of a key in lower case: `isRelevant`, `is_relevant` and `is-relevant` → is, relevant. */
export function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A dotted path with one key more; null for a key that is empty or too long to be a name. */
export function joinPath(parent: string, key: string): string | null {
  if (key === '' || key.length > longestKey) return null;
  return parent === '' ? pathOf([key]) : `${parent}.${pathOf([key])}`;
}

/** A text of the data for a sentence, at most 60 characters of it. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const letters = [...text.slice(0, 120)];
  return `"${letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : letters.join('')}"`;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an id can be. */
export function isId(value: Json | undefined): value is string | number {
  return (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value));
}

export function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** How early the first of a list of names stands that a key has, as all its words or as its last ones; -1 when none does. */
export function nameRank(words: readonly string[], names: readonly string[]): number {
  const whole = words.join(' ');
  const exact = names.indexOf(whole);
  return exact >= 0 ? exact : names.findIndex((name) => whole.endsWith(` ${name}`));
}
