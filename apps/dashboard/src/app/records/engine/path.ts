import type { JsonRecord, JsonValue } from './exact-json';
import { ExactNumber } from './exact-number';

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
  const steps = keysOf(path).map(childOf);
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return (value) => {
    let at: JsonValue | undefined = value;
    for (const step of steps) at = step(at);
    return at;
  };
}

/** What every object inherits, such as `constructor`, must not be taken for data. */
function childOf(key: string): (value: JsonValue | undefined) => JsonValue | undefined {
  const isInherited = key in Array.prototype;
  return (value) => {
    if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return undefined;
    return isInherited && !Object.hasOwn(value, key) ? undefined : (value as JsonRecord)[key];
  };
}
