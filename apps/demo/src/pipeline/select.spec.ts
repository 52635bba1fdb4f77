import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RankedFilm } from './rank.js';
import { drawFilm, softmax } from './select.js';

const ranked = (scores: number[]): RankedFilm[] =>
  scores.map((score, id) => ({
    id,
    title: `Film ${id}`,
    year: 2000,
    parts: { relevance: 0, reviews: 0, rating: 0, recency: 0 },
    assumed: [],
    score,
    rank: id + 1,
    outcome: 'kept',
    reason: '',
  }));
const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('select', () => {
  it('gives chances that sum to 1 and grow with the score, at any temperature', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0.001, max: 10, noNaN: true }), (given, temperature) => {
        const chances = softmax(given, temperature);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
        expect(chances[given.indexOf(Math.max(...given))]).toBe(Math.max(...chances));
      }),
    );
  });

  it('keeps exactly one film, whatever is drawn', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (given, draw) => {
        const drawn = drawFilm(ranked(given), 0.03, draw);
        expect(drawn.map(({ id }) => id)).toEqual(given.map((_, id) => id));
        expect(drawn.filter(({ outcome, reason }) => outcome === 'kept' && reason === 'drawn')).toHaveLength(1);
        expect(drawn.filter(({ outcome, reason }) => outcome === 'dropped' && reason === 'not drawn')).toHaveLength(
          given.length - 1,
        );
      }),
    );
  });

  it('draws the film on whose stretch of chance the draw falls', () => {
    const two = ranked([0.5, 0.5]);
    expect(drawFilm(two, 1, 0.49).find(({ outcome }) => outcome === 'kept')).toMatchObject({ id: 0, chance: 0.5 });
    expect(drawFilm(two, 1, 0.5).find(({ outcome }) => outcome === 'kept')).toMatchObject({ id: 1, chance: 0.5 });
  });

  it('is nearly sure of the best when cold and nearly indifferent when hot', () => {
    expect(softmax([0.9, 0.8], 0.01)[0]).toBeGreaterThan(0.99);
    expect(softmax([0.9, 0.8], 100)[0]).toBeCloseTo(0.5, 2);
  });
});
