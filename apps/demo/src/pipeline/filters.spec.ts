import { describe, expect, it } from '@jest/globals';
import type { Film } from '../films/film.js';
import { toFilm } from '../films/film.js';
import { loadFilms } from '../films/load-films.js';
import { before, rulesFor } from '../releases.js';
import type { MovieRequest } from './requests.js';
import { movieRequests } from './requests.js';
import { filterFilms, judgeRule } from './filters.js';

const [heist] = movieRequests as [MovieRequest];
const rules = rulesFor(before.config, heist);
const films = loadFilms();
const filtered = filterFilms(films, rules);
const heat: Film = {
  ...toFilm({ Title: 'Heat', 'Release Date': 'Dec 15 1995' }, 0),
  genre: 'Action',
  rating: 8,
  votes: 100_000,
};
const only = (changes: Partial<Film>) => filterFilms([{ ...heat, ...changes }], rules)[0]!;

describe('filters', () => {
  it('gives every film exactly one outcome, in the order given', () => {
    expect(filtered.map(({ id }) => id)).toEqual(films.map(({ id }) => id));
    const count = (outcome: string): number => filtered.filter((film) => film.outcome === outcome).length;
    expect(count('kept')).toBeGreaterThan(0);
    expect(count('dropped')).toBeGreaterThan(0);
    expect(count('kept') + count('dropped')).toBe(films.length);
  });

  it('records verdicts whose numbers agree with the rule', () => {
    for (const { verdicts, rating, votes, year, genre } of filtered) {
      expect(verdicts.rating).toMatchObject({ actual: rating, threshold: 7, passed: rating !== null && rating >= 7 });
      expect(verdicts.votes).toMatchObject({ actual: votes, threshold: 50_000 });
      expect(verdicts.votes.passed).toBe(votes !== null && votes >= 50_000);
      expect(verdicts.year).toMatchObject({ actual: year, threshold: [1970, 2011] });
      expect(verdicts.year.passed).toBe(year !== null && year >= 1970 && year <= 2011);
      expect(verdicts.genre.actual).toBe(genre);
      expect(verdicts.genre.passed).toBe(genre === null || heist.genres.includes(genre));
    }
  });

  it('keeps a film exactly when every rule passed, and gives the reason of the first that did not', () => {
    for (const { verdicts, outcome, reason } of filtered) {
      const failed = Object.values(verdicts).find(({ passed }) => !passed);
      expect(outcome).toBe(failed ? 'dropped' : 'kept');
      expect(reason).toBe(failed ? failed.reason : 'passed every rule');
    }
  });

  it('says by which number a film fell', () => {
    expect(only({ rating: 6.1 }).reason).toBe('rating 6.1 < 7');
    expect(only({ votes: 812 }).reason).toBe('votes 812 < 50000');
    expect(only({ year: 1951 }).reason).toBe('year 1951 < 1970');
    expect(only({ genre: 'Western' }).reason).toBe('genre Western is none of Thriller/Suspense, Action, Drama');
    expect(only({ rating: 6.1, votes: 812 }).reason).toBe('rating 6.1 < 7');
  });

  it('does with a missing value what the rule declares, and records that there was none', () => {
    expect(only({ rating: null }).verdicts.rating).toEqual({
      passed: false,
      actual: null,
      threshold: 7,
      reason: 'rating unknown: dropped',
    });
    expect(only({ genre: null })).toMatchObject({
      outcome: 'kept',
      verdicts: { genre: { passed: true, actual: null, reason: 'genre unknown: kept' } },
    });
    const lenient = { ...rules.votes, missing: 'keep' as const };
    expect(judgeRule(lenient, { ...heat, votes: null })).toMatchObject({ passed: true, actual: null });
  });

  it('drops films that are dated after the data end, and says so', () => {
    expect(only({ year: 2046 })).toMatchObject({
      outcome: 'dropped',
      reason: 'year 2046 is later than the data, which end in 2011',
      verdicts: { year: { passed: false, actual: 2046 } },
    });
    const misdated = filtered.filter(({ year }) => year !== null && year > 2011);
    expect(misdated.length).toBeGreaterThan(0);
    expect(misdated.every(({ outcome }) => outcome === 'dropped')).toBe(true);
  });
});
