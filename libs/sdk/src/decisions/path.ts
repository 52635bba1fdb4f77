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

/** Reads own members, as whoever reads the record will; nothing where no way is given. `isFlat` says that no item inherits anything but what all objects do. */
export function readerOf<T, V>(read: Read<T, V> | undefined, isFlat = false): (item: T) => V | undefined {
  if (typeof read === 'function') return read;
  if (typeof read !== 'string') return () => undefined;
  const [key, ...more] = keysOf(read);
  if (key === undefined) return (item) => item as unknown as V;
  // Whether nothing is inherited is asked once of all items faster than of each whether a member is its own.
  const first =
    isFlat && !(key in Object.prototype) ? (item: T) => (item as Row)[key] : (item: T) => memberOf(item, key);
  return (more.length === 0 ? first : (item) => deeper(first(item), more)) as (item: T) => V | undefined;
}

// A loop: reduce() takes several times as long.
function deeper(value: unknown, keys: readonly string[]): unknown {
  let reached = value;
  for (const key of keys) reached = memberOf(reached, key);
  return reached;
}

export function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Row)[key] : undefined;
}
