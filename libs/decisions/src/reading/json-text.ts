/** Where a value begins and ends in its text, without the space around it. */
export interface Place {
  start: number;
  end: number;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** The value that the keys lead to, without parsing what lies beside them; of duplicate keys the last counts. */
export function placeOf(text: string, keys: readonly string[]): Place | null {
  const start = skipSpace(text, 0);
  let place: Place | null = { start, end: endOfValue(text, start) };
  for (const key of keys) place = place && childPlace(text, place.start, key);
  return place;
}

/** The text of each element of the array that begins here. */
export function* elementsOf(text: string, start: number): Generator<string> {
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) !== CLOSE_BRACKET) {
    const end = endOfValue(text, at);
    yield text.slice(at, end);
    at = afterComma(text, end, CLOSE_BRACKET);
  }
}

function childPlace(text: string, start: number, key: string): Place | null {
  if (text.charCodeAt(start) === OPEN_BRACE) return memberPlace(text, start, key);
  if (text.charCodeAt(start) !== OPEN_BRACKET || !/^(0|[1-9]\d*)$/.test(key)) return null;
  let at = skipSpace(text, start + 1);
  for (let index = 0; text.charCodeAt(at) !== CLOSE_BRACKET; index++) {
    const end = endOfValue(text, at);
    if (String(index) === key) return { start: at, end };
    at = afterComma(text, end, CLOSE_BRACKET);
  }
  return null;
}

function memberPlace(text: string, open: number, key: string): Place | null {
  let found: Place | null = null;
  let at = skipSpace(text, open + 1);
  while (text.charCodeAt(at) !== CLOSE_BRACE) {
    const endOfKey = endOfString(text, at);
    const colon = skipSpace(text, endOfKey);
    if (text.charCodeAt(colon) !== COLON) fail(text, colon);
    const start = skipSpace(text, colon + 1);
    const end = endOfValue(text, start);
    if (JSON.parse(text.slice(at, endOfKey)) === key) found = { start, end };
    at = afterComma(text, end, CLOSE_BRACE);
  }
  return found;
}

/** Where the next element or member begins, or the place of the closing bracket. */
function afterComma(text: string, end: number, close: number): number {
  const at = skipSpace(text, end);
  if (text.charCodeAt(at) === close) return at;
  if (text.charCodeAt(at) !== COMMA) fail(text, at);
  const next = skipSpace(text, at + 1);
  if (text.charCodeAt(next) === close) fail(text, next);
  return next;
}

function endOfValue(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === QUOTE) return endOfString(text, start);
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return endOfContainer(text, start);
  let end = start;
  while (isWord(text.charCodeAt(end))) end++;
  return end === start ? fail(text, start) : end;
}

function endOfContainer(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && --depth === 0) return at + 1;
  }
  return fail(text, text.length);
}

function endOfString(text: string, start: number): number {
  if (text.charCodeAt(start) !== QUOTE) fail(text, start);
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let first = at;
    while (text.charCodeAt(first - 1) === BACKSLASH) first--;
    if ((at - first) % 2 === 0) return at + 1;
  }
  return fail(text, text.length);
}

function skipSpace(text: string, at: number): number {
  let code = text.charCodeAt(at);
  while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at);
  return at;
}

/** Letters, digits, signs and the dot: all that `true`, `null` and numbers are made of. */
const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46 || code === 69;

function fail(text: string, at: number): never {
  throw new SyntaxError(`The data is not valid JSON: unexpected ${text[at] ?? 'end'} at character ${at}.`);
}
