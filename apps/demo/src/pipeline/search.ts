import type { Film } from '../films/film.js';
import { rounded } from '../rounding.js';
import type { Keyword } from './understand.js';

/** A film as the search answers it; every film is one. */
export interface FoundFilm extends Film {
  /** Share of the keywords' weight that the film meets, 0 to 1. */
  match: number;
}

/** Every film, the best match first; among equals the better rated film goes first, then the lower id. */
export function search(films: readonly Film[], keywords: readonly Keyword[]): FoundFilm[] {
  return films
    .map((film) => ({ ...film, match: matchOf(film, keywords) }))
    .sort((left, right) => right.match - left.match || (right.rating ?? 0) - (left.rating ?? 0) || left.id - right.id);
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
