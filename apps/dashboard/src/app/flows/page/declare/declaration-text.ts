import type { DecisionDeclaration } from '@flow-trail/contracts';

export type ReadDeclaration = { status: 'ok'; declaration: DecisionDeclaration } | { status: 'failed'; detail: string };

export const declarationText = (declaration: DecisionDeclaration): string => JSON.stringify(declaration, null, 2);

/** What the editor holds; the server says the rest about a declaration that is JSON and names its candidates. */
export function readDeclaration(text: string): ReadDeclaration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { status: 'failed', detail: `This is not JSON: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { status: 'failed', detail: 'A declaration is an object: { "candidate": "id" }' };
  }
  const { candidate } = value as Partial<DecisionDeclaration>;
  const paths = [candidate ?? []].flat();
  if (paths.length === 0 || paths.some((path) => typeof path !== 'string' || path === '')) {
    return { status: 'failed', detail: 'candidate is missing: the path to the id in each record.' };
  }
  return { status: 'ok', declaration: value as DecisionDeclaration };
}

/** The words whose value is one path, and what each asks for. */
export const pathWords = {
  candidate: 'the id',
  label: 'a name for people',
  records: 'the list, in data that wraps it',
  total: 'how many there were',
  outcome: 'what became of it',
  reason: 'why',
  verdicts: 'which rules it passed',
  score: 'the score',
  rank: 'the rank, 1 the best',
  chance: 'the chance of being drawn',
  contributions: 'parts of the score',
  group: 'whom it competed with',
  lostTo: 'who beat it',
  sources: 'what it was made from',
} as const;
export type PathWord = keyof typeof pathWords;

/** The declaration with one of its paths changed; an empty text takes the word away. Several candidates are one text. */
export function withPath(declaration: DecisionDeclaration, word: PathWord, text: string): DecisionDeclaration {
  const { [word]: _, ...rest } = declaration;
  const path = text.trim();
  if (path === '') return rest as DecisionDeclaration;
  const value = word === 'candidate' && path.includes(',') ? path.split(',').map((part) => part.trim()) : path;
  return { ...declaration, [word]: value };
}

export const pathAt = (declaration: DecisionDeclaration, word: PathWord): string =>
  [declaration[word] ?? []].flat().join(', ');
