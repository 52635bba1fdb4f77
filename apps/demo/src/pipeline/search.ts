import type { Film } from '../films/film.js';
import { rounded } from '../rounding.js';
import type { Keyword } from './understand.js';

/** One film of the search; every film is one. */
export interface FoundFilm {
  id: number;
  title: string;
  year: number | null;
  genre: string | null;
  /** Share of the keywords' weight that the film meets, 0 to 1. */
  match: number;
  /** 1 is the best match; among equals the better rated film goes first, then the lower id. */
  rank: number;
}

/** Scores and ranks every film; answers in the order of rank. */
export function search(films: readonly Film[], keywords: readonly Keyword[]): FoundFilm[] {
  const scored = films.map((film) => ({ film, match: matchOf(film, keywords) }));
  scored.sort(
    (left, right) =>
      right.match - left.match || (right.film.rating ?? 0) - (left.film.rating ?? 0) || left.film.id - right.film.id,
  );
  return scored.map(({ film: { id, title, year, genre }, match }, index) => ({
    id,
    title,
    year,
    genre,
    match,
    rank: index + 1,
  }));
}

export function matchOf(film: Film, keywords: readonly Keyword[]): number {
  const total = keywords.reduce((sum, { weight }) => sum + weight, 0);
  const met = keywords.reduce((sum, keyword) => (meets(film, keyword) ? sum + keyword.weight : sum), 0);
  return total === 0 ? 0 : rounded(met / total, 3);
}

/** A film without the value meets nothing. */
export function meets(film: Film, { field, value }: Pick<Keyword, 'field' | 'value'>): boolean {
  if (field === 'minutes') return film.minutes !== null && film.minutes <= Number(value);
  if (field === 'title')
    return film.title
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .includes(String(value));
  return film[field] === value;
}
