import type { Film } from '../films/film.js';
import { lastYear } from '../films/film.js';

/** A film survives when `actual op threshold` holds; `missing` says what happens to a film without the value. */
export type Rule =
  | { actual: 'rating' | 'votes'; op: '>='; threshold: number; missing: 'drop' | 'keep' }
  | { actual: 'year'; op: 'between'; threshold: [number, number]; missing: 'drop' | 'keep' }
  | { actual: 'genre'; op: 'in'; threshold: string[]; missing: 'drop' | 'keep' };

export type RuleName = 'rating' | 'votes' | 'year' | 'genre';
/** Evaluated in this order, all of them. */
export type Rules = Record<RuleName, Rule>;

export interface Verdict {
  passed: boolean;
  /** Null when the data does not know it. */
  actual: string | number | null;
  threshold: Rule['threshold'];
  /** Of a failed rule, and of a value that is not known. */
  reason?: string;
}

export interface FilteredFilm {
  id: number;
  title: string;
  rating: number | null;
  votes: number | null;
  year: number | null;
  genre: string | null;
  outcome: 'kept' | 'dropped';
  /** That of the first failed rule. */
  reason: string;
  verdicts: Record<RuleName, Verdict>;
}

/** Every film with the verdict of every rule, in the order given. */
export function filterFilms(films: readonly Film[], rules: Rules): FilteredFilm[] {
  return films.map((film) => filterFilm(film, rules));
}

export function judgeRule(rule: Rule, film: Film): Verdict {
  const { threshold } = rule;
  const actual = film[rule.actual];
  if (actual === null) {
    const passed = rule.missing === 'keep';
    return { passed, actual, threshold, reason: `${rule.actual} unknown: ${passed ? 'kept' : 'dropped'}` };
  }
  if (holds(rule, actual)) return { passed: true, actual, threshold };
  return { passed: false, actual, threshold, reason: `${rule.actual} ${actual} ${failure(rule, actual)}` };
}

function filterFilm(film: Film, rules: Rules): FilteredFilm {
  const verdicts = {
    rating: judgeRule(rules.rating, film),
    votes: judgeRule(rules.votes, film),
    year: judgeRule(rules.year, film),
    genre: judgeRule(rules.genre, film),
  };
  const failed = Object.values(verdicts).find(({ passed }) => !passed);
  const { id, title, rating, votes, year, genre } = film;
  const outcome = failed ? 'dropped' : 'kept';
  return { id, title, rating, votes, year, genre, outcome, reason: failed?.reason ?? 'passed every rule', verdicts };
}

function holds(rule: Rule, actual: string | number): boolean {
  switch (rule.op) {
    case '>=':
      return Number(actual) >= rule.threshold;
    case 'between':
      return Number(actual) >= rule.threshold[0] && Number(actual) <= rule.threshold[1];
    case 'in':
      return rule.threshold.includes(String(actual));
  }
}

/** Why it failed, with the numbers. A date after the data end is a misread century and is named as such. */
function failure(rule: Rule, actual: string | number): string {
  switch (rule.op) {
    case '>=':
      return `< ${rule.threshold}`;
    case 'between':
      if (Number(actual) > lastYear) return `is later than the data, which end in ${lastYear}`;
      return Number(actual) < rule.threshold[0] ? `< ${rule.threshold[0]}` : `> ${rule.threshold[1]}`;
    case 'in':
      return `is none of ${rule.threshold.join(', ')}`;
  }
}
