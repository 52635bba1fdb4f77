import type { Judge } from '../judge/judge.js';
import { titleOf } from '../judge/judge.js';
import type { FoundFilm } from './search.js';

/** What the judge says of a film that it could judge. */
export interface Opinion {
  /** 0 to 1. */
  relevance: number;
  /** The judge's own words. */
  why: string;
}

export interface JudgedFilm {
  item: FoundFilm;
  answer: Opinion;
}

/** What became of every film. */
export interface Judgement {
  kept: readonly JudgedFilm[];
  dropped: readonly JudgedFilm[];
  /** The judge failed on them. */
  errors: readonly unknown[];
  /** Beyond the budget. */
  skipped: readonly unknown[];
}

/** Keeps the films within the budget that are found relevant enough. */
export async function judgeFilms(
  films: readonly FoundFilm[],
  ask: (film: FoundFilm) => Promise<Opinion>,
  { judgeBudget, relevanceMinimum }: { judgeBudget: number; relevanceMinimum: number },
): Promise<Judgement> {
  const asked = films.slice(0, judgeBudget);
  const opinions = await Promise.allSettled(asked.map(ask));
  const judged = asked.flatMap((item, at) => {
    const opinion = opinions[at];
    return opinion?.status === 'fulfilled' ? [{ item, answer: opinion.value }] : [];
  });
  return {
    kept: judged.filter(({ answer }) => answer.relevance >= relevanceMinimum),
    dropped: judged.filter(({ answer }) => !(answer.relevance >= relevanceMinimum)),
    errors: opinions.filter(({ status }) => status === 'rejected'),
    skipped: films.slice(judgeBudget),
  };
}

export function describe(judge: Judge, { kept, dropped, errors, skipped }: Judgement): string {
  return `${titleOf(judge)} kept ${kept.length}, dropped ${dropped.length}, failed on ${errors.length} and had no budget for ${skipped.length}`;
}
