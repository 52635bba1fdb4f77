import { isUtf8 } from 'node:buffer';

const lineFeed = 0x0a;

/** Where an offset lies, for a person: lines and columns count from 1, columns in UTF-16 units as editors do. */
export function placeOf(at: number, bytes: Buffer): string {
  const before = bytes.subarray(0, at);
  const lineStart = before.lastIndexOf(lineFeed) + 1;
  const column = before.toString('utf8', lineStart).length + 1;
  return `line ${linesIn(before)}, column ${column} (byte offset ${at})`;
}

function linesIn(bytes: Buffer): number {
  let lines = 1;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) lines++;
  return lines;
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
