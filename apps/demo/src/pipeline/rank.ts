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

export interface RankedFilm {
  id: number;
  title: string;
  year: number | null;
  /** What each part adds to the score, weight included. */
  parts: Weights;
  /** Parts counted as 0.5 because the data does not know them. */
  assumed: (keyof Weights)[];
  /** Sum of the parts, 0 to 1. */
  score: number;
  /** 1 is the best; among equals the lower id goes first. */
  rank: number;
  outcome: 'kept' | 'dropped';
  reason: string;
}

const firstYear = 1910;

/** Every film in the order of its score; the first `keep` are kept. */
export function rankFilms(
  films: readonly { film: Film; relevance: number }[],
  weights: Weights,
  keep: number,
): RankedFilm[] {
  return films
    .map(({ film, relevance }) => ({ film, ...scoreOf(film, relevance, weights) }))
    .sort((left, right) => right.score - left.score || left.film.id - right.film.id)
    .map(({ film: { id, title, year }, parts, assumed, score }, index) => ({
      id,
      title,
      year,
      parts,
      assumed,
      score,
      rank: index + 1,
      outcome: index < keep ? 'kept' : 'dropped',
      reason: index < keep ? `among the best ${keep}` : `cut at ${keep}`,
    }));
}

function scoreOf(film: Film, relevance: number, weights: Weights): Pick<RankedFilm, 'parts' | 'assumed' | 'score'> {
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
