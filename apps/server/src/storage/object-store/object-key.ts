import type { ByteRange } from './object-store.js';

/** Two of them and what joins them are a file's name, which has 255 bytes. */
const segment = /^[A-Za-z0-9._-]{1,127}$/;
const longestKey = 1024;

/** What every store takes: nothing that a file system or a URL reads as more than a name. */
export function assertKey(key: string): void {
  if (key.length > longestKey || !key.split('/').every(isSegment)) {
    throw new TypeError(`${JSON.stringify(key)} is no object key: segments of A-Z a-z 0-9 . _ - joined by "/".`);
  }
}

/** A prefix may end anywhere in a key. */
export function assertPrefix(prefix: string): void {
  const whole = prefix.split('/').slice(0, -1);
  if (!/^[A-Za-z0-9._/-]*$/.test(prefix) || !whole.every(isSegment)) {
    throw new TypeError(`${JSON.stringify(prefix)} is no beginning of an object key.`);
  }
}

export function isSegment(name: string): boolean {
  return segment.test(name) && name !== '.' && name !== '..';
}

export function assertRange({ offset, length }: ByteRange): void {
  if (Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length > 0) return;
  throw new TypeError(`${length} bytes from ${offset} on are no range of bytes.`);
}
