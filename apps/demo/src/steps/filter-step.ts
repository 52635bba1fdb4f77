import type { DecisionDeclaration, Flow } from '@flow-trail/sdk';
import type { Film } from '../films/film.js';
import type { FilteredFilm, Rules } from '../pipeline/filters.js';
import { filterFilms } from '../pipeline/filters.js';
import { counted } from '../wording.js';

const decision: DecisionDeclaration = {
  candidate: 'id',
  kind: 'film',
  label: 'title',
  outcome: 'outcome',
  reason: 'reason',
  verdicts: 'verdicts',
  combine: 'all',
  from: 'search/matches',
};

export interface Filtered {
  keptIds: Set<number>;
  /** Who was dropped by what, in words. */
  summary: string;
}

export function filterStep(flow: Flow, films: readonly Film[], rules: Rules): Filtered {
  const step = flow.createStep('filters', { config: { rules } });
  const filtered = filterFilms(films, rules);
  step.capture({
    name: 'verdicts',
    role: 'output',
    data: filtered,
    queryable: {
      id: 'number',
      title: 'string',
      rating: 'number',
      votes: 'number',
      year: 'number',
      genre: 'string',
      outcome: 'string',
      reason: 'string',
      ...Object.fromEntries(Object.keys(rules).map((name) => [`verdicts.${name}.passed`, 'boolean' as const])),
    },
    decision: { ...decision, rules },
  });
  const summary = summarise(filtered, rules);
  step.finish({ reason: summary });
  return { keptIds: new Set(filtered.filter(({ outcome }) => outcome === 'kept').map(({ id }) => id)), summary };
}

function summarise(filtered: FilteredFilm[], rules: Rules): string {
  const kept = filtered.filter(({ outcome }) => outcome === 'kept').length;
  const names = Object.keys(rules) as (keyof Rules)[];
  const dropped = names.map(
    (name) => `${name} ${counted(filtered.filter((film) => firstFailed(film) === name).length)}`,
  );
  return `${counted(kept)} of ${counted(filtered.length)} films pass every rule; dropped first by ${dropped.join(', ')}`;
}

function firstFailed({ verdicts }: FilteredFilm): string | undefined {
  return Object.entries(verdicts).find(([, { passed }]) => !passed)?.[0];
}
