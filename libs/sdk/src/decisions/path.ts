import type { Read } from './item-options.js';

/** The keys of a dotted path; `\.` is a dot inside a key. */
export function keysOf(path: string): string[] {
  const keys = path.match(/(?:\\.|[^.\\])+|(?<=^|\.)(?=\.|$)/gs) ?? [];
  return path === '' ? [] : keys.map((key) => key.replace(/\\(.)/gs, '$1'));
}

/** A key as a path. */
export function pathOf(key: string): string {
  return key.replace(/[\\.]/g, '\\$&');
}

/** Reads own members, as whoever reads the record will. */
export function readerOf<T, V>(read: Read<T, V>): (item: T) => V | undefined {
  if (typeof read === 'function') return read;
  const keys = keysOf(read);
  const [only] = keys;
  if (keys.length !== 1 || only === undefined) return (item) => keys.reduce(memberOf, item as unknown) as V | undefined;
  const isInherited = only in Object.prototype;
  // Of a plain object nothing is inherited but what all have: that is asked faster than whether a member is its own.
  return (item) => (isInherited || !isPlain(item) ? memberOf(item, only) : item[only]) as V | undefined;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

export function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
