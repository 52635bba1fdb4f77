import { ExactNumber } from './exact-number.js';

/**
 * The keys of a dotted path; `\.` is a dot inside a key, `\\` a backslash. The empty path has no keys: it is the
 * record itself, for lists of bare ids.
 */
export function keysOf(path: string): string[] {
  if (path === '') return [];
  const keys: string[] = [];
  let key = '';
  for (let at = 0; at < path.length; at++) {
    const character = path.charAt(at);
    if (character === '\\' && at + 1 < path.length) key += path.charAt(++at);
    else if (character === '.') {
      keys.push(key);
      key = '';
    } else key += character;
  }
  return [...keys, key];
}

/** The path that leads through these keys. */
export const pathOf = (keys: readonly string[]): string => keys.map((key) => key.replace(/[\\.]/g, '\\$&')).join('.');

/** Reads one path from many values; undefined where it leads nowhere. Never throws on what JSON can hold. */
export type Reader = (value: unknown) => unknown;

export function readerOf(path: string): Reader {
  const keys = keysOf(path);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return (value) => childOf(value, only);
  return (value) => keys.reduce(childOf, value);
}

/** Own properties only: what every object inherits, such as `constructor`, is no data, nor is the length of an array. */
function childOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return undefined;
  if (!Object.hasOwn(value, key) || (key === 'length' && Array.isArray(value))) return undefined;
  return (value as Record<string, unknown>)[key];
}
