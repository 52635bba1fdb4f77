import { expect, test } from '@jest/globals';

import { aStage } from '../../../testing/a-summary';
import { placeStages } from './place-stages';

const placed = (...stages: [name: string, from: string[]][]): string[] =>
  placeStages(stages.map(([name, from]) => aStage({ name, from }))).map(({ stage, column, lane, joins }) =>
    `${stage.name} ${column}.${lane} ${joins.join('+')}`.trim(),
  );

test('stages in a row stand in a row', () => {
  expect(placed(['a', []], ['b', ['a']], ['c', ['b']])).toEqual(['a 1.1', 'b 2.1', 'c 3.1']);
});

test('parallel branches stand below each other, and what joins them says so', () => {
  expect(placed(['a', []], ['b', ['a']], ['c', ['a']], ['d', ['b', 'c']])).toEqual([
    'a 1.1',
    'b 2.1',
    'c 2.2 a',
    'd 3.1 b+c',
  ]);
});

test('trails that have nothing to do with each other begin below each other', () => {
  expect(placed(['a', []], ['b', []])).toEqual(['a 1.1', 'b 1.2']);
});

test('a stage that is not listed is where a trail begins', () => {
  expect(placed(['b', ['gone']])).toEqual(['b 1.1 gone']);
});
