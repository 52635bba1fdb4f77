import type { Film } from '../films/film.js';
import { lastYear } from '../films/film.js';
import { counted } from '../wording.js';

/** A film survives when `actual op threshold` holds; `missing` says what happens to a film without the value. */
export type Rule =
  | { actual: 'rating' | 'votes'; op: '>='; threshold: number; missing: 'drop' | 'keep' }
  | { actual: 'year'; op: 'between'; threshold: [number, number]; missing: 'drop' | 'keep' }
  | { actual: 'genre'; op: 'in'; threshold: string[]; missing: 'drop' | 'keep' };

export type RuleName = 'rating' | 'votes' | 'year' | 'genre';
/** In the order in which they are asked. */
export type Rules = Record<RuleName, Rule>;

/** A film that survives every rule has no reason to be dropped. */
export function passes(film: Film, rules: Rules): boolean {
  return firstFailed(film, rules) === undefined;
}

/** What the first rule that failed says, with its numbers. */
export function whyDropped(film: Film, rules: Rules): string | undefined {
  const name = firstFailed(film, rules);
  return name && failure(rules[name], film[rules[name].actual]);
}

/** Who was dropped by what, in words. */
export function tally(films: readonly Film[], rules: Rules): string {
  const failed = films.map((film) => firstFailed(film, rules));
  const count = (name: RuleName | undefined): string => counted(failed.filter((each) => each === name).length);
  const dropped = namesOf(rules).map((name) => `${name} ${count(name)}`);
  return `${count(undefined)} of ${counted(films.length)} films pass every rule; dropped first by ${dropped.join(', ')}`;
}

function firstFailed(film: Film, rules: Rules): RuleName | undefined {
  return namesOf(rules).find((name) => !holds(rules[name], film[rules[name].actual]));
}

function namesOf(rules: Rules): RuleName[] {
  return Object.keys(rules) as RuleName[];
}

function holds(rule: Rule, actual: string | number | null): boolean {
  if (actual === null) return rule.missing === 'keep';
  switch (rule.op) {
    case '>=':
      return Number(actual) >= rule.threshold;
    case 'between':
      return Number(actual) >= rule.threshold[0] && Number(actual) <= rule.threshold[1];
    case 'in':
      return rule.threshold.includes(String(actual));
  }
}

/** A date after the data end is a misread century and is named as such. */
function failure(rule: Rule, actual: string | number | null): string {
  const found = `${rule.actual} ${actual}`;
  if (actual === null) return `${rule.actual} unknown: dropped`;
  switch (rule.op) {
    case '>=':
      return `${found} < ${rule.threshold}`;
    case 'between':
      if (Number(actual) > lastYear) return `${found} is later than the data, which end in ${lastYear}`;
      return Number(actual) < rule.threshold[0] ? `${found} < ${rule.threshold[0]}` : `${found} > ${rule.threshold[1]}`;
    case 'in':
      return `${found} is none of ${rule.threshold.join(', ')}`;
  }
}
