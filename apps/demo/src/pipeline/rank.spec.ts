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
const candidates = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ film: film(id), relevance: (id % 10) / 10 }));

describe('rank', () => {
  it('gives every film one place and one outcome, and keeps the best', () => {
    const ranked = rankFilms(candidates(30), weights, 12);
    expect(new Set(ranked.map(({ id }) => id)).size).toBe(30);
    expect(ranked.map(({ rank }) => rank)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(ranked.map(({ outcome }) => outcome === 'kept')).toEqual(ranked.map(({ rank }) => rank <= 12));
    expect(ranked[12]).toMatchObject({ outcome: 'dropped', reason: 'cut at 12' });
    expect(Math.min(...ranked.slice(0, 12).map(({ score }) => score))).toBeGreaterThanOrEqual(ranked[12]!.score);
  });

  it('sums its parts to the score without a residual', () => {
    for (const { parts, score } of rankFilms(candidates(30), weights, 12)) {
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 10);
    }
  });

  it('weighs relevance, reviews, rating and recency', () => {
    const [ranked] = rankFilms([{ film: film(0), relevance: 0.5 }], weights, 12);
    expect(ranked).toMatchObject({ parts: { relevance: 0.2, reviews: 0.27, rating: 0.16, recency: 0.1 }, score: 0.73 });
  });

  it('counts what is not known as a half and names it', () => {
    const [ranked] = rankFilms([{ film: film(0, { reviews: null }), relevance: 0.5 }], weights, 12);
    expect(ranked).toMatchObject({ assumed: ['reviews'], parts: { reviews: 0.15 } });
  });

  it('puts the lower id first among equals', () => {
    const equals = [film(5), film(2), film(9)].map((each) => ({ film: each, relevance: 0.5 }));
    expect(rankFilms(equals, weights, 2).map(({ id }) => id)).toEqual([2, 5, 9]);
  });
});
