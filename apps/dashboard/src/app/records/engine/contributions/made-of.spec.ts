import { describe, expect, test } from '@jest/globals';

import { RecordSet } from '../record-set';
import type { JsonRecord } from '../exact-json';
import { parseExactJson } from '../exact-json';

const decision = { candidate: 'id', score: 'score', contributions: 'parts' };
const all = { conditions: [], text: '', sort: null };
const text = `[{"id":1,"score":1.0,"parts":{"a":0.50,"b":0.25}},{"id":2,"score":0.25,"parts":{"a":0.5,"b":-0.25}},
  {"id":3,"score":1},{"id":4,"parts":{"a":1}}]`;
const factors = `[{"id":1,"score":0.25,"parts":{"a":0.5,"b":0.5}},{"id":2,"score":16,"parts":{"a":2,"b":4}},
  {"id":3,"score":0,"parts":{"a":0,"b":1}}]`;
const cellsOf = (given: object, records = text): ReturnType<RecordSet['window']>['rows'][number]['cells'] =>
  new RecordSet(parseExactJson(records) as JsonRecord[], { queryable: null, decision: { ...decision, ...given } })
    .window(all, 0, 9, ['parts'])
    .rows.flatMap(({ cells }) => cells);

describe('what a score is made of', () => {
  test('is the parts as recorded on one scale, and what they leave', () => {
    const [first, second] = cellsOf({});
    expect(first?.madeOf).toEqual({
      combine: 'sum',
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

  test('measures factors by their logarithms: what halves is as long as what doubles', () => {
    const [halved, doubled, zero] = cellsOf({ combineContributions: 'product' }, factors);
    expect(halved?.madeOf).toEqual({
      combine: 'product',
      parts: [
        { name: 'a', value: '0.5', share: -0.25 },
        { name: 'b', value: '0.5', share: -0.25 },
      ],
      residual: { value: 0, share: 0 },
    });
    expect(doubled?.madeOf?.parts.map(({ share }) => share)).toEqual([0.25, 0.5]);
    expect(doubled?.madeOf?.residual).toEqual({ value: 8, share: 0.25 });
    expect(zero?.madeOf).toBeUndefined();
  });
});
