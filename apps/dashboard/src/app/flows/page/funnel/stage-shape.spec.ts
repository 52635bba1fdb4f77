import { expect, test } from '@jest/globals';

import { aStage } from '../../../testing/a-summary';
import { stageShape } from './stage-shape';

const outcomes = (given: Parameters<typeof aStage>[0], greatest = 3201): string[] =>
  stageShape(aStage(given), greatest).map(({ outcome }) => outcome);

/** Where a band begins and ends at the right. */
function rightOf(path: string | undefined): [number, number] {
  const [, top, bottom] = /100 ([\d.]+)V([\d.]+)C/.exec(path ?? '') ?? [];
  return [Number(top), Number(bottom)];
}

test('shows what there is, and nothing else', () => {
  expect(outcomes({ in: 12, kept: 1, dropped: 11 })).toEqual(['kept', 'dropped']);
  expect(outcomes({ in: 3, dropped: 1, error: 1, skipped: 1 })).toEqual(['dropped', 'error', 'skipped']);
  expect(outcomes({ in: 0 })).toEqual([]);
});

test('never hides one unexplained among thousands', () => {
  const [kept, , unexplained] = stageShape(aStage({ in: 3201, kept: 3190, dropped: 10, unexplained: 1 }), 3201);
  const [top, bottom] = rightOf(unexplained?.path);
  expect(unexplained?.outcome).toBe('unexplained');
  expect(bottom - top).toBeGreaterThanOrEqual(3);
  expect(top).toBeGreaterThan(rightOf(kept?.path)[1]);
});

test('is as wide as what goes on', () => {
  const [much, little] = [100, 10].map((kept) => stageShape(aStage({ in: 100, kept, dropped: 100 - kept }), 100)[0]);
  const width = (path: string | undefined): number => rightOf(path)[1] - rightOf(path)[0];
  expect(width(much?.path)).toBeGreaterThan(width(little?.path));
});
