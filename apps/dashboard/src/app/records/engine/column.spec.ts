import { expect, test } from '@jest/globals';

import { columnsOf } from './column';
import type { JsonRecord } from './exact-json';

const bare = { queryable: null, decision: null };
const paths = (records: JsonRecord[], declared = {}): string[] =>
  columnsOf(records, { ...bare, ...declared }).map(({ path }) => path);

test('lists keys as they are first seen, in all records', () => {
  expect(
    paths([
      { b: 1, a: 2 },
      { a: 1, c: 3 },
    ]),
  ).toEqual(['b', 'a', 'c']);
});

test('leads with the decision, then with what is queryable', () => {
  const decision = { candidate: 'id', label: 'title', outcome: 'verdict', score: 's', rank: 'r' };
  const queryable = { 'checks.rating': 'number', title: 'string' };
  expect(paths([{ x: 1, r: 1, s: 2, verdict: true, title: 'a', id: 7 }], { decision, queryable })).toEqual([
    'id',
    'title',
    'verdict',
    's',
    'r',
    'checks.rating',
    'x',
  ]);
});

test('makes a column of each part of a pair', () => {
  expect(paths([{ a: 1, b: 2 }], { decision: { candidate: ['b', 'a'] } })).toEqual(['b', 'a']);
});

test('escapes the dot of a key', () => expect(paths([{ 'a.b': 1 }])).toEqual(['a\\.b']));

test('names the type that most values have', () => {
  const records = [
    { n: 1, s: 'a', mix: 1, o: {}, none: null },
    { n: 2, s: 'b', mix: 'x', o: {}, none: null },
  ];
  expect(columnsOf(records, bare).map(({ type }) => type)).toEqual(['number', 'string', 'mixed', 'object', 'empty']);
});

test('sees a column that begins late in long data', () => {
  const records = Array.from({ length: 5000 }, (_, index): JsonRecord =>
    index < 4000 ? { a: 1 } : { a: 1, late: 'x' },
  );
  expect(columnsOf(records, bare).find(({ path }) => path === 'late')?.type).toBe('string');
});
