import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CandidatePage, FlowDocument, Push } from '@flow-trail/contracts';
import { candidateKey, pairKey, type FlowSummary, type ObservationSummary } from '@flow-trail/decisions';
import { TestClient } from '@flow-trail/testing';
import { knownFlow } from '@flow-trail/testing/decisions';
import { startSite, type Site } from '../processor/workers.behaviour.js';
import { startServer, type RunningServer } from '../server.js';

let site: Site;
let server: RunningServer;
let client: TestClient;

beforeAll(async () => {
  site = await startSite();
  const environment = { PORT: '0', DATABASE_URL: site.databaseUrl, FLOW_TRAIL_DATA: site.folder, LOG_LEVEL: 'error' };
  server = await startServer(environment, () => undefined);
  client = new TestClient(server.url);
});
afterAll(async () => {
  await server?.close();
  await site?.stop();
});

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

async function candidatesOf(id: string): Promise<CandidatePage['candidates']> {
  const all: CandidatePage['candidates'] = [];
  for (let cursor: string | null = '0'; cursor !== null;) {
    const response = await client.get(`/api/flows/${id}/candidates?limit=200&cursor=${cursor}`);
    expect(response.status).toBe(200);
    const page = (await response.json()) as CandidatePage;
    all.push(...page.candidates);
    cursor = page.nextCursor;
  }
  return all;
}

function countsOf({ steps }: FlowDocument): object[] {
  return steps.flatMap(({ name, version, iteration, observations }) =>
    observations.map((observation) => {
      const { decision } = observation.summary as unknown as ObservationSummary;
      const { in: came, kept, dropped, error, skipped, unexplained, notRecorded } = decision!;
      const place = { step: name, version, iteration, observation: observation.name };
      return { ...place, in: came, kept, dropped, error, skipped, unexplained, notRecorded };
    }),
  );
}

const inOrder = (counts: object[]): string[] => counts.map((count) => JSON.stringify(count)).sort();

describe('flows of which everything is known', () => {
  it.each(seeds)('are told truly: seed %d', async (seed) => {
    const { push, truth } = knownFlow(seed);
    const { id } = await client.deliver(JSON.stringify(push));
    const counts = countsOf(await client.readable(id));
    expect(inOrder(counts)).toEqual(inOrder(truth.observations.map(({ rules: _, ...counted }) => counted)));
    const told = new Map((await candidatesOf(id)).map(({ kind, key, ...answer }) => [`${kind} ${key}`, answer]));
    for (const { id: candidate, kind, verdict, step, observation, rule } of truth.candidates) {
      const key = Array.isArray(candidate) ? pairKey(candidate) : candidateKey(candidate);
      const answer = told.get(`${kind ?? ''} ${key}`);
      // Whom no record names is in no list.
      if (!answer) expect(['never-retrieved', 'not-recorded', 'rule-not-recorded']).toContain(verdict);
      else {
        const stage = step === null ? null : `${step}/${observation}`;
        expect({ key, ...answer }).toMatchObject({ key, verdict, stage, rule: rule ?? null });
      }
    }
  });

  it.each(seeds.slice(0, 10))('are the same when their parts come in another order: seed %d', async (seed) => {
    const { push, parts } = knownFlow(seed);
    const summaryOf = async (pushes: Push[]): Promise<unknown> => {
      const id = randomUUID();
      await Promise.all(pushes.map((part) => client.deliver(JSON.stringify({ ...part, flow: { ...part.flow, id } }))));
      const { flow } = await client.readable(id, ({ flow: { revision } }) => revision === pushes.length);
      const { stages, notable, ...rest } = flow.summary as unknown as FlowSummary;
      const candidates = (await candidatesOf(id)).map(({ path, ...answer }) => ({
        ...answer,
        path: path.map(anywhere),
      }));
      return {
        ...rest,
        stages: stages.map(({ observations: _, ...stage }) => stage),
        notable: notable.map(anywhere),
        candidates,
      };
    };
    expect(await summaryOf(parts.toReversed())).toEqual(await summaryOf([push]));
  });
});

/** But for the id of its observation, which is made of the flow's. */
const anywhere = <T extends { observationId: string }>({ observationId: _, ...sighting }: T): object => sighting;
