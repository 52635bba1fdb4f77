import type { DecisionDeclaration, Flow } from '@flow-trail/sdk';
import type { Film } from '../films/film.js';
import type { RankedFilm } from '../pipeline/rank.js';
import { rankFilms } from '../pipeline/rank.js';
import type { ReleaseConfig } from '../releases.js';
import { percent } from '../wording.js';

const decision: DecisionDeclaration = {
  candidate: 'id',
  kind: 'film',
  label: 'title',
  outcome: 'outcome',
  reason: 'reason',
  score: 'score',
  rank: 'rank',
  contributions: 'parts',
  combineContributions: 'sum',
  from: 'judge/judgements',
};

/** Answers the films that the ranking keeps, the best first. */
export function rankStep(
  flow: Flow,
  films: readonly { film: Film; relevance: number }[],
  { weights, keep }: Pick<ReleaseConfig, 'weights' | 'keep'>,
): RankedFilm[] {
  const step = flow.createStep('rank', { config: { weights, keep } });
  const ranked = rankFilms(films, weights, keep);
  step.capture({
    name: 'ranking',
    role: 'output',
    data: ranked,
    queryable: {
      id: 'number',
      title: 'string',
      year: 'number',
      score: 'number',
      rank: 'number',
      outcome: 'string',
      ...Object.fromEntries(Object.keys(weights).map((name) => [`parts.${name}`, 'number' as const])),
    },
    decision,
  });
  const parts = Object.entries(weights).map(([name, weight]) => `${name} ${percent(weight)}`);
  step.finish({ reason: `Ranked ${ranked.length} by ${parts.join(', ')}` });
  return ranked.filter(({ outcome }) => outcome === 'kept');
}
