import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits, type BatchAnswer, type BatchResult, type PushAccepted } from '@flow-trail/contracts';
import { aPush, type TestClient } from '@flow-trail/testing';
import { startEmbeddedServer, type EmbeddedServer } from '../embedded-server.behaviour.js';

let server: EmbeddedServer;
let client: TestClient;

beforeAll(async () => {
  server = await startEmbeddedServer();
  client = server.client;
});

afterAll(() => server?.stop());

const item = (push: string, key: string = randomUUID()): string => `{"key":${JSON.stringify(key)},"push":${push}}`;
const batchOf = (...items: string[]): string => `{"pushes":[${items.join(',')}]}`;

const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/api/flows/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

async function resultsOf(...items: string[]): Promise<BatchResult[]> {
  const response = await send(batchOf(...items));
  expect(response.status).toBe(200);
  return ((await response.json()) as BatchAnswer).results;
}

const outcomes = (results: BatchResult[]): (string | number)[] =>
  results.map((result) => ('code' in result ? result.code : result.status));

const counted = async (outcome: string): Promise<number> => {
  const text = await (await client.get('/metrics')).text();
  return Number(new RegExp(`ingest_requests_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
};

describe('a batch', () => {
  it('makes a flow of each push, answered in order, its data byte for byte', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `flow-${index}`);
    const results = await resultsOf(
      ...names.map((name, index) =>
        item(aPush(name).withStep('s').withObservation('o', 0).json().replace('"data":0', `"data": ${index}.0 `)),
      ),
    );
    expect(outcomes(results)).toEqual(names.map(() => 202));
    expect(results.map((result) => 'flowName' in result && result.flowName)).toEqual(names);
    for (const [index, result] of results.entries()) {
      const { id } = result as BatchResult & PushAccepted;
      const { flow, steps } = await client.readable(id);
      expect(flow.name).toBe(names[index]);
      expect((await client.data(id, steps[0]!.observations[0]!.id)).toString()).toBe(`${index}.0`);
    }
  });

  it('answers each push as the single route does, over the exact bytes of the push', async () => {
    const key = randomUUID();
    const push = aPush('spaced').json().replace('{', '{ \n ');
    const [result] = await resultsOf(item(`  ${push}  `, key.toUpperCase()));
    const { key: own, status, replayed, ...accepted } = result as Extract<BatchResult, { replayed: boolean }>;
    expect([own, status, replayed]).toEqual([key, 202, false]);
    expect(accepted.digest).toBe(createHash('sha256').update(push).digest('hex'));
    const single = await client.send(push, { key });
    expect(single.headers.get('idempotent-replayed')).toBe('true');
    expect(await single.json()).toEqual(accepted);
  });

  it('replays what was accepted before, alone or in a batch, and refuses other bytes', async () => {
    const [alone, batched] = [randomUUID(), randomUUID()];
    const push = aPush('once').json();
    const first = (await (await client.send(push, { key: alone })).json()) as PushAccepted;
    await resultsOf(item(push, batched));
    const results = await resultsOf(item(push, alone), item(push, batched), item(`${push.slice(0, -1)} }`, batched));
    expect(outcomes(results)).toEqual([202, 202, 'idempotency-key-reused']);
    expect(results[0]).toEqual({ key: alone, status: 202, replayed: true, ...first });
    expect(results[1]).toMatchObject({ key: batched, replayed: true });
  });

  it('takes the first of two pushes with one key', async () => {
    const key = randomUUID();
    const [one, other] = [aPush('one').json(), aPush('other').json()];
    const results = await resultsOf(item(one, key), item(one, key), item(other, key));
    expect(outcomes(results)).toEqual([202, 202, 'idempotency-key-reused']);
    expect(results.slice(0, 2).map((result) => 'replayed' in result && result.replayed)).toEqual([false, true]);
  });

  it('lets no push harm another, and leaves the keys of refused ones free', async () => {
    const key = randomUUID();
    const good = aPush('good').json();
    const results = await resultsOf(
      item(good),
      item(good.replace('"good"', '" "'), key),
      item('7'),
      item(good, 'no-uuid'),
      `{"push":${good}}`,
      `{"key":"${randomUUID()}"}`,
      item('['.repeat(150) + ']'.repeat(150)),
      item(good),
    );
    expect(outcomes(results)).toEqual([
      202,
      'validation-failed',
      'validation-failed',
      'idempotency-key-invalid',
      'idempotency-key-missing',
      'validation-failed',
      'json-too-deep',
      202,
    ]);
    expect(results[1]).toMatchObject({ key, status: 422, retryable: false, errors: [{ pointer: '/flow/name' }] });
    expect(results[3]).toMatchObject({ key: null, status: 400 });
    expect(outcomes(await resultsOf(item(good, key)))).toEqual([202]);
  });

  it('turns pushes of a deleted flow away, and no others', async () => {
    const id = randomUUID();
    const push = aPush('gone').with({ id }).json();
    await client.deliver(push);
    expect((await fetch(`${server.url}/api/flows/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect(outcomes(await resultsOf(item(push), item(aPush().json())))).toEqual(['flow-deleted', 202]);
  });

  it('may be gzipped, and large: read in a thread, its large pushes kept in the object store', async () => {
    const large = JSON.stringify('x'.repeat(1_500_000));
    const push = aPush('large').withStep('s').withObservation('o', 0).json().replace('"data":0', `"data":${large}`);
    const body = batchOf(item(push), item(aPush('small').json()), item(push));
    const response = await send(new Uint8Array(gzipSync(body)), { 'content-encoding': 'gzip' });
    const { results } = (await response.json()) as BatchAnswer;
    expect(outcomes(results)).toEqual([202, 202, 202]);
    const { id } = results[2] as BatchResult & PushAccepted;
    const { steps } = await client.readable(id);
    expect((await client.data(id, steps[0]!.observations[0]!.id)).toString()).toBe(large);
  });

  it('is refused as a whole when it is no batch', async () => {
    const statusOf = async (body: string, headers = {}): Promise<number> => (await send(body, headers)).status;
    expect(await statusOf('{"pushes":[')).toBe(400);
    expect(await statusOf('{"pushes":{}}')).toBe(422);
    expect(await statusOf(batchOf(...Array.from({ length: limits.batch + 1 }, () => '{}')))).toBe(422);
    expect(await statusOf(batchOf(), { 'content-type': 'application/x-ndjson' })).toBe(415);
    expect(await statusOf(batchOf(), { 'content-encoding': 'br' })).toBe(415);
    expect(await resultsOf()).toEqual([]);
  });

  it('counts push by push, and holds no memory when it is done', async () => {
    const key = randomUUID();
    const names = ['accepted', 'replayed', 'validation-failed'];
    const before = await Promise.all(names.map(counted));
    const push = aPush().json();
    await resultsOf(item(push, key), item(push, key), item('1'), item(push));
    const after = await Promise.all(names.map(counted));
    expect(after.map((count, index) => count - before[index]!)).toEqual([2, 1, 1]);
    expect(await (await client.get('/metrics')).text()).toContain('\nflowtrail_ingest_inflight_bytes 0\n');
  });

  it('names what it does not know around the pushes', async () => {
    const response = await send(`{"colour":1,${batchOf(item(aPush().json())).slice(1)}`);
    expect(await response.json()).toMatchObject({
      results: [{ status: 202, warnings: [] }],
      warnings: ['/colour is unknown to this server and was ignored.'],
    });
  });
});
