import { describe, expect, it } from '@jest/globals';
import { choiceOf } from './choice.js';
import type { ScoredFilm } from './rank.js';

const film = (id: number, title: string, year: number, score: number): ScoredFilm => {
  return { id, title, year, score, parts: { relevance: score, reviews: 0, rating: 0, recency: 0 }, assumed: [] };
};
const heat = film(1, 'Heat', 1995, 0.91);
const ronin = film(2, 'Ronin', 1998, 0.87);
const best = [heat, film(3, 'Thief', 1981, 0.9), ronin];

describe('the answer', () => {
  it('says with which chance the best film was drawn', () => {
    expect(choiceOf(heat, best, () => 0.3061)).toEqual({
      output: { id: 1, title: 'Heat', year: 1995, chance: 0.3061, score: 0.91 },
      sentence: 'Heat (1995) was drawn with chance 0.31 among 3; it had the best score, 0.91',
    });
  });

  it('says whom a lesser film left behind', () => {
    expect(choiceOf(ronin, best, () => 0.1).sentence).toBe(
      'Ronin (1998) was drawn with chance 0.10 among 3; its score was the 3rd best, 0.87 after 0.91 of Heat (1995)',
    );
  });
});
