import type { DecisionDeclaration, Flow } from '@flow-trail/sdk';
import type { Film } from '../films/film.js';
import { nameOf } from '../films/film.js';
import type { FoundFilm } from '../pipeline/search.js';
import { search } from '../pipeline/search.js';
import type { Keyword } from '../pipeline/understand.js';
import { counted } from '../wording.js';

const decision: DecisionDeclaration = {
  candidate: 'id',
  kind: 'film',
  label: 'title',
  score: 'match',
  rank: 'rank',
};

export function searchStep(flow: Flow, films: readonly Film[], keywords: readonly Keyword[]): FoundFilm[] {
  const step = flow.createStep('search');
  const found = search(films, keywords);
  step.capture({
    name: 'matches',
    role: 'output',
    data: found,
    queryable: { id: 'number', title: 'string', year: 'number', genre: 'string', match: 'number', rank: 'number' },
    decision,
  });
  step.finish({ reason: describe(found) });
  return found;
}

function describe(found: FoundFilm[]): string {
  const matching = found.filter(({ match }) => match > 0).length;
  const [best] = found;
  const summary = `${counted(found.length)} films scored, ${counted(matching)} match a keyword`;
  return best ? `${summary}; the best is ${nameOf(best)} with ${best.match}` : summary;
}
