import { rounded } from '../rounding.js';
import type { RankedFilm } from './rank.js';

export interface SelectedFilm {
  id: number;
  title: string;
  year: number | null;
  score: number;
  rank: number;
  /** Probability with which it could be drawn; all together 1. */
  chance: number;
  outcome: 'kept' | 'dropped';
  reason: 'drawn' | 'not drawn';
}

/** Chances in proportion to e^(score / temperature): the colder, the surer the best. */
export function softmax(scores: readonly number[], temperature: number): number[] {
  // The greatest is taken off first, or cold temperatures overflow.
  const greatest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - greatest) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Draws one film; `draw` is at least 0 and below 1. Chances are recorded with 4 decimals. */
export function drawFilm(films: readonly RankedFilm[], temperature: number, draw: number): SelectedFilm[] {
  const chances = softmax(
    films.map(({ score }) => score),
    temperature,
  );
  const drawn = indexAt(chances, draw);
  return films.map(({ id, title, year, score, rank }, index) => ({
    id,
    title,
    year,
    score,
    rank,
    chance: rounded(chances[index] ?? 0, 4),
    outcome: index === drawn ? 'kept' : 'dropped',
    reason: index === drawn ? 'drawn' : 'not drawn',
  }));
}

/** Where the draw falls when the chances are laid end to end. */
function indexAt(chances: readonly number[], draw: number): number {
  let end = 0;
  const index = chances.findIndex((chance) => draw < (end += chance));
  return index === -1 ? chances.length - 1 : index;
}
