import { isolated } from '@flow-trail/decisions';

const NAMED = 3;

/** `Heat and Ronin were selected`, `Heat, Ronin, Thief and 9 more were selected`. */
export function selectedText(names: readonly string[], count: number): string {
  const named = names.slice(0, NAMED).map(isolated);
  const others = count - named.length;
  const who = others > 0 ? `${named.join(', ')} and ${others} more` : joined(named);
  return `${who} ${count === 1 ? 'was' : 'were'} selected`;
}

const joined = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
