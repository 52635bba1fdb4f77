import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowDocument, Push } from '@flow-trail/contracts';
import { TestClient } from '@flow-trail/testing';
import fc from 'fast-check';
import { accept, startSite, startWorker, type Site, type TestWorker } from './processor/workers.behaviour.js';
import { startServer, type RunningServer } from './server.js';
import { projectIdOf } from './storage/ids.js';

const keys = { canonical: 'ft_commute_canonical_0001', shuffled: 'ft_commute_shuffled_0002' };

let site: Site;
let server: RunningServer;
let workers: TestWorker[];
let clients: { [project in keyof typeof keys]: TestClient };

beforeAll(async () => {
  site = await startSite();
  server = await startServer(
    {
      PORT: '0',
      DATABASE_URL: site.databaseUrl,
      FLOW_TRAIL_DATA: site.folder,
      LOG_LEVEL: 'error',
      FLOW_TRAIL_API_KEYS: Object.entries(keys)
        .map(([project, key]) => `${key}:${project}:read`)
        .join(','),
    },
    () => undefined,
  );
  workers = await Promise.all([startWorker(site), startWorker(site)]);
  clients = {
    canonical: new TestClient(server.url, keys.canonical),
    shuffled: new TestClient(server.url, keys.shuffled),
  };
});
afterAll(async () => {
  await Promise.all((workers ?? []).map((worker) => worker.stop()));
  await server?.close();
  await site?.stop();
});

const time = (seconds: number): string => new Date(Date.UTC(2026, 10, 1, 12, 0, seconds)).toISOString();
const moment = fc.nat(20).map(time);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 2 });
const word = fc.constantFrom('a', 'b', 'c');
const data = fc.constantFrom<unknown>([1, 2], { n: 1 }, 'text', null, [{ id: 1 }, { id: 2 }]);

const observation = fc.record({
  name: fc.constantFrom('hits', 'kept'),
  version: fc.integer({ min: 1, max: 2 }),
  data: data as fc.Arbitrary<null>,
  role: maybe(fc.constantFrom('input', 'output')),
  queryable: maybe(fc.constantFrom({ id: 'number' as const })),
});

const step = fc.record({
  name: fc.constantFrom('search', 'rank'),
  version: fc.integer({ min: 1, max: 2 }),
  iteration: fc.integer({ min: 1, max: 2 }),
  position: fc.nat(3),
  status: fc.constantFrom('pending', 'running', 'completed', 'failed'),
  reason: maybe(word),
  config: maybe(fc.record({ k: word })),
  metrics: maybe(fc.record({ tokens: fc.nat(5) })),
  createdAt: moment,
  startedAt: maybe(moment),
  finishedAt: maybe(moment),
  observations: fc.array(observation, { maxLength: 3 }),
});

/** A part of a flow; parts contradict each other in almost every field. */
const part = fc.record({
  flow: fc.record({
    name: word,
    createdAt: moment,
    finishedAt: maybe(moment),
    status: maybe(fc.constantFrom('running', 'completed', 'failed')),
    reason: maybe(word),
    input: maybe(fc.record({ q: word })),
    output: maybe(word),
    tags: maybe(fc.uniqueArray(word)),
    metadata: maybe(fc.dictionary(word, fc.nat(3), { maxKeys: 2 })),
    release: maybe(word),
  }),
  steps: fc.array(step, { maxLength: 3 }),
}) as unknown as fc.Arbitrary<Push>;

/** The parts of one flow, an order in which some come twice, and how many are committed before workers look. */
const flowInParts = fc.array(part, { minLength: 2, maxLength: 6 }).chain((parts) => {
  const all = parts.map((_, index) => index);
  return fc.record({
    parts: fc.constant(parts),
    order: fc
      .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.array(fc.constantFrom(...all), { maxLength: 3 }))
      .map(([once, again]) => [...once, ...again]),
    together: fc.integer({ min: 1, max: 6 }),
  });
});

const drain = (some: TestWorker[]): Promise<unknown> => Promise.all(some.map((worker) => worker.drain.takeAll()));

async function sendInOrder(bodies: string[]): Promise<void> {
  for (const body of bodies) {
    await accept(site.database, body, { projectId: projectIdOf('canonical') });
    await drain(workers.slice(0, 1));
  }
}

/** Each time under another key, so that every one of them is a push of its own. */
async function sendShuffled(bodies: string[], together: number): Promise<void> {
  for (let at = 0; at < bodies.length; at += together) {
    for (const body of bodies.slice(at, at + together)) {
      await accept(site.database, body, { projectId: projectIdOf('shuffled') });
    }
    await drain(workers);
  }
}

/** All that the API says of a flow but when it came in and how often; ids derive from the flow's, so they are compared too. */
async function everything(client: TestClient, id: string): Promise<unknown> {
  const document = (await (await client.get(`/api/flows/${id}`)).json()) as FlowDocument;
  const captured = await Promise.all(
    document.steps.flatMap(({ observations }) => observations.map((one) => client.data(id, one.id).then(String))),
  );
  const { receivedAt: _r, revision: _v, ...flow } = document.flow;
  return { flow, steps: document.steps, captured };
}

describe('the pushes of a flow', () => {
  it('make the same flow in any order, any number of times, with two workers', async () => {
    await fc.assert(
      fc.asyncProperty(flowInParts, async ({ parts, order, together }) => {
        const id = randomUUID();
        const bodies = parts.map(({ flow, steps }) => JSON.stringify({ flow: { ...flow, id }, steps }));
        await sendInOrder(bodies);
        await sendShuffled(
          order.map((index) => bodies[index]!),
          together,
        );
        expect(await everything(clients.shuffled, id)).toEqual(await everything(clients.canonical, id));
      }),
      { seed: 20_261_123, numRuns: 60 },
    );
  });
});
