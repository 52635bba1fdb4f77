import { describe, expect, it } from '@jest/globals';
import type { Film } from '../films/film.js';
import { toFilm } from '../films/film.js';
import { loadFilms } from '../films/load-films.js';
import { before, rulesFor } from '../releases.js';
import type { MovieRequest } from './requests.js';
import { movieRequests } from './requests.js';
import { passes, tally, whyDropped } from './filters.js';

const [heist] = movieRequests as [MovieRequest];
const rules = rulesFor(before.config, heist);
const films = loadFilms();
const heat: Film = {
  ...toFilm({ Title: 'Heat', 'Release Date': 'Dec 15 1995' }, 0),
  genre: 'Action',
  rating: 8,
  votes: 100_000,
};
const why = (changes: Partial<Film>) => whyDropped({ ...heat, ...changes }, rules);

describe('filters', () => {
  it('keep a film exactly when every rule holds', () => {
    for (const film of films) {
      const { rating, votes, year, genre } = film;
      const isGood = rating !== null && rating >= 7 && votes !== null && votes >= 50_000;
      const isWanted =
        year !== null && year >= 1970 && year <= 2011 && (genre === null || heist.genres.includes(genre));
      expect(passes(film, rules)).toBe(isGood && isWanted);
    }
  });

  it('give a reason to every film that they drop and to no other', () => {
    expect(films.filter((film) => passes(film, rules)).length).toBeGreaterThan(0);
    for (const film of films) expect(whyDropped(film, rules) === undefined).toBe(passes(film, rules));
  });

  it('say by which number a film fell, by the first rule that failed', () => {
    expect(why({})).toBeUndefined();
    expect(why({ rating: 6.1 })).toBe('rating 6.1 < 7');
    expect(why({ votes: 812 })).toBe('votes 812 < 50000');
    expect(why({ year: 1951 })).toBe('year 1951 < 1970');
    expect(why({ genre: 'Western' })).toBe('genre Western is none of Thriller/Suspense, Action, Drama');
    expect(why({ rating: 6.1, votes: 812 })).toBe('rating 6.1 < 7');
  });

  it('do with a missing value what the rule declares', () => {
    expect(why({ rating: null })).toBe('rating unknown: dropped');
    expect(why({ genre: null })).toBeUndefined();
    expect(passes({ ...heat, votes: null }, { ...rules, votes: { ...rules.votes, missing: 'keep' } })).toBe(true);
  });

  it('drop films that are dated after the data end, and say so', () => {
    expect(why({ year: 2046 })).toBe('year 2046 is later than the data, which end in 2011');
    const misdated = films.filter(({ year }) => year !== null && year > 2011);
    expect(misdated.length).toBeGreaterThan(0);
    expect(misdated.some((film) => passes(film, rules))).toBe(false);
  });

  it('count every film once', () => {
    const three = [heat, { ...heat, rating: 6.1, votes: 1 }, { ...heat, year: 1951 }];
    expect(tally(three, rules)).toBe(
      '1 of 3 films pass every rule; dropped first by rating 1, votes 0, year 1, genre 0',
    );
  });
});
