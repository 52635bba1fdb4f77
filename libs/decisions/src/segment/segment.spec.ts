import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeSegment, encodeSegment, hashOf, type Segment, segmentOf, summariseData } from '../index.js';

const segment = (data: unknown, declaration: object): Segment =>
  segmentOf(summariseData(data, { decision: { candidate: 'id', ...declaration } }).columns!);

describe('the segment of an observation', () => {
  const rules = { rating: { actual: 'rating', op: '>=', threshold: 7 } };

  it('knows of each record the candidate, what became of it, and the rule that dropped it', () => {
    const {
      hashes,
      outcomes,
      rules: dropping,
    } = segment([{ id: 'a', rating: 8 }, { id: 7, rating: 6 }, {}], { rules });
    expect([...hashes]).toEqual([hashOf('"a"'), hashOf('7'), 0]);
    expect([...outcomes]).toEqual([0, 1, 4]);
    expect([...dropping]).toEqual([-1, 0, -1]);
  });

  it('knows whom a record was made from', () => {
    const { sources } = segment([{ id: 'c1', doc: ['d1', 'd2'] }, { id: 'c2' }, { id: 'c3', doc: 'd1' }], {
      sources: 'doc',
    });
    expect([...sources]).toEqual([
      [0, [hashOf('"d1"'), hashOf('"d2"')]],
      [2, [hashOf('"d1"')]],
    ]);
  });

  it('takes 7 bytes a record', () => {
    const data = Array.from({ length: 1000 }, (_, id) => ({ id, rating: id % 10 }));
    expect(encodeSegment(segment(data, { rules })).length).toBeLessThan(7010);
  });

  it('comes back from its bytes as it was', () => {
    const hash = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    const record = fc.tuple(hash, fc.integer({ min: 0, max: 4 }), fc.integer({ min: -1, max: 99 }));
    const sources = fc.dictionary(fc.nat(500).map(String), fc.array(hash));
    fc.assert(
      fc.property(fc.array(record), sources, (records, made) => {
        const written: Segment = {
          hashes: Float64Array.from(records, ([id]) => id),
          outcomes: Uint8Array.from(records, ([, outcome]) => outcome),
          rules: Int16Array.from(records, ([, , rule]) => rule),
          sources: new Map(Object.entries(made).map(([index, ids]) => [Number(index), ids])),
        };
        expect(decodeSegment(encodeSegment(written))).toEqual(written);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('is refused when its bytes are cut, or of another version', () => {
    const bytes = encodeSegment(segment([{ id: 1 }, { id: 2, doc: 1 }], { sources: 'doc' }));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSegment(bytes.slice(0, length))).toThrow(RangeError);
    }
    expect(() => decodeSegment(Uint8Array.of(9, ...bytes.slice(1)))).toThrow('version 9');
  });
});

describe('the hash of a candidate', () => {
  it('tells numbers from texts, and never is 0', () => {
    expect(hashOf('42')).not.toBe(hashOf('"42"'));
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(hashOf(key)).toBeGreaterThan(0);
        expect(hashOf(key)).toBeLessThan(2 ** 48);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('is another for each of 300,000 ids', () => {
    const hashes = new Set<number>();
    for (let id = 0; id < 100_000; id++)
      for (const key of [`${id}`, `"B0${id}"`, `["u",${id}]`]) hashes.add(hashOf(key));
    expect(hashes.size).toBe(300_000);
  });
});
