import type { Film } from '../films/film.js';
import { lastYear } from '../films/film.js';
import { rounded } from '../rounding.js';

/** How much each part of the score counts; together 1. */
export interface Weights {
  relevance: number;
  reviews: number;
  rating: number;
  recency: number;
}

export interface ScoredFilm {
  id: number;
  title: string;
  year: number | null;
  /** What each part adds to the score, weight included. */
  parts: Weights;
  /** Parts counted as 0.5 because the data does not know them. */
  assumed: (keyof Weights)[];
  /** Sum of the parts, 0 to 1. */
  score: number;
}

/** A film that the judge kept, with how relevant it found it. */
export interface JudgedRelevant {
  item: Film;
  answer: { relevance: number };
}

const firstYear = 1910;

/** Every film, the best score first; among equals the lower id goes first. */
export function rankFilms(judged: readonly JudgedRelevant[], { weights }: { weights: Weights }): ScoredFilm[] {
  return judged
    .map(({ item: { id, title, year, ...film }, answer: { relevance } }) => {
      return { id, title, year, ...scoreOf({ year, ...film }, relevance, weights) };
    })
    .sort((left, right) => right.score - left.score || left.id - right.id);
}

function scoreOf(
  film: Pick<Film, 'reviews' | 'rating' | 'year'>,
  relevance: number,
  weights: Weights,
): Pick<ScoredFilm, 'parts' | 'assumed' | 'score'> {
  const values = {
    relevance,
    reviews: film.reviews === null ? null : film.reviews / 100,
    rating: film.rating === null ? null : film.rating / 10,
    recency: film.year === null ? null : (film.year - firstYear) / (lastYear - firstYear),
  };
  const names = Object.keys(values) as (keyof Weights)[];
  const part = (name: keyof Weights): number => rounded((values[name] ?? 0.5) * weights[name], 4);
  const parts = {
    relevance: part('relevance'),
    reviews: part('reviews'),
    rating: part('rating'),
    recency: part('recency'),
  };
  return {
    parts,
    assumed: names.filter((name) => values[name] === null),
    score: rounded(
      Object.values(parts).reduce((sum, value) => sum + value, 0),
      4,
    ),
  };
}
