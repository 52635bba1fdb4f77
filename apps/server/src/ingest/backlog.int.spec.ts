import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProblemDetails } from '@flow-trail/contracts';
import { TestClient, aPush } from '@flow-trail/testing';
import { accept, startSite, type Site } from '../processor/workers.behaviour.js';
import { startServer, type RunningServer } from '../server.js';

let site: Site;
let server: RunningServer;
let client: TestClient;

beforeAll(async () => {
  site = await startSite();
  for (const name of ['one', 'another'])
    await accept(site.database, aPush(name).withStep('s').withObservation('o', 'x'.repeat(600_000)).json());
  // As if a worker had them, for an hour.
  await site.database.query(`update push set state = 'processing', next_try_at = now() + interval '1 hour'`);
  server = await startServer(
    {
      PORT: '0',
      DATABASE_URL: site.databaseUrl,
      FLOW_TRAIL_DATA: site.folder,
      FLOW_TRAIL_BACKLOG_BYTES: String(1024 * 1024),
      LOG_LEVEL: 'error',
    },
    () => undefined,
  );
  client = new TestClient(server.url);
});
afterAll(async () => {
  await server?.close();
  await site?.stop();
});

/** Sends until the answer has this status, for ten seconds. */
async function sendUntil(status: number, send: () => Promise<Response>): Promise<Response> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await send();
    if (response.status === status) return response;
    await sleep(100);
  }
  throw new Error(`no ${status} in 10 s`);
}

const one = (): Promise<Response> => client.send(aPush('more').json());
const several = (): Promise<Response> =>
  fetch(`${server.url}/api/flows/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ flows: [] }),
  });

describe('a backlog that is full', () => {
  it('lets nothing more in, and says when to try again', async () => {
    for (const send of [one, several]) {
      const refused = await sendUntil(503, send);
      expect(refused.headers.get('retry-after')).toBe('30');
      expect((await refused.json()) as ProblemDetails).toMatchObject({ code: 'backlog-full', retryable: true });
    }
  });

  it('lets in again once workers have caught up', async () => {
    await site.database.query(
      `update push set next_try_at = now(), state = 'accepted' where flow_name in ('one', 'another')`,
    );
    await sendUntil(202, one);
  });
});
