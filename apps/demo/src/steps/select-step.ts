import type { DecisionDeclaration, Flow } from '@flow-trail/sdk';
import { nameOf } from '../films/film.js';
import type { RankedFilm } from '../pipeline/rank.js';
import type { SelectedFilm } from '../pipeline/select.js';
import { drawFilm } from '../pipeline/select.js';
import type { Random } from '../random.js';
import { rounded } from '../rounding.js';
import { ordinal } from '../wording.js';

const decision: DecisionDeclaration = {
  candidate: 'id',
  kind: 'film',
  label: 'title',
  outcome: 'outcome',
  reason: 'reason',
  score: 'score',
  rank: 'rank',
  chance: 'chance',
  from: 'rank/ranking',
};

export interface Selected {
  film: SelectedFilm;
  /** The answer, in a sentence. */
  sentence: string;
}

/** Draws the answer among the films given; at least one. */
export function selectStep(flow: Flow, films: readonly RankedFilm[], temperature: number, random: Random): Selected {
  const step = flow.createStep('select', { config: { temperature } });
  const draw = random.next();
  const drawn = drawFilm(films, temperature, draw);
  step.capture({
    name: 'draw',
    role: 'output',
    data: drawn,
    queryable: { id: 'number', title: 'string', score: 'number', rank: 'number', chance: 'number', outcome: 'string' },
    decision,
  });
  const film = drawn.find(({ outcome }) => outcome === 'kept');
  const [best] = drawn;
  if (!film || !best) throw new Error('select: there is no film to draw from; end the run before this step');
  const sentence = describe(film, best, drawn.length);
  step.finish({ reason: sentence, metrics: { draw: rounded(draw, 4) } });
  return { film, sentence };
}

/** The answer with its chance, and where its score stood. */
export function describe(film: SelectedFilm, best: SelectedFilm, among: number): string {
  const drawn = `${nameOf(film)} was drawn with chance ${film.chance.toFixed(2)} among ${among}`;
  if (film.id === best.id) return `${drawn}; it had the best score, ${film.score.toFixed(2)}`;
  return `${drawn}; its score was the ${ordinal(film.rank)} best, ${film.score.toFixed(2)} after ${best.score.toFixed(2)} of ${nameOf(best)}`;
}
