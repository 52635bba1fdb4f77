import type { Read } from './item-options.js';

type Row = Record<string, unknown>;

/** The keys of a dotted path; `\.` is a dot inside a key. */
export function keysOf(path: string): string[] {
  const keys = path.match(/(?:\\.|[^.\\])+|(?<=^|\.)(?=\.|$)/gs) ?? [];
  return path === '' ? [] : keys.map((key) => key.replace(/\\(.)/gs, '$1'));
}

/** A key as a path. */
export function pathOf(key: string): string {
  return key.replace(/[\\.]/g, '\\$&');
}

/** Reads own members, as whoever reads the record will. `isFlat` says that no item inherits anything but what all objects do. */
export function readerOf<T, V>(read: Read<T, V>, isFlat = false): (item: T) => V | undefined {
  if (typeof read === 'function') return read;
  const [key = '', ...more] = keysOf(read);
  if (more.length > 0 || read === '') {
    const [first, rest] = [readerOf<T, unknown>(pathOf(key), isFlat), more];
    return (item) => (read === '' ? item : rest.reduce(memberOf, first(item))) as V;
  }
  // That is asked once of all items faster than of each whether a member is its own.
  return isFlat && !(key in Object.prototype) ? (item) => (item as Row)[key] as V : (item) => memberOf(item, key) as V;
}

export function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Row)[key] : undefined;
}
