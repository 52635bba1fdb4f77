import { nameOf } from '../films/film.js';
import { rounded } from '../rounding.js';
import { ordinal } from '../wording.js';
import type { ScoredFilm } from './rank.js';

/** What the pipeline answers. */
export interface Choice {
  output: { id: number; title: string; year: number | null; chance: number; score: number };
  /** The answer, in a sentence. */
  sentence: string;
}

/** The film that was drawn, among how many, with its chance, and where its score stood. */
export function choiceOf(
  film: ScoredFilm | undefined,
  best: readonly ScoredFilm[],
  chanceOf: (film: ScoredFilm) => number,
): Choice {
  const [first] = best;
  if (!film || !first) throw new Error('select: there is no film to draw from; end the run before this step');
  const { id, title, year, score } = film;
  const chance = rounded(chanceOf(film), 4);
  const drawn = `${nameOf(film)} was drawn with chance ${chance.toFixed(2)} among ${best.length}`;
  const place = ordinal(best.indexOf(film) + 1);
  const sentence =
    film === first
      ? `${drawn}; it had the best score, ${score.toFixed(2)}`
      : `${drawn}; its score was the ${place} best, ${score.toFixed(2)} after ${first.score.toFixed(2)} of ${nameOf(first)}`;
  return { output: { id, title, year, chance, score }, sentence };
}
