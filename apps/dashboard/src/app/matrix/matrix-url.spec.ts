import { expect, test } from '@jest/globals';

import { nextOrder, sortOf } from './matrix-url';

const stages = [
  { name: 'search/films', word: 'search' },
  { name: 'my step.x/films', word: 'my step.x' },
];

test.each([
  ['label desc', { by: null, direction: 'desc' }],
  ['search.score asc', { by: { stage: 0, field: 'score' }, direction: 'asc' }],
  ['my step.x.rank desc', { by: { stage: 1, field: 'rank' }, direction: 'desc' }],
  ['search.nothing asc', null],
  ['elsewhere.rank asc', null],
  ['search.rank sideways', null],
  [null, null],
])('reads the order %p', (order, expected) => {
  expect(sortOf(order, stages)).toEqual(expected);
});

test('begins with the best: the least rank, the greatest score', () => {
  expect(nextOrder(null, 'search.rank')).toBe('search.rank asc');
  expect(nextOrder('search.rank asc', 'search.score')).toBe('search.score desc');
});
