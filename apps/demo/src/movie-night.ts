import type { FlowOptions, Json, Receipt } from '@flow-trail/sdk';
import { createFlow } from '@flow-trail/sdk';
import type { Film } from './films/film.js';
import type { Judge } from './judge/judge.js';
import type { Choice } from './pipeline/choice.js';
import { NoFilm } from './pipeline/no-film.js';
import type { Random } from './random.js';
import { chooseFilm } from './recording/choose-film.js';
import { noting } from './recording/descriptions.js';
import type { PlannedRun } from './runs/plan.js';

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
  const task = { ...run, config: run.release.config };
  const choosing = flow.run(() => chooseFilm(flow, task, surroundings.films, noting(judge)), {
    output: ({ output }) => output,
    reason: ({ sentence }) => sentence,
  });
  const ending = await choosing.then(completed, failed);
  return { ...ending, receipt: await flow.finish() };
}

function completed({ sentence, output }: Choice): Ending {
  return { status: 'completed', reason: sentence, output };
}

function failed(error: unknown): Ending {
  if (error instanceof NoFilm) return { status: 'failed', reason: error.message };
  throw error;
}
