import { describe, expect, it } from '@jest/globals';
import type { Json, RuleOperator } from '@flow-trail/contracts';
import { comparisonOf } from '@flow-trail/decisions';
import { FakePlatform } from '../../test/fake-platform.js';
import { createFlow } from '../index.js';

const values: Json[] = [
  ...[0, 1, -1, 0.1, 7, 7.5, 1e21, Number.MAX_SAFE_INTEGER, true, false, '', '7', 'a', 'B', 'ä', '2026-01-01'],
  ...[[], ['a'], ['a', 7], [['a']], {}, { a: 1 }],
];
const thresholds: [RuleOperator, Json[]][] = [
  ...(['=', '!='] as const).map((op): [RuleOperator, Json[]] => [op, values]),
  ...(['<', '<=', '>', '>='] as const).map((op): [RuleOperator, Json[]] => [
    op,
    [0, 7, 7.5, '', '7', 'a', '2026-06-01', true],
  ]),
  [
    'between',
    [
      [0, 7],
      [7, 0],
      ['a', 'b'],
      [0, 'b'],
      ['2025', '2027'],
    ],
  ],
  ...(['in', 'notIn'] as const).map((op): [RuleOperator, Json[]] => [op, [[], [7, 'a'], ['7', true], [['a'], 0]]]),
];

/** What a step keeps, asked one by one; null where the rule was not evaluated. */
function verdicts(op: RuleOperator, threshold: Json): (boolean | null)[] {
  const step = createFlow('one', { platform: new FakePlatform() }).createStep('step');
  const isKept = (value: Json, combine: 'all' | 'any') =>
    step.filter('one', [{ value }], { candidate: 'value', combine, rules: { one: { actual: 'value', op, threshold } } })
      .length > 0;
  // What is not evaluated is no failure of all, and no success of any.
  return values.map((value) => (isKept(value, 'all') === isKept(value, 'any') ? isKept(value, 'any') : null));
}

describe('a rule as data', () => {
  it.each(thresholds)('%s means the same to the program as to whoever reads its records', (op, limits) => {
    for (const threshold of limits) {
      const compare = comparisonOf(op, threshold);
      if (typeof compare === 'string') throw new Error(compare);
      expect([threshold, verdicts(op, threshold)]).toEqual([threshold, values.map((value) => compare(value))]);
    }
  });
});
