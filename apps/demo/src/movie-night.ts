import type { FlowOptions, Flow, Json, Receipt } from '@flow-trail/sdk';
import { createFlow } from '@flow-trail/sdk';
import type { Film } from './films/film.js';
import type { Judge } from './judge/judge.js';
import type { Random } from './random.js';
import { rulesFor } from './releases.js';
import type { PlannedRun } from './runs/plan.js';
import { filterStep } from './steps/filter-step.js';
import { judgeStep } from './steps/judge-step.js';
import { rankStep } from './steps/rank-step.js';
import { searchStep } from './steps/search-step.js';
import { selectStep } from './steps/select-step.js';
import { understandStep } from './steps/understand-step.js';

export interface Surroundings {
  films: readonly Film[];
  /** Made anew for each run, which gives it its own chance. */
  judgeFor: (random: Random) => Judge;
  /** Where the flow is sent. */
  delivery: Pick<FlowOptions, 'endpoint' | 'platform'>;
}

/** How a run ended: with a film, or honestly without. */
export interface Ending {
  status: 'completed' | 'failed';
  /** The answer, or why there is none, in a sentence. */
  reason: string;
  output?: Json;
}

export interface MovieNight extends Ending {
  receipt: Receipt;
}

/** Runs the pipeline once and sends what it decided, all at once. */
export async function movieNight(run: PlannedRun, surroundings: Surroundings): Promise<MovieNight> {
  const judge = surroundings.judgeFor(run.random.fork('judge'));
  const flow = createFlow('movie-night', {
    ...surroundings.delivery,
    release: run.release.version,
    environment: 'demo',
    input: { request: run.request.text },
    config: run.release.config,
    tags: ['movie night', judge.model === 'simulated' ? 'simulated judge' : 'real judge'],
    metadata: { ...run.metadata, judge: judge.model, data: 'movies.json of vega-datasets' },
  });
  const ending = await decide(flow, run, surroundings.films, judge);
  return { ...ending, receipt: await flow.finish(ending) };
}

async function decide(
  flow: Flow,
  { request, release: { config }, random }: PlannedRun,
  films: readonly Film[],
  judge: Judge,
): Promise<Ending> {
  const keywords = understandStep(flow, request, random.fork('understand'));
  const found = searchStep(flow, films, keywords);
  const byMatch = found.flatMap(({ id, match }) => {
    const film = films[id];
    return film ? [{ film, match }] : [];
  });

  const rules = rulesFor(config, request);
  const filtered = filterStep(
    flow,
    byMatch.map(({ film }) => film),
    rules,
  );
  if (filtered.keptIds.size === 0) return failed(`No film is left after the filters: ${filtered.summary}`);

  const remaining = byMatch.filter(({ film }) => filtered.keptIds.has(film.id));
  const judged = await judgeStep({ flow, judge, config, request: request.text }, remaining);
  if (judged.status === 'failed') return failed(judged.reason);
  if (judged.kept.size === 0) return failed(`No film is left after the judge: ${judged.summary}`);

  const relevant = remaining.flatMap(({ film }) => {
    const relevance = judged.kept.get(film.id);
    return relevance === undefined ? [] : [{ film, relevance }];
  });
  const { film, sentence } = selectStep(
    flow,
    rankStep(flow, relevant, config),
    config.temperature,
    random.fork('select'),
  );
  const { id, title, year, chance, score } = film;
  return { status: 'completed', reason: sentence, output: { id, title, year, chance, score } };
}

function failed(reason: string): Ending {
  return { status: 'failed', reason };
}
