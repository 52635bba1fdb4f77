import { describe, expect, it } from '@jest/globals';
import type { Film } from '../films/film.js';
import { toFilm } from '../films/film.js';
import { rankFilms } from './rank.js';

const weights = { relevance: 0.4, reviews: 0.3, rating: 0.2, recency: 0.1 };
const film = (id: number, changes: Partial<Film> = {}): Film => ({
  ...toFilm({ Title: `Film ${id}`, 'Release Date': 'Jan 01 2011' }, id),
  rating: 8,
  reviews: 90,
  ...changes,
});
const judged = (item: Film, relevance = 0.5) => ({ item, answer: { relevance } });
const candidates = (count: number) => Array.from({ length: count }, (_, id) => judged(film(id), (id % 10) / 10));

describe('rank', () => {
  it('answers every film once, the best first', () => {
    const ranked = rankFilms(candidates(30), { weights });
    expect(new Set(ranked.map(({ id }) => id)).size).toBe(30);
    const scores = ranked.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
    expect(ranked[0]!.id % 10).toBe(9);
  });

  it('sums its parts to the score without a residual', () => {
    for (const { parts, score } of rankFilms(candidates(30), { weights })) {
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 10);
    }
  });

  it('weighs relevance, reviews, rating and recency', () => {
    const [ranked] = rankFilms([judged(film(0))], { weights });
    expect(ranked).toMatchObject({ parts: { relevance: 0.2, reviews: 0.27, rating: 0.16, recency: 0.1 }, score: 0.73 });
  });

  it('counts what is not known as a half and names it', () => {
    const [ranked] = rankFilms([judged(film(0, { reviews: null }))], { weights });
    expect(ranked).toMatchObject({ assumed: ['reviews'], parts: { reviews: 0.15 } });
  });

  it('puts the lower id first among equals', () => {
    const equals = [film(5), film(2), film(9)].map((each) => judged(each));
    expect(rankFilms(equals, { weights }).map(({ id }) => id)).toEqual([2, 5, 9]);
  });
});
