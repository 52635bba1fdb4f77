import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chancesOf, drawFilm, softmax } from './select.js';

interface Scored {
  id: number;
  score: number;
}
const scored = (scores: number[]): Scored[] => scores.map((score, id) => ({ id, score }));
const drawn = (films: Scored[], temperature: number, draw: number) =>
  drawFilm(films, chancesOf(films, temperature), draw);
const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('select', () => {
  it('gives chances that sum to 1 and grow with the score, at any temperature', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0.001, max: 10, noNaN: true }), (given, temperature) => {
        const chances = softmax(given, temperature);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
        expect(chances[given.indexOf(Math.max(...given))]).toBe(Math.max(...chances));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('draws one of the films, whatever the luck', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (given, luck) => {
        const films = scored(given);
        expect(films).toContain(drawn(films, 0.03, luck));
      }),
      { seed: 2, numRuns: 100 },
    );
    expect(drawn([], 0.03, 0.5)).toBeUndefined();
  });

  it('draws the film on whose stretch of chance the draw falls', () => {
    const two = scored([0.5, 0.5]);
    expect(two.map(chancesOf(two, 1))).toEqual([0.5, 0.5]);
    expect(drawn(two, 1, 0.49)).toBe(two[0]);
    expect(drawn(two, 1, 0.5)).toBe(two[1]);
  });

  it('is nearly sure of the best when cold and nearly indifferent when hot', () => {
    expect(softmax([0.9, 0.8], 0.01)[0]).toBeGreaterThan(0.99);
    expect(softmax([0.9, 0.8], 100)[0]).toBeCloseTo(0.5, 2);
  });
});
