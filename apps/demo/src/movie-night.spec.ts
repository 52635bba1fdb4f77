import { gunzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadFilms } from './films/load-films.js';
import type { Judge } from './judge/judge.js';
import { createSimulatedJudge } from './judge/simulated-judge.js';
import type { MovieNight, Surroundings } from './movie-night.js';
import { movieNight } from './movie-night.js';
import { chooseFilm } from './pipeline/choose-film.js';
import { movieRequests } from './pipeline/requests.js';
import type { PlannedRun } from './runs/plan.js';
import { planRuns } from './runs/plan.js';

type Row = Record<string, unknown> & { id: number; outcome?: string };
type Observation = { name: string; role?: string; queryable?: object; decision?: Record<string, unknown>; data: Row[] };
type Step = {
  name: string;
  version: number;
  status: string;
  reason: string;
  metrics?: Record<string, number>;
  observations: Observation[];
};
type PushLine = { step?: Step; observation?: Observation };
type Push = { flow: Record<string, unknown> & { id: string }; steps: Step[] };

const films = loadFilms();
const heist = movieRequests[0]!;
const run = (changes: Partial<PlannedRun> = {}): PlannedRun => ({ ...planRuns(42, 1)[0]!, request: heist, ...changes });

/** A judge that fails the first tries, and then finds every film as relevant as told. */
const judgeThatFails = (tries: number, relevance = 0.9): Judge => ({
  model: 'scripted',
  assess: async (_request, judged, attempt) => ({
    assessments: judged.map(() => (attempt <= tries ? { error: 'silence' } : { relevance, why: 'fits' })),
    failure: attempt <= tries ? `timed out on try ${attempt}` : null,
    metrics: { tokens: 10 },
  }),
});
const simulated: Surroundings['judgeFor'] = (random) => createSimulatedJudge({ random, sleep: async () => undefined });

/** What a large flow sends line by line. */
function pushOfLines(text: string): Push {
  const lines = text.trimEnd().split('\n');
  const [{ flow }, ...rest] = lines.map((line) => JSON.parse(line)) as [Pick<Push, 'flow'>, ...PushLine[]];
  const steps: Step[] = [];
  for (const { step, observation } of rest) {
    if (step) steps.push({ ...step, observations: [] });
    if (observation) steps.at(-1)!.observations.push(observation);
  }
  return { flow, steps };
}

/** Runs it against a server that takes everything, and answers what that server received. */
async function sent(
  planned: PlannedRun,
  judgeFor: Surroundings['judgeFor'],
): Promise<{ night: MovieNight; push: Push }> {
  const pushes: Push[] = [];
  const accept = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const body = Buffer.from(await new Response(init!.body).arrayBuffer());
    const headers = new Headers(init!.headers);
    const bytes = headers.get('content-encoding') === 'gzip' ? gunzipSync(body) : body;
    const isLines = headers.get('content-type') === 'application/x-ndjson';
    const push = isLines ? pushOfLines(bytes.toString()) : (JSON.parse(bytes.toString()) as Push);
    pushes.push(push);
    const digest = createHash('sha256').update(bytes).digest('hex');
    const url = `http://127.0.0.1:3000/flows/${push.flow.id}`;
    return Response.json({ id: push.flow.id, url, digest, warnings: [] }, { status: 202 });
  };
  const delivery = { endpoint: 'http://127.0.0.1:3000', platform: { fetch: accept } };
  const night = await movieNight(planned, { films, judgeFor, delivery });
  expect(pushes).toHaveLength(1);
  return { night, push: pushes[0]! };
}

const last = ({ steps }: Push, name: string): Step => steps.findLast((step) => step.name === name)!;
const decided = (push: Push, name: string): Observation =>
  last(push, name).observations.find(({ decision }) => decision !== undefined)!;
const ids = (rows: Row[]): number[] => rows.map(({ id }) => id).toSorted((left, right) => left - right);
const kept = (rows: Row[]): Row[] => rows.filter(({ outcome }) => outcome === 'kept');
const withoutIdsAndTimes = (push: Push): string =>
  JSON.stringify(push, (key, value: unknown) =>
    typeof value === 'string' && ['id', 'createdAt', 'startedAt', 'finishedAt'].includes(key) ? '' : value,
  );

describe('movie night', () => {
  const whole = sent(run(), () => judgeThatFails(0));

  it('gives every film that comes into a step exactly one outcome there', async () => {
    const { push } = await whole;
    const rows = (name: string): Row[] => decided(push, name).data;
    expect(ids(rows('search'))).toEqual(films.map(({ id }) => id));
    expect(ids(rows('filters'))).toEqual(films.map(({ id }) => id));
    expect(ids(rows('judge'))).toEqual(ids(kept(rows('filters'))));
    expect(ids(rows('rank'))).toEqual(ids(kept(rows('judge'))));
    expect(ids(rows('select'))).toEqual(ids(kept(rows('rank'))));
    expect(kept(rows('select'))).toHaveLength(1);
    for (const name of ['filters', 'judge', 'rank', 'select']) {
      for (const { outcome, reason } of rows(name)) {
        expect(['kept', 'dropped', 'error', 'skipped']).toContain(outcome);
        expect(reason).not.toBe('');
      }
    }
  });

  it('judges the 40 best matches and says of the others that the budget skipped them', async () => {
    const { push } = await whole;
    const judged = decided(push, 'judge').data;
    const skipped = judged.filter(({ outcome }) => outcome === 'skipped');
    expect(judged.length - skipped.length).toBe(40);
    expect(skipped.every(({ reason }) => reason === 'only 40 were judged')).toBe(true);
    const worst = Math.min(...kept(judged).map(({ match }) => Number(match)));
    expect(Math.max(...skipped.map(({ match }) => Number(match)))).toBeLessThanOrEqual(worst);
  });

  it('declares only paths that its records have', async () => {
    const { push } = await whole;
    const paths = ['candidate', 'label', 'outcome', 'reason', 'score', 'rank', 'chance', 'contributions'];
    for (const { observations } of push.steps) {
      for (const { data, decision, queryable } of observations.filter((each) => each.decision)) {
        const declared = paths.map((name) => decision![name]).filter((path) => path !== undefined);
        for (const path of declared) expect(data[0]).toHaveProperty(String(path));
        for (const path of Object.keys(queryable!)) expect(data[0]).toHaveProperty(path);
        expect(decision).toMatchObject({ candidate: 'id', kind: 'film', label: 'title' });
      }
    }
  });

  it('describes the flow: request, configuration, answer, release and what repeats it', async () => {
    const { night, push } = await whole;
    const [drawn] = kept(decided(push, 'select').data);
    expect(push.flow).toMatchObject({
      name: 'movie-night',
      release: '2.4.0',
      input: { request: 'a tense heist, not too long' },
      config: { votesMinimum: 50_000, ratingMinimum: 7 },
      output: { id: drawn!.id, title: drawn!['title'], chance: expect.closeTo(Number(drawn!['chance']), 4) },
      metadata: { seed: 42, run: 1, runs: 1, judge: 'scripted' },
    });
    expect(night.reason).toBe(push.flow['reason']);
    expect(night.reason).toMatch(/^.+ \(\d{4}\) was drawn with chance 0\.\d\d among 12; it.+score.+0\.\d\d/);
    expect(night.receipt).toMatchObject({ status: 'accepted', id: push.flow.id, warnings: [] });
    expect(push.steps.map(({ name, status }) => [name, status])).toEqual(
      ['understand', 'search', 'filters', 'judge', 'rank', 'select'].map((name) => [name, 'completed']),
    );
    expect(push.steps.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('captures what was understood, and that a simulated model did', async () => {
    const { push } = await whole;
    const understood = push.steps[0]!;
    expect(understood.observations.map(({ name, role }) => [name, role])).toEqual([
      ['input', 'input'],
      ['output', 'output'],
    ]);
    expect(understood.reason).toContain('simulated');
    expect(Object.keys(understood.metrics!)).toEqual(['simulatedTokens']);
  });

  it('decides the same again for the same seed, and otherwise for another', async () => {
    const [first, again, other] = [planRuns(7, 1)[0]!, planRuns(7, 1)[0]!, planRuns(8, 1)[0]!];
    const { push } = await sent({ ...first, request: heist }, simulated);
    expect(withoutIdsAndTimes((await sent({ ...again, request: heist }, simulated)).push)).toEqual(
      withoutIdsAndTimes(push),
    );
    const elsewhere = await sent({ ...other, request: heist }, simulated);
    expect(decided(elsewhere.push, 'judge').data).not.toEqual(decided(push, 'judge').data);
  });

  it('answers the same with and without a record of why', async () => {
    for (const planned of planRuns(11, 6)) {
      const judge = (): Judge => simulated(planned.random.fork('judge'));
      const plain = await chooseFilm({ ...planned, config: planned.release.config }, films, judge()).catch(
        (error: Error) => error,
      );
      const { night } = await sent(planned, simulated);
      const answer = plain instanceof Error ? { reason: plain.message } : plain;
      expect(answer).toEqual(
        night.status === 'failed' ? { reason: night.reason } : { output: night.output, sentence: night.reason },
      );
    }
  });

  it('keeps a failed try with its reason and what it had, beside the try that went on', async () => {
    const { night, push } = await sent(run(), () => judgeThatFails(1));
    const tries = push.steps.filter(({ name }) => name === 'judge');
    expect(tries.map(({ version, status, reason }) => [version, status, reason])).toEqual([
      [1, 'failed', 'The judge scripted timed out on try 1'],
      [2, 'completed', expect.stringContaining('kept 40, dropped 0')],
    ]);
    expect(ids(tries[0]!.observations[0]!.data)).toEqual(ids(tries[1]!.observations[0]!.data));
    expect(kept(tries[0]!.observations[0]!.data)).toEqual([]);
    expect(night.status).toBe('completed');
  });

  it('fails when the judge failed three times, and stops there', async () => {
    const { night, push } = await sent(run(), () => judgeThatFails(3));
    expect(push.steps.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'understand 1',
      'search 1',
      'filters 1',
      'judge 1',
      'judge 2',
      'judge 3',
    ]);
    expect(push.flow).toMatchObject({
      status: 'failed',
      reason: 'The judge scripted failed 3 times; the last time it timed out on try 3',
    });
    expect(night.status).toBe('failed');
  });

  it('fails with the numbers when no film is left after the filters', async () => {
    const { push } = await sent(run({ request: movieRequests.at(-1)! }), () => judgeThatFails(0));
    expect(push.flow['status']).toBe('failed');
    const counts =
      /0 of 3,201 films pass every rule; dropped first by rating (\S+), votes (\S+), year (\S+), genre (\S+)/
        .exec(String(push.flow['reason']))!
        .slice(1)
        .map((count) => Number(count.replace(',', '')));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3201);
    expect(push.steps.at(-1)).toMatchObject({ name: 'filters', status: 'completed' });
  });

  it('fails when the judge finds no film relevant enough', async () => {
    const { push } = await sent(run(), () => judgeThatFails(0, 0.1));
    expect(push.flow['status']).toBe('failed');
    expect(push.flow['reason']).toContain('No film is left after the judge: The judge scripted kept 0, dropped 40');
    expect(decided(push, 'judge').data[0]).toMatchObject({ outcome: 'dropped', reason: 'relevance 0.1 < 0.6' });
  });
});
