import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProblemDetails, PushStatus } from '@flow-trail/contracts';
import { TestClient, aPush } from '@flow-trail/testing';
import { accept, startSite, startWorker, type Site } from '../processor/workers.behaviour.js';
import { startServer, type RunningServer } from '../server.js';

let site: Site;
let server: RunningServer;
let client: TestClient;

beforeAll(async () => {
  site = await startSite();
  server = await startServer(
    {
      PORT: '0',
      DATABASE_URL: site.databaseUrl,
      FLOW_TRAIL_DATA: site.folder,
      FLOW_TRAIL_RECONCILE_SECONDS: '1',
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

const request = (method: string, path: string) => fetch(`${server.url}${path}`, { method });
const statusOf = async (id: string): Promise<PushStatus> =>
  (await (await client.get(`/api/pushes/${id}`)).json()) as PushStatus;
const codeOf = async (response: Response): Promise<string> => ((await response.json()) as ProblemDetails).code;
const aFlow = (name: string) => aPush(name).withStep('search').withObservation('hits', [1, 2]);
const keysOf = async (pushId: string): Promise<string[]> =>
  (await Array.fromAsync(site.objects.list('packs/'))).map(({ key }) => key).filter((key) => key.includes(pushId));

/** Until it is so, for ten seconds. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error('it did not come about in 10 s');
}

describe('a push', () => {
  it('can be asked after until it is ready', async () => {
    const { pushId, id, digest } = await client.deliver(aFlow('asked').json());
    expect(await statusOf(pushId)).toMatchObject({
      id: pushId,
      state: 'ready',
      flowId: id,
      attempt: 1,
      digest,
      attempts: 1,
      lastError: null,
      readyAt: expect.any(String),
    });
  });

  it('that nobody sent is not found', async () => {
    expect((await client.get(`/api/pushes/${randomUUID()}`)).status).toBe(404);
    expect((await request('POST', `/api/pushes/${randomUUID()}/replay`)).status).toBe(404);
  });

  it('that was quarantined is replayed from the bytes that were kept', async () => {
    const body = aFlow('replayed').json();
    const { pushId, flowId } = await accept(site.database, body, { keptBody: 'gone wrong' });
    const wakes = await startWorker(site);
    await wakes.drain.takeAll();
    await wakes.stop();
    expect(await statusOf(pushId)).toMatchObject({ state: 'quarantined', lastError: 'BodyChanged', readyAt: null });

    await site.database.query('update push set body = $1 where id = $2', [Buffer.from(body), pushId]);
    expect((await request('POST', `/api/pushes/${pushId}/replay`)).status).toBe(202);
    await client.readable(flowId);
    expect(await statusOf(pushId)).toMatchObject({ state: 'ready', attempts: 2, lastError: null });
  });

  it('is replayed only from quarantine', async () => {
    const { pushId } = await client.deliver(aFlow('ready').json());
    const response = await request('POST', `/api/pushes/${pushId}/replay`);
    expect(response.status).toBe(409);
    expect(await codeOf(response)).toBe('push-not-quarantined');
  });
});

describe('a flow that is deleted', () => {
  it('is gone, with its data, for everyone who asks', async () => {
    const { id, pushId } = await client.deliver(aFlow('deleted').json());
    const { steps } = await client.readable(id);
    expect(await keysOf(pushId)).toHaveLength(1);
    expect((await request('DELETE', `/api/flows/${id}`)).status).toBe(204);

    const observation = steps[0]!.observations[0]!.id;
    for (const path of [
      `flows/${id}`,
      `flows/${id}/details`,
      `flows/${id}/observations/${observation}/data`,
      `pushes/${pushId}`,
    ]) {
      const response = await client.get(`/api/${path}`);
      expect(response.status).toBe(410);
      expect(await codeOf(response)).toBe('flow-deleted');
    }
    expect(await (await client.get('/api/flows?name=deleted')).json()).toMatchObject({ flows: [] });
    await until(async () => (await keysOf(pushId)).length === 0);
    await until(async () => (await site.database.query('select 1 from doomed_object')).length === 0);
  });

  it('leaves no row of its own', async () => {
    const decision = { candidate: 'id', role: 'select', outcome: 'kept' } as const;
    const { id } = await client.deliver(
      aFlow('rows')
        .withObservation('chosen', [{ id: 'a', kept: true }], { decision })
        .json(),
    );
    await client.readable(id);
    expect(await rowsOf(id)).toEqual({ flow: 1, step: 1, observation: 2, candidate: 1 });
    expect((await request('DELETE', `/api/flows/${id}`)).status).toBe(204);
    expect(await rowsOf(id)).toEqual({ flow: 0, step: 0, observation: 0, candidate: 0 });
  });

  const rowsOf = async (flowId: string): Promise<Record<string, number>> => {
    const [rows] = await site.database.query(
      `select (select count(*) from flow where id = $1)::int as flow, (select count(*) from step where flow_id = $1)::int as step,
         (select count(*) from observation where flow_id = $1)::int as observation,
         (select count(*) from candidate where flow_id = $1)::int as candidate`,
      [flowId],
    );
    return rows;
  };

  it('takes all its attempts along, and may be deleted again', async () => {
    const id = randomUUID();
    await client.deliver(aFlow('attempts').with({ id }).json());
    await client.deliver(aFlow('attempts').with({ id, attempt: 2 }).json());
    await client.readable(id, ({ flow }) => flow.attempts.length === 2);
    expect((await request('DELETE', `/api/flows/${id}`)).status).toBe(204);
    expect((await request('DELETE', `/api/flows/${id}`)).status).toBe(204);
    expect((await client.get(`/api/flows/${id}?attempt=1`)).status).toBe(410);
  });

  it('does not come back with a push that was still in hand', async () => {
    const id = randomUUID();
    const worker = await startWorker(site);
    const body = aFlow('late').with({ id }).json();
    const { pushId } = await accept(site.database, body);
    expect((await request('DELETE', `/api/flows/${id}`)).status).toBe(204);
    // As a worker sees it that claimed it before.
    await site.database.query(`update push set state = 'accepted', body = $1 where id = $2`, [body, pushId]);
    await worker.drain.takeAll();
    await worker.stop();
    await until(async () => {
      const [row] = await site.database.query('select state, body from push where id = $1', [pushId]);
      return row.state === 'deleted' && row.body === null;
    });
    expect((await client.get(`/api/flows/${id}`)).status).toBe(410);
    await until(async () => (await keysOf(pushId)).length === 0);
  });

  it('is told of in the outbox, as is one that became ready', async () => {
    const { id } = await client.deliver(aFlow('told').json());
    await request('DELETE', `/api/flows/${id}`);
    expect(
      await site.database.query('select kind, attempt, revision from event where flow_id = $1 order by id', [id]),
    ).toEqual([
      { kind: 'flow.ready', attempt: 1, revision: 1 },
      { kind: 'flow.deleted', attempt: null, revision: null },
    ]);
  });

  it('must have been there', async () => {
    expect((await request('DELETE', `/api/flows/${randomUUID()}`)).status).toBe(404);
    expect((await request('DELETE', '/api/flows/nonsense')).status).toBe(400);
  });
});
