import { describe, expect, test } from '@jest/globals';

import { RecordSet } from '../record-set';
import type { JsonRecord } from '../exact-json';
import { parseExactJson } from '../exact-json';

const decision = { candidate: 'id', score: 'score', contributions: 'parts' };
const all = { conditions: [], text: '', sort: null };
const text = `[{"id":1,"score":1.0,"parts":{"a":0.50,"b":0.25}},{"id":2,"score":0.25,"parts":{"a":0.5,"b":-0.25}},
  {"id":3,"score":1},{"id":4,"parts":{"a":1}}]`;
const cellsOf = (given: object): ReturnType<RecordSet['window']>['rows'][number]['cells'] =>
  new RecordSet(parseExactJson(text) as JsonRecord[], { queryable: null, decision: { ...decision, ...given } })
    .window(all, 0, 9, ['parts'])
    .rows.flatMap(({ cells }) => cells);

describe('what a score is made of', () => {
  test('is the parts as recorded on one scale, and what they leave', () => {
    const [first, second] = cellsOf({});
    expect(first?.madeOf).toEqual({
      parts: [
        { name: 'a', value: '0.50', share: 0.5 },
        { name: 'b', value: '0.25', share: 0.25 },
      ],
      residual: { value: 0.25, share: 0.25 },
    });
    expect(second?.madeOf?.parts.map(({ share }) => share)).toEqual([0.5, -0.25]);
    expect(second?.madeOf?.residual?.value).toBe(0);
  });

  test('is nothing where no parts are recorded, and has no residual without a score', () => {
    const [, , third, fourth] = cellsOf({});
    expect(third?.madeOf).toBeUndefined();
    expect(fourth?.madeOf?.residual).toBeNull();
  });

  test('is no bar where factors are multiplied', () => {
    expect(cellsOf({ combineContributions: 'product' })[0]?.madeOf).toBeUndefined();
  });
});
