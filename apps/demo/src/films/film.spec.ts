import { describe, expect, it } from '@jest/globals';
import { nameOf, toFilm } from './film.js';
import { loadFilms } from './load-films.js';

describe('films', () => {
  it('reads the 3,201 films with their row numbers as ids', () => {
    const films = loadFilms();
    expect(films).toHaveLength(3201);
    expect(films.map(({ id }) => id)).toEqual(films.map((_, row) => row));
  });

  it('keeps what is missing as null, and never as an empty text or 0', () => {
    const films = loadFilms();
    expect(films.filter(({ minutes }) => minutes === null)).toHaveLength(1992);
    expect(films.filter(({ rating, votes }) => rating === null && votes === null)).toHaveLength(213);
    expect(films.filter(({ genre }) => genre === null)).toHaveLength(275);
  });

  it('reads titles that are numbers as text and names the film that has none', () => {
    const films = loadFilms();
    expect(films.filter(({ title }) => /^\d+$/.test(title)).map(({ title }) => title)).toContain('300');
    expect(films.filter(({ title }) => title.endsWith('(no title)'))).toHaveLength(1);
  });

  it('takes the year as recorded, and none from a date that it cannot read', () => {
    expect(toFilm({ Title: 'Ben-Hur', 'Release Date': 'Dec 30 2025' }, 0).year).toBe(2025);
    expect(toFilm({ Title: 'Heat', 'Release Date': null }, 0).year).toBeNull();
    expect(toFilm({ Title: 'Heat', 'Release Date': 'TBD' }, 0).year).toBeNull();
  });

  it('names a film with its year where it is known', () => {
    expect(nameOf({ title: 'Heat', year: 1995 })).toBe('Heat (1995)');
    expect(nameOf({ title: 'Heat', year: null })).toBe('Heat');
  });
});
