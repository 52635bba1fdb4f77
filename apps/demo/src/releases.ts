import type { Rules } from './pipeline/filters.js';
import type { Weights } from './pipeline/rank.js';
import type { MovieRequest } from './pipeline/requests.js';

/** Everything that a release of the pipeline decides by. */
export interface ReleaseConfig {
  ratingMinimum: number;
  votesMinimum: number;
  /** Films that the judge is asked about, the best matches first. */
  judgeBudget: number;
  /** Tries at judging before the run gives up. */
  judgeTries: number;
  relevanceMinimum: number;
  weights: Weights;
  /** Films that the ranking keeps. */
  keep: number;
  /** Of the softmax that draws the answer. */
  temperature: number;
}

export interface Release {
  version: string;
  config: ReleaseConfig;
}

const config: ReleaseConfig = {
  ratingMinimum: 7,
  votesMinimum: 50_000,
  judgeBudget: 40,
  judgeTries: 3,
  relevanceMinimum: 0.6,
  weights: { relevance: 0.35, reviews: 0.25, rating: 0.25, recency: 0.15 },
  keep: 12,
  temperature: 0.025,
};

export const before: Release = { version: '2.4.0', config };
/** One rule moved: lesser-known films get their chance. */
export const after: Release = { version: '2.5.0', config: { ...config, votesMinimum: 5_000 } };

/** The rules of one run: what the release sets and what the request asks for. */
export function rulesFor({ ratingMinimum, votesMinimum }: ReleaseConfig, { years, genres }: MovieRequest): Rules {
  return {
    rating: { actual: 'rating', op: '>=', threshold: ratingMinimum, missing: 'drop' },
    votes: { actual: 'votes', op: '>=', threshold: votesMinimum, missing: 'drop' },
    year: { actual: 'year', op: 'between', threshold: years, missing: 'drop' },
    // One film in twelve has no genre on record; that is no reason to lose it.
    genre: { actual: 'genre', op: 'in', threshold: genres, missing: 'keep' },
  };
}
