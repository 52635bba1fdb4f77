import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { limits, type BatchAnswer, type ProblemDetails, type PushAccepted } from '@flow-trail/contracts';
import { expectUnharmed, keys, settled, startLiveServer, type LiveServer } from './live-server.behaviour.js';

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer();
});
afterEach(() => expectUnharmed(server));
afterAll(() => server?.stop());

const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(server.url + path, { method: 'POST', body, headers: { authorization: `Bearer ${keys.shop}`, ...headers } });
const problemOf = async (response: Response): Promise<ProblemDetails> => (await response.json()) as ProblemDetails;

describe('lines', () => {
  const flow = '{"flow":{"name":"lines","createdAt":"2026-01-01T00:00:00Z","finishedAt":null}}';
  const step = '{"step":{"name":"s","version":1,"position":0,"status":"running","createdAt":"2026-01-01T00:00:00Z"}}';
  const observation = '{"observation":{"step":{"name":"s"},"name":"o","version":1,"data":[1]}}';
  const send = (body: string): Promise<Response> =>
    post('/api/flows', body, { 'content-type': 'application/x-ndjson', 'idempotency-key': randomUUID() });

  it.each<[string, string, number, string]>([
    ['nothing', '', 422, 'validation-failed'],
    ['blank lines alone', '\n'.repeat(1_000_000), 422, 'validation-failed'],
    ['no flow', step, 422, 'validation-failed'],
    ['a step before its flow', `${step}\n${flow}`, 422, 'validation-failed'],
    ['an observation before its step', `${flow}\n${observation}`, 422, 'validation-failed'],
    ['a line that is a list', `${flow}\n[]`, 422, 'validation-failed'],
    ['a line that is null', `${flow}\nnull`, 422, 'validation-failed'],
    ['a line that names nothing', `${flow}\n{}`, 422, 'validation-failed'],
    ['two names in one line', `${flow}\n{"flow":{},"step":{}}`, 422, 'validation-failed'],
    [
      'an observation of no step',
      `${flow}\n{"observation":{"name":"o","version":1,"data":1}}`,
      422,
      'validation-failed',
    ],
    ['a line that is cut', `${flow}\n${step.slice(0, -1)}`, 400, 'invalid-json'],
    ['two values in one line', `${flow}${step}`, 400, 'invalid-json'],
    ['a value over two lines', flow.replace('{"name"', '{\n"name"'), 400, 'invalid-json'],
    ['a carriage return alone', `${flow}\r${step}`, 400, 'invalid-json'],
    ['a list around all', `[${flow},${step}]`, 422, 'validation-failed'],
    ['a line of 5,000,000 levels', `${flow}\n${'['.repeat(5_000_000)}`, 400, 'json-too-deep'],
    [
      '10,001 steps',
      [flow, ...Array.from({ length: limits.steps + 1 }, (_, n) => step.replace('"s"', `"s${n}"`))].join('\n'),
      422,
      'validation-failed',
    ],
  ])('are refused: %s', async (_what, body, status, code) => {
    expect(await problemOf(await send(body))).toMatchObject({ status, code });
  });

  it('may finish one flow and one step ten thousand times', async () => {
    const response = await send(
      [flow, step, ...Array.from({ length: 10_000 }, () => `${flow}\n${step}`), observation].join('\n'),
    );
    expect(response.status).toBe(202);
    expect((await settled(server, ((await response.json()) as PushAccepted).pushId)).state).toBe('ready');
  });
});

describe('a batch', () => {
  const push = aPush('of a batch').withStep('s').withObservation('o', 1).build();
  const send = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    post('/api/flows/batch', typeof body === 'string' ? body : JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    });
  const item = (changes: object = {}): object => ({ key: randomUUID(), push, ...changes });

  it.each<[string, unknown, number, string]>([
    ['nothing', '', 400, 'invalid-json'],
    ['a list', [], 422, 'validation-failed'],
    ['no pushes', {}, 422, 'validation-failed'],
    ['pushes that are null', { pushes: null }, 422, 'validation-failed'],
    ['pushes that only have a length', { pushes: { length: 5 } }, 422, 'validation-failed'],
    ['501 pushes', { pushes: Array.from({ length: limits.batch + 1 }, () => item()) }, 422, 'validation-failed'],
    ['a million pushes that are null', `{"pushes":[${'null,'.repeat(1_000_000)}null]}`, 422, 'validation-failed'],
    ['too many levels', `{"pushes":${'['.repeat(100_000)}`, 400, 'json-too-deep'],
  ])('is refused as a whole: %s', async (_what, body, status, code) => {
    expect(await problemOf(await send(body))).toMatchObject({ status, code });
  });

  it('judges each of its pushes for itself', async () => {
    const twin = randomUUID();
    const [flow] = [push.flow];
    const response = await send({
      pushes: [
        item(),
        null,
        7,
        [],
        {},
        item({ key: null }),
        item({ key: 'abc' }),
        item({ key: '__proto__' }),
        item({ push: null }),
        item({ push: [] }),
        item({ push: { ...push, flow: { ...flow, name: 'a\0' } } }),
        item({ key: twin }),
        item({ key: twin }),
        item({ key: twin, push: { ...push, steps: [] } }),
        item(),
      ],
    });
    const { results } = (await response.json()) as BatchAnswer;
    expect(results.map(({ status }) => status)).toEqual([
      202, 400, 400, 400, 400, 400, 400, 400, 422, 422, 422, 202, 202, 422, 202,
    ]);
    for (const result of results)
      if (result.status === 202) expect((await settled(server, (result as PushAccepted).pushId)).state).toBe('ready');
  });

  it('is no way around the limits of inflation', async () => {
    const bomb = gzipSync(`{"pushes":[${' '.repeat(100 * 1024 * 1024)}]}`);
    const gained = await server.memoryGainedBy(async () => {
      const response = await post('/api/flows/batch', new Uint8Array(bomb), {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      });
      expect(await problemOf(response)).toMatchObject({ status: 413 });
    });
    expect(gained).toBeLessThan(300);
  });
});

describe('a body where none is wanted', () => {
  it.each([
    ['POST', `/api/pushes/${randomUUID()}/replay`, 404],
    ['DELETE', `/api/flows/${randomUUID()}`, 404],
  ])('changes nothing: %s %s', async (method, path, status) => {
    const headers = { authorization: `Bearer ${keys.shop}`, 'content-type': 'application/json' };
    for (const body of ['{', 'x'.repeat(1_000_000), '{"__proto__":{}}']) {
      expect((await fetch(server.url + path, { method, body, headers })).status).toBe(status);
    }
  });
});
