import { readFileSync } from 'node:fs';
import type { Film, FilmRow } from './film.js';
import { toFilm } from './film.js';

/** Reads the 3,201 films of the npm package vega-datasets, whose `exports` name its code only: the file lies beside that. */
export function loadFilms(): Film[] {
  const file = new URL('../data/movies.json', import.meta.resolve('vega-datasets'));
  return (JSON.parse(readFileSync(file, 'utf8')) as FilmRow[]).map(toFilm);
}
