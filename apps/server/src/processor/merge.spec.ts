import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gatherMetadata, merge, rankOf, ranked, spreadMetadata, uniteTags, type Ranked } from './merge.js';

interface Fields {
  reason: string | null;
  position: number | null;
  finishedAt: string | null;
}

const fields = fc.record<Fields>({
  reason: fc.option(fc.constantFrom('a', 'b', 'c')),
  position: fc.option(fc.nat(3)),
  finishedAt: fc.option(fc.constantFrom('x', 'y')),
});
/** Ranks end in a digest, so two different pushes never share one. */
const parts = fc
  .uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 6 })
  .chain((ranks) =>
    fc.tuple(...ranks.map((rank) => fields.map((said) => ranked(said, `1 ${String(rank).padStart(4, '0')}`)))),
  );

const unite = (all: Ranked<Fields>[]): Ranked<Fields> => all.reduce(merge);

describe('merging what several pushes say', () => {
  it('gives the same result in any order, with any repetition', () => {
    fc.assert(
      fc.property(
        parts.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length }),
            fc.array(fc.constantFrom(...all)),
          ),
        ),
        ([all, shuffled, repeated]) => {
          expect(unite([...shuffled, ...repeated]).fields).toEqual(unite(all).fields);
        },
      ),
      { seed: 20_261_123, numRuns: 500 },
    );
  });

  it('gives the same result however the parts are grouped', () => {
    fc.assert(
      fc.property(parts, fc.nat(5), (all, at) => {
        const [left, right] = [all.slice(0, at), all.slice(at)];
        if (left.length === 0 || right.length === 0) return;
        expect(merge(unite(left), unite(right)).fields).toEqual(unite(all).fields);
      }),
      { seed: 20_261_124, numRuns: 500 },
    );
  });

  it('keeps, of each field, the value of the greatest rank that has one', () => {
    const low = ranked({ reason: 'low', position: 1, finishedAt: null }, '1');
    const middle = ranked({ reason: 'middle', position: null, finishedAt: null }, '2');
    const high = ranked({ reason: null, position: null, finishedAt: 'end' }, '3');
    for (const order of [
      [low, middle, high],
      [high, low, middle],
      [middle, high, low],
    ]) {
      expect(unite(order).fields).toEqual({ reason: 'middle', position: 1, finishedAt: 'end' });
    }
  });
});

describe('the rank of a part', () => {
  const one = Buffer.alloc(32, 1);
  const two = Buffer.alloc(32, 2);
  const noon = '2026-11-01T12:00:00Z';
  const later = '2026-11-01T13:00:00+00:30';

  it('puts a final status before the end, and the end before the digest', () => {
    const ascending = [
      rankOf({ status: 'running', finishedAt: null }, two),
      rankOf({ status: 'running', finishedAt: later }, one),
      rankOf({ status: 'completed', finishedAt: null }, one),
      rankOf({ status: 'completed', finishedAt: noon }, one),
      rankOf({ status: 'failed', finishedAt: noon }, two),
      rankOf({ finishedAt: later }, one),
    ];
    expect([...ascending].sort()).toEqual(ascending);
  });
});

describe('metadata and tags', () => {
  it('merge by key and by union', () => {
    const merged = merge(ranked(spreadMetadata({ a: 1, b: 1 }), '1'), ranked(spreadMetadata({ b: 2, c: 2 }), '2'));
    expect(gatherMetadata(merged.fields)).toEqual({ a: 1, b: 2, c: 2 });
    expect(uniteTags(['b', 'a'], ['c', 'b'])).toEqual(['a', 'b', 'c']);
  });
});
