import type { JsonRecord, JsonValue } from './exact-json';
import { isContainer } from './json-text';

/** The keys of a dotted path; `\.` is a dot inside a key, `\\` a backslash. */
export function keysOf(path: string): string[] {
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

export const pathOf = (keys: readonly string[]): string => keys.map(escapeKey).join('.');

export const escapeKey = (key: string): string => key.replace(/[\\.]/g, '\\$&');

export const childPath = (parent: string | null, key: string): string =>
  parent === null ? escapeKey(key) : `${parent}.${escapeKey(key)}`;

export type Reader = (value: JsonValue) => JsonValue | undefined;

/** Reads one path from many records; undefined where it leads nowhere. */
export function readerOf(path: string): Reader {
  const keys = keysOf(path);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return (value) => child(value, only);
  return (value) => {
    let at: JsonValue | undefined = value;
    for (const key of keys) at = child(at, key);
    return at;
  };
}

function child(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (!isContainer(value) || !Object.hasOwn(value, key)) return undefined;
  return (value as JsonRecord)[key];
}
