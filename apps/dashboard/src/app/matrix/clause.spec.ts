import { expect, test } from '@jest/globals';

import { toggleClause } from './clause';

const stages = [
  { name: 'a/x', word: 'a' },
  { name: 'b/x', word: 'b' },
];
const clause = 'b.outcome = dropped';

test.each([
  ['', clause],
  ['a.rank = 1', `a.rank = 1 and ${clause}`],
  ['a.rank = 1 or a.rank = 2', `(a.rank = 1 or a.rank = 2) and ${clause}`],
  ['a.rank = ', clause],
])('is added to %p', (text, expected) => {
  expect(toggleClause(text, clause, stages)).toBe(expected);
});

test.each(['', 'a.rank = 1', 'a.rank = 1 or a.rank = 2', 'not (a.rank = 1)'])('is taken away again from %p', (text) => {
  expect(toggleClause(toggleClause(text, clause, stages), clause, stages)).toBe(text);
});

test('is taken away where it stands in a row of conditions', () => {
  expect(toggleClause(`${clause} and a.rank = 1`, clause, stages)).toBe('a.rank = 1');
});
