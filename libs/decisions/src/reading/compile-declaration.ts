import type { DecisionDeclaration, Outcome } from '@flow-trail/contracts';
import { outcomes } from '@flow-trail/contracts';
import { compileRules, type CompiledRule } from '../verdict/compile-rules.js';
import { type Reader, readerOf } from './path.js';

/** A declaration made ready to read any number of records. What of it cannot be understood is left out and named. */
export interface CompiledDeclaration {
  candidate: Reader[];
  kind: string;
  /** Path to the array of records; empty when the data is the array. */
  records: string;
  total: Reader | null;
  label: Reader | null;
  outcome: Reader | null;
  words: ReadonlyMap<string, Outcome>;
  reason: Reader | null;
  rules: readonly CompiledRule[];
  /** Names of rules that were functions. */
  functions: ReadonlySet<string>;
  verdicts: Reader | null;
  combine: 'all' | 'any' | { atLeast: number };
  score: Reader | null;
  order: 'asc' | 'desc';
  rank: Reader | null;
  /** The rule that is a limit of the rank: who fails it was cut off. */
  cutOff: string | null;
  chance: Reader | null;
  contributions: Reader | null;
  combineContributions: 'sum' | 'product';
  group: Reader | null;
  lostTo: Reader | null;
  sources: Reader | null;
  isAbsentDropped: boolean;
  /** It says nothing about outcomes: whoever is listed was kept. */
  isListing: boolean;
  from: string | null;
  /** What was left out, a sentence each. */
  problems: string[];
}

/** Never throws: a declaration comes from other people's programs. */
export function compileDeclaration(declaration: DecisionDeclaration): CompiledDeclaration {
  const problems: string[] = [];
  const reader = (name: PathName): Reader | null => pathReader(declaration[name], name, problems);
  const readers = {
    total: reader('total'),
    label: reader('label'),
    outcome: reader('outcome'),
    reason: reader('reason'),
    verdicts: reader('verdicts'),
    score: reader('score'),
    rank: reader('rank'),
    chance: reader('chance'),
    contributions: reader('contributions'),
    group: reader('group'),
    lostTo: reader('lostTo'),
    sources: reader('sources'),
  };
  const rules = compileRules(declaration.rules, problems);
  return {
    ...readers,
    candidate: candidateReaders(declaration.candidate, problems),
    kind: textOr(declaration.kind, ''),
    records: textOr(declaration.records, ''),
    words: wordsOf(declaration.outcomes, problems),
    rules,
    cutOff: rules.find(({ path, op }) => path === declaration.rank && op === '<=')?.name ?? null,
    functions: functionsOf(declaration.functions, problems),
    combine: combineOf(declaration.combine, problems),
    order: declaration.order === 'asc' ? 'asc' : 'desc',
    combineContributions: declaration.combineContributions === 'product' ? 'product' : 'sum',
    isAbsentDropped: declaration.absent === 'dropped',
    isListing: readers.outcome === null && readers.verdicts === null && rules.length === 0,
    from: typeof declaration.from === 'string' ? declaration.from : null,
    problems,
  };
}

type PathName = {
  [Name in keyof DecisionDeclaration]-?: DecisionDeclaration[Name] extends string | undefined ? Name : never;
}[keyof DecisionDeclaration];

function pathReader(path: unknown, name: string, problems: string[]): Reader | null {
  if (path === undefined || path === null) return null;
  if (typeof path === 'string') return readerOf(path);
  problems.push(`"${name}" is not a path, and is ignored.`);
  return null;
}

function candidateReaders(candidate: unknown, problems: string[]): Reader[] {
  const paths = [candidate].flat();
  if (paths.length > 0 && paths.every((path) => typeof path === 'string')) return paths.map(readerOf);
  problems.push('"candidate" is not a path or a list of paths: no record names its candidate.');
  return [];
}

function wordsOf(words: unknown, problems: string[]): Map<string, Outcome> {
  const known = new Map<string, Outcome>();
  for (const [word, outcome] of entriesOf(words)) {
    if (isOutcome(outcome)) known.set(word, outcome);
    else problems.push(`"outcomes" says of "${word}" what is no outcome; it is one of ${outcomes.join(', ')}.`);
  }
  return known;
}

function functionsOf(names: unknown, problems: string[]): Set<string> {
  if (names === undefined || names === null) return new Set();
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return new Set(names);
  problems.push('"functions" is not a list of names of rules, and is ignored.');
  return new Set();
}

function combineOf(combine: unknown, problems: string[]): CompiledDeclaration['combine'] {
  if (combine === undefined || combine === null || combine === 'all') return 'all';
  if (combine === 'any') return 'any';
  const atLeast = readerOf('atLeast')(combine);
  if (typeof atLeast === 'number' && Number.isInteger(atLeast) && atLeast >= 1) return { atLeast };
  problems.push('"combine" is none of all, any and { atLeast: 1 or more }; all rules must pass.');
  return 'all';
}

export const isOutcome = (value: unknown): value is Outcome => outcomes.includes(value as Outcome);

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
