import { isAscii, isUtf8 } from 'node:buffer';

export const lineFeed = 0x0a;

export function lineFeedsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count++;
  return count;
}

/** UTF-16 units of the characters that begin in the bytes: two for those of four bytes. */
export function unitsOf(bytes: Buffer): number {
  if (isAscii(bytes)) return bytes.length;
  let units = 0;
  for (const byte of bytes) units += isContinuation(byte) ? 0 : byte >= 0xf0 ? 2 : 1;
  return units;
}

/** Where a character begins that goes on after the bytes; else their end. */
export function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (isContinuation(byte)) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Offset of the first sequence that is not UTF-8, found by halving; only for bytes that hold one. */
export function firstBadByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 8) {
    const middle = characterStart(bytes, (good + bad) >>> 1);
    if (isUtf8(bytes.subarray(good, middle))) good = middle;
    else bad = middle;
  }
  let longest = bad;
  while (!isUtf8(bytes.subarray(good, longest))) longest--;
  return longest;
}

/**
 * Where the character at `at` begins: at most three continuation bytes (10xxxxxx) before. Longer runs of them are no
 * characters, so a cut inside one splits nothing.
 */
function characterStart(bytes: Buffer, at: number): number {
  for (let start = at; start >= at - 3; start--) if (!isContinuation(bytes[start])) return start;
  return at;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
