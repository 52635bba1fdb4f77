export interface Token {
  type: 'word' | 'operator' | 'open' | 'close';
  /** Without quotes. */
  text: string;
  /** Parts between dots that stand outside quotes; of a word only. */
  parts: string[];
  isQuoted: boolean;
  from: number;
  to: number;
}

/** Where a condition cannot be read, and what to do about it. */
export class FilterError extends Error {
  override readonly name = 'FilterError';

  constructor(
    message: string,
    readonly from: number,
    readonly to: number,
  ) {
    super(message);
  }
}

const operator = /!=|<=|>=|=|<|>/y;
const bare = /[^\s"()=!<>.]+/y;

/** @throws FilterError for a quote that is not closed and for a character that begins nothing. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (/\s/.test(text.charAt(at))) at++;
  return at;
};

function tokenAt(text: string, from: number): Token {
  const character = text.charAt(from);
  if (character === '(') return symbol('open', character, from);
  if (character === ')') return symbol('close', character, from);
  const found = match(operator, text, from);
  return found ? symbol('operator', found, from) : wordAt(text, from);
}

const symbol = (type: Token['type'], text: string, from: number): Token => ({
  type,
  text,
  parts: [],
  isQuoted: false,
  from,
  to: from + text.length,
});

function wordAt(text: string, from: number): Token {
  const parts: string[] = [];
  let at = from;
  let isQuoted = false;
  for (;;) {
    const quoted = text.charAt(at) === '"' ? quotedAt(text, at) : null;
    const part = quoted ?? { text: match(bare, text, at) ?? '', to: at + (match(bare, text, at) ?? '').length };
    parts.push(part.text);
    isQuoted ||= quoted !== null;
    at = part.to;
    if (text.charAt(at) !== '.') break;
    at++;
  }
  if (at === from) throw new FilterError(`${text.charAt(from)} begins nothing that is known here.`, from, from + 1);
  return { type: 'word', text: parts.join('.'), parts, isQuoted, from, to: at };
}

/** A quote inside is written twice. */
function quotedAt(text: string, from: number): { text: string; to: number } {
  const found = match(/"(?:[^"]|"")*"/y, text, from);
  if (found === null) throw new FilterError('This quote is not closed.', from, text.length);
  return { text: found.slice(1, -1).replaceAll('""', '"'), to: from + found.length };
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
