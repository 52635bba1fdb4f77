import { expect, test } from '@jest/globals';

import { aStage } from '../../../testing/a-summary';
import { columnsInView } from './columns-in-view';
import { placeStages } from './place-stages';

const row = (count: number): ReturnType<typeof placeStages> =>
  placeStages(
    Array.from({ length: count }, (_, at) => aStage({ name: `s${at + 1}`, from: at === 0 ? [] : [`s${at}`] })),
  );
const columns = (stages: ReturnType<typeof columnsInView>): (number | undefined)[] => [
  stages[0]?.column,
  stages.at(-1)?.column,
];

test('all columns of few stages are drawn, whatever is in view', () => {
  expect(columnsInView(row(24), { left: 0, width: 0 })).toHaveLength(24);
});

test('of many stages those in view are drawn, and some to either side', () => {
  expect(columns(columnsInView(row(200), { left: 0, width: 1240 }))).toEqual([1, 16]);
  expect(columns(columnsInView(row(200), { left: 12_400, width: 1240 }))).toEqual([95, 116]);
});

test('at either end of the row the last stage is reached', () => {
  expect(columns(columnsInView(row(200), { left: 200 * 124 - 1240, width: 1240 }))[1]).toBe(200);
});
