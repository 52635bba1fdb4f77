import { expect, test } from '@jest/globals';

import { aStage } from '../../../testing/a-summary';
import { parseFilter } from '../../../records/engine/matrix/parse-filter';
import { ofOutcome, segmentsOf } from './segments';

const declaration = { candidate: 'id', outcome: 'state', reason: 'why' };
const words = (segments: ReturnType<typeof segmentsOf>): string[] =>
  segments.map(({ tone, words, count }) => `${tone}: ${words} ${count}`);

test('sums up to all that did not go on', () => {
  const stage = aStage({
    in: 20,
    kept: 5,
    dropped: 12,
    error: 2,
    unexplained: 1,
    reasons: [
      { outcome: 'dropped', rule: 'rating', reason: null, count: 7 },
      { outcome: 'dropped', rule: null, reason: 'cut at #', count: 4 },
      { outcome: 'unexplained', rule: null, reason: null, count: 1 },
    ],
  });
  expect(words(segmentsOf(stage, [stage], declaration))).toEqual([
    'unexplained: unexplained 1',
    'dropped: rating 7',
    'dropped: cut at # 4',
    'dropped: dropped otherwise 1',
    'error: error 2',
  ]);
});

test('marks who vanished and who appeared', () => {
  expect(words(segmentsOf(aStage({ vanished: 3, appeared: 2 }), [], null))).toEqual([
    'unexplained: vanished 3',
    'unexplained: appeared 2',
  ]);
});

const dropped = { outcome: 'dropped' as const, reason: null, rule: null };

test('finds those of a rule in the matrix, whatever its name and that of the step', () => {
  const stage = aStage({
    name: 'price check/rows',
    dropped: 1,
    reasons: [{ ...dropped, rule: 'max "price"', count: 1 }],
  });
  const query = segmentsOf(stage, [stage], declaration)[0]?.query;
  expect(query?.['match']).toBe('"price check".outcome = dropped and "price check".rule = "max ""price"""');
  expect(parseFilter(query?.['match'] as string, [{ name: stage.name, word: 'price check' }]).status).toBe('ok');
});

test('names the observation where a step decided twice', () => {
  const stages = [aStage({ name: 'judge/a', unexplained: 1 }), aStage({ name: 'judge/b' })];
  expect(segmentsOf(stages[0]!, stages, null)[0]?.query['match']).toBe('judge/a.outcome = unexplained');
});

test('finds who appeared as those who were nowhere before', () => {
  const stages = [aStage({ name: 'a/x' }), aStage({ name: 'b/x', from: ['a/x'], appeared: 1 })];
  expect(segmentsOf(stages[1]!, stages, null)[0]?.query['match']).toBe('b.outcome != none and a.outcome = none');
});

test('filters the records by outcome and reason where paths hold them', () => {
  const reasons = [
    { ...dropped, reason: 'rank # is behind', count: 2 },
    { ...dropped, outcome: 'skipped' as const, reason: 'budget', count: 1 },
  ];
  const stage = aStage({ dropped: 2, skipped: 1, reasons });
  expect(segmentsOf(stage, [stage], declaration).map(({ query }) => query)).toEqual([
    { where: ['state = dropped', 'why = rank # is behind'] },
    { where: ['state = skipped', 'why = budget'] },
  ]);
});

test('where only survivors are recorded, the others stand in the matrix', () => {
  const stage = aStage({ dropped: 4, absent: 4 });
  expect(ofOutcome(stage, [stage], 'dropped', declaration)['match']).toBe('filters.outcome = dropped');
});

test('finds in the matrix what no path of the records tells', () => {
  const reasons = [
    { ...dropped, count: 3 },
    { ...dropped, reason: 'not drawn', count: 2 },
  ];
  const stage = aStage({ in: 9, kept: 3, dropped: 5, unexplained: 1, reasons });
  expect(segmentsOf(stage, [stage], declaration).map(({ query }) => query['match'])).toEqual([
    'filters.outcome = unexplained',
    'filters.outcome = dropped and filters.reason = none and filters.rule = none',
    'filters.outcome = dropped and filters.reason = "not drawn"',
  ]);
});

test('where rules decide what the outcome leaves open, who was kept stands in the matrix', () => {
  const rules = { rating: { actual: 'rating', op: '>=', threshold: 7 } } as const;
  const stage = aStage({ in: 9, kept: 3, dropped: 6 });
  expect(ofOutcome(stage, [stage], 'kept', { ...declaration, rules })['match']).toBe('filters.outcome = kept');
  expect(ofOutcome(stage, [stage], 'kept', declaration)).toEqual({ where: ['state = kept'] });
  const repeated = { ...stage, distinct: { in: 8, kept: 2 } };
  expect(ofOutcome(repeated, [repeated], 'kept', { ...declaration, rules })).toEqual({ where: ['state = kept'] });
});
