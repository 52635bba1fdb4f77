import { describe, expect, it } from '@jest/globals';
import type { Film } from '../films/film.js';
import { toFilm } from '../films/film.js';
import { loadFilms } from '../films/load-films.js';
import type { Keyword } from './understand.js';
import { matchOf, meets, search } from './search.js';

const heat: Film = {
  ...toFilm({ Title: 'The Heat Job', 'Release Date': 'Dec 15 1995' }, 0),
  genre: 'Action',
  minutes: 120,
  rating: 8,
};
const keyword = (field: Keyword['field'], value: string | number, weight = 1): Keyword => ({
  field,
  value,
  weight,
  term: '',
});

describe('search', () => {
  it('answers every film exactly once, the best match first', () => {
    const films = loadFilms();
    const found = search(films, [keyword('genre', 'Western'), keyword('minutes', 120, 0.5)]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(films.length);
    expect(found.every(({ match }, index) => index === 0 || match <= found[index - 1]!.match)).toBe(true);
    expect(found[0]!.genre).toBe('Western');
  });

  it('puts the better rated film first among equal matches, then the lower id', () => {
    const films = [heat, { ...heat, id: 1, rating: 9 }, { ...heat, id: 2, rating: null }, { ...heat, id: 3 }];
    expect(search(films, [keyword('genre', 'Action')]).map(({ id }) => id)).toEqual([1, 0, 3, 2]);
  });

  it('scores the share of the weight that a film meets', () => {
    expect(matchOf(heat, [keyword('genre', 'Action', 3), keyword('director', 'Michael Mann', 1)])).toBe(0.75);
    expect(matchOf(heat, [])).toBe(0);
  });

  it('finds whole words of a title, in any case', () => {
    expect(meets(heat, keyword('title', 'job'))).toBe(true);
    expect(meets(heat, keyword('title', 'jo'))).toBe(false);
  });

  it('takes a running time as the longest welcome one, and an unknown one as no match', () => {
    expect(meets(heat, keyword('minutes', 120))).toBe(true);
    expect(meets(heat, keyword('minutes', 119))).toBe(false);
    expect(meets({ ...heat, minutes: null }, keyword('minutes', 500))).toBe(false);
  });
});
