import { expect, test } from '@jest/globals';

import { aStep } from '../../testing/a-flow';
import { foldSteps } from './fold-steps';
import { stepRows } from './step-rows';

/** Pages that were read one after the other, each fetched and parsed; the third could not be fetched. */
const pagesOf = (count: number): ReturnType<typeof stepRows> => {
  const iterations = Array.from({ length: count }, (_, at) => at + 1);
  const steps = iterations.flatMap((iteration) => {
    const parent = { name: 'page', iteration, version: 1 };
    return [
      aStep({ id: `page ${iteration}`, name: 'page', iteration }),
      aStep({
        id: `fetch ${iteration}`,
        name: 'fetch',
        iteration,
        parent,
        status: iteration === 3 ? 'failed' : 'completed',
      }),
      aStep({ id: `parse ${iteration}`, name: 'parse', iteration, parent, position: 1 }),
    ];
  });
  return stepRows(steps, 0);
};
const ids = (rows: ReturnType<typeof foldSteps>): string[] => rows.map(({ step }) => step.id);

test('few steps stand open, and one of them can be folded', () => {
  expect(ids(foldSteps(pagesOf(2), new Set(), null))).toEqual([
    'page 1',
    'fetch 1',
    'parse 1',
    'page 2',
    'fetch 2',
    'parse 2',
  ]);
  expect(ids(foldSteps(pagesOf(2), new Set(['page 1']), null))).toEqual(['page 1', 'page 2', 'fetch 2', 'parse 2']);
});

test('many steps begin folded, and one of them can be opened', () => {
  expect(ids(foldSteps(pagesOf(50), new Set(), null))).toHaveLength(50);
  expect(ids(foldSteps(pagesOf(50), new Set(['page 2']), null)).slice(0, 5)).toEqual([
    'page 1',
    'page 2',
    'fetch 2',
    'parse 2',
    'page 3',
  ]);
});

test('what is folded says how much it is, and how much of it failed', () => {
  const rows = foldSteps(pagesOf(50), new Set(), null);
  expect(rows.slice(0, 3).map(({ below, failedBelow }) => [below, failedBelow])).toEqual([
    [2, 0],
    [2, 0],
    [2, 1],
  ]);
});

test('a failed try that another one followed is no failure of what is folded', () => {
  const parent = { name: 'page' };
  const tries = [aStep({ name: 'fetch', parent, status: 'failed' }), aStep({ name: 'fetch', parent, version: 2 })];
  const rows = foldSteps(stepRows([aStep({ name: 'page' }), ...tries], 0), new Set(), null);
  expect(rows[0]).toMatchObject({ below: 2, failedBelow: 0 });
});

test('the chosen step stands whatever is folded', () => {
  expect(ids(foldSteps(pagesOf(50), new Set(), 'parse 7'))).toContain('parse 7');
});
