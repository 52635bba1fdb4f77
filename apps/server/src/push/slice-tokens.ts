/**
 * Where the tokens of JSON end. Each function takes the offset at which a token's bytes begin and answers the offset after
 * them, or `~offset` (negative) of the first byte that does not fit; the end of the bytes fits nowhere inside a token.
 */

export const ascii = {
  space: 0x20,
  quote: 0x22,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  f: 0x66,
  n: 0x6e,
  t: 0x74,
  u: 0x75,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

const isWhite = tableOf('\t\n\r ');
const isDigit = tableOf('0123456789');
const isHexDigit = tableOf('0123456789abcdefABCDEF');
const isEscaped = tableOf('"\\/bfnrtu');
const isExponentSign = tableOf('eE');
/** Everything but control characters, the quote and the backslash; UTF-8 was checked before. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== ascii.quote && byte !== ascii.backslash ? 1 : 0,
);

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** Offset of the first byte from `at` on that is not in the table; the end when all are. */
function endOfRun(table: Uint8Array, bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  while (at < end && table[bytes[at] as number] === 1) at++;
  return at;
}

// The next two have the loop of `endOfRun` in them: they are what the walk does most.

export function endOfWhite(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  while (at < length && (bytes[at] as number) <= ascii.space && isWhite[bytes[at] as number] === 1) at++;
  return at;
}

/** From after the opening quote to after the closing one. */
export function endOfString(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  while (at >= 0) {
    while (at < length && isPlain[bytes[at] as number] === 1) at++;
    if (at < length && bytes[at] === ascii.quote) return at + 1;
    if (at === length || bytes[at] !== ascii.backslash) return ~at;
    at = endOfEscape(bytes, at + 1);
  }
  return at;
}

/** From after the backslash. */
function endOfEscape(bytes: Uint8Array, at: number): number {
  if (!has(isEscaped, bytes, at)) return ~at;
  if (bytes[at] !== ascii.u) return at + 1;
  for (let digit = at + 1; digit <= at + 4; digit++) if (!has(isHexDigit, bytes, digit)) return ~digit;
  return at + 5;
}

/** A number or word. A number may go on where the bytes end, unless they are the last. */
export function endOfOther(bytes: Uint8Array, at: number, isLast: boolean): number {
  switch (bytes[at]) {
    case ascii.t:
      return endOfWord(words.true, bytes, at);
    case ascii.f:
      return endOfWord(words.false, bytes, at);
    case ascii.n:
      return endOfWord(words.null, bytes, at);
    default: {
      const end = endOfNumber(bytes, at);
      return end === bytes.length && !isLast ? ~end : end;
    }
  }
}

/** From the minus or the first digit. */
function endOfNumber(bytes: Uint8Array, at: number): number {
  if (bytes[at] === ascii.minus) at++;
  at = bytes[at] === ascii.zero ? at + 1 : endOfDigits(bytes, at);
  if (at >= 0 && bytes[at] === ascii.dot) at = endOfDigits(bytes, at + 1);
  if (at >= 0 && has(isExponentSign, bytes, at)) at = endOfDigits(bytes, endOfSign(bytes, at + 1));
  return at;
}

/** One digit at least. */
function endOfDigits(bytes: Uint8Array, at: number): number {
  const end = endOfRun(isDigit, bytes, at);
  return end === at ? ~at : end;
}

function endOfSign(bytes: Uint8Array, at: number): number {
  return bytes[at] === ascii.plus || bytes[at] === ascii.minus ? at + 1 : at;
}

const words = { true: bytesOf('true'), false: bytesOf('false'), null: bytesOf('null') } as const;

function bytesOf(word: string): Uint8Array {
  return new TextEncoder().encode(word);
}

function endOfWord(word: Uint8Array, bytes: Uint8Array, at: number): number {
  for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return ~(at + index);
  return at + word.length;
}

function has(table: Uint8Array, bytes: Uint8Array, at: number): boolean {
  return at < bytes.length && table[bytes[at] as number] === 1;
}
