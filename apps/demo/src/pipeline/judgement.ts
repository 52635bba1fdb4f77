import type { Assessment, JudgedFilm } from '../judge/judge.js';

export interface JudgementRecord {
  id: number;
  title: string;
  match: number;
  /** 0 to 1; null when the judge did not say. */
  relevance: number | null;
  /** The judge's own words. */
  why: string | null;
  outcome: 'kept' | 'dropped' | 'error' | 'skipped';
  reason: string;
}

/** The best matches, as many as the budget allows, and the rest. */
export function withinBudget<T>(byMatch: readonly T[], budget: number): { judged: T[]; skipped: T[] } {
  return { judged: byMatch.slice(0, budget), skipped: byMatch.slice(budget) };
}

export function toJudgement({ film, match }: JudgedFilm, said: Assessment, threshold: number): JudgementRecord {
  const base = { id: film.id, title: film.title, match };
  if ('error' in said) return { ...base, relevance: null, why: null, outcome: 'error', reason: said.error };
  const { relevance, why } = said;
  return relevance >= threshold
    ? { ...base, relevance, why, outcome: 'kept', reason: `relevance ${relevance} >= ${threshold}` }
    : { ...base, relevance, why, outcome: 'dropped', reason: `relevance ${relevance} < ${threshold}` };
}

export function toSkipped({ film, match }: JudgedFilm): JudgementRecord {
  return {
    id: film.id,
    title: film.title,
    match,
    relevance: null,
    why: null,
    outcome: 'skipped',
    reason: 'budget',
  };
}
