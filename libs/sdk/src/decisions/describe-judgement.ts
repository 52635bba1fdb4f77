import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { Assessment } from './assess.js';
import { describe } from './described.js';
import type { Described } from './described.js';
import type { Read } from './item-options.js';
import type { Assessed, Judged, JudgeOptions } from './judge.js';
import { keysOf, pathOf, readerOf } from './path.js';
import type { RecordTable } from './record-table.js';
import { declareRules } from './rule-columns.js';

export function describeJudgement<T, V>(assessed: Assessed<T, V>, options: JudgeOptions<T, V>): Described {
  const { items, assessments, outcomes } = assessed;
  const outcomesOfAll = items.map(
    (_, at) => outcomes[at] ?? (at === outcomes.length && at < assessments.length ? 'error' : 'skipped'),
  );
  // They read an item with its answer.
  const others = { ...options, score: undefined, contributions: undefined, reason: undefined };
  return describe(items, others, outcomesOfAll, (table) => wordsOf(table, assessed, options));
}

function wordsOf<T, V>(
  table: RecordTable<T>,
  assessed: Assessed<T, V>,
  options: JudgeOptions<T, V>,
): Partial<DecisionDeclaration> {
  const { items, assessments, asked } = assessed;
  const of = <R>(read: (assessment: Assessment<T, V>, at: number) => R): (R | undefined)[] =>
    items.map((_, at) => assessments[at] && read(assessments[at], at));
  const answer = table.add(
    'answer',
    of((one) => ('answer' in one ? one.answer : undefined)),
  );
  if (assessments.some(({ failures }) => failures.length > 0))
    table.add(
      'failures',
      of(({ failures }) => (failures.length > 0 ? failures : undefined)),
    );

  const pathFor = (read: Read<Judged<T, V>>): string | undefined => pathInRecord(read, answer, table);
  const values = <R>(read: Read<Judged<T, V>, R>): (R | undefined)[] => {
    const reader = readerOf(read);
    return of((one) => ('answer' in one ? reader(one) : undefined));
  };
  const place = (name: 'score' | 'contributions'): string | undefined => {
    const read = options[name] as Read<Judged<T, V>> | undefined;
    return read === undefined ? undefined : (pathFor(read) ?? table.place(values(read), read, name));
  };
  return {
    ...declareRules(table, asked.rules, pathFor),
    combine: asked.combine,
    score: place('score'),
    contributions: place('contributions'),
    reason: table.add('reason', reasons(assessed, options, values)),
  };
}

/** Where a record, made of an item and its answer, holds what is read of the two. */
function pathInRecord<T, V>(read: Read<Judged<T, V>>, answer: string, table: RecordTable<T>): string | undefined {
  if (typeof read !== 'string') return undefined;
  const [first, ...rest] = keysOf(read);
  const below = rest.map(pathOf).join('.');
  if (first === 'answer') return below === '' ? answer : `${answer}.${below}`;
  return first === 'item' && table.hasPath(below) && below !== '' ? below : undefined;
}

/** What the judge said; else why there is no verdict. */
function reasons<T, V>(
  { items, assessments, limit }: Assessed<T, V>,
  { reason }: JudgeOptions<T, V>,
  values: (read: Read<Judged<T, V>, string | undefined>) => (string | undefined)[],
): (string | undefined)[] {
  const said = reason === undefined ? [] : values(reason);
  return items.map((_, at) => {
    const assessment = assessments[at];
    if (!assessment) return `only ${limit} were judged`;
    return 'answer' in assessment ? said[at] : assessment.failures.at(-1);
  });
}
