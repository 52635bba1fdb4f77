import { describe, expect, test } from '@jest/globals';
import type { StepDetail } from '@flow-trail/contracts';

import { aStep } from '../../testing/a-flow';
import { stepRows } from './step-rows';

const now = Date.parse('2026-01-01T12:00:10.000Z');
const at = (second: number): string => new Date(Date.parse('2026-01-01T12:00:00.000Z') + second * 1000).toISOString();
const words = (steps: StepDetail[]): string[] =>
  stepRows(steps, now).map(({ step, depth }) => `${'>'.repeat(depth)}${step.name} ${step.iteration}.${step.version}`);

describe('the order of steps', () => {
  test('is their position, whatever the order of arrival', () => {
    expect(words([aStep({ name: 'b', position: 1 }), aStep({ name: 'a' })])).toEqual(['a 1.1', 'b 1.1']);
  });

  test('keeps the tries of an iteration together', () => {
    const steps = [
      aStep({ name: 'judge', position: 1 }),
      aStep({ name: 'log', position: 2 }),
      aStep({ name: 'judge', position: 3, version: 2 }),
    ];
    expect(words(steps)).toEqual(['judge 1.1', 'judge 1.2', 'log 1.1']);
  });

  test('follows iterations', () => {
    expect(words([aStep({ iteration: 2 }), aStep({ iteration: 1 })])).toEqual(['search 1.1', 'search 2.1']);
  });

  test('hangs children under their parent', () => {
    const child = aStep({ name: 'child', parent: { name: 'parent' } });
    expect(words([child, aStep({ name: 'parent', position: 4 })])).toEqual(['parent 1.1', '>child 1.1']);
  });

  test('loses no step when parents name each other', () => {
    const steps = [aStep({ name: 'a', parent: { name: 'b' } }), aStep({ name: 'b', parent: { name: 'a' } })];
    expect(words(steps)).toEqual(['a 1.1', 'b 1.1']);
  });

  test('takes an unknown parent for none', () => {
    expect(words([aStep({ parent: { name: 'elsewhere' } })])).toEqual(['search 1.1']);
  });
});

describe('a row', () => {
  test('knows the try that went on', () => {
    const rows = stepRows([aStep({ status: 'failed' }), aStep({ version: 2 })], now);
    expect(rows.map(({ tries, isLastTry }) => [tries, isLastTry])).toEqual([
      [2, false],
      [2, true],
    ]);
  });

  test('stands in the time of the whole flow', () => {
    const first = aStep({ name: 'a', startedAt: at(0), finishedAt: at(1) });
    const second = aStep({ name: 'b', position: 1, startedAt: at(1), finishedAt: at(4) });
    expect(stepRows([first, second], now).map(({ bar }) => bar)).toEqual([
      { start: 0, length: 0.25 },
      { start: 0.25, length: 0.75 },
    ]);
  });

  test('grows with the clock while its step runs', () => {
    const running = aStep({ status: 'running', startedAt: at(5), finishedAt: null });
    const rows = stepRows([aStep({ name: 'a', startedAt: at(0) }), { ...running, position: 1 }], now);
    expect(rows[1]?.bar).toEqual({ start: 0.5, length: 0.5 });
  });

  test('has no bar before its step begins', () => {
    expect(stepRows([aStep({ status: 'pending', startedAt: null, finishedAt: null })], now)[0]?.bar).toBeNull();
  });
});
