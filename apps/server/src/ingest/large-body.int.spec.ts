import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowPage, ProblemDetails, PushAccepted } from '@flow-trail/contracts';
import { TestClient, aPush } from '@flow-trail/testing';
import { startServer, type RunningServer } from '../server.js';

let folder: string;
let server: RunningServer;
let client: TestClient;

/** So little memory for bodies that none of these could be held. */
const settings = () => ({
  PORT: '0',
  FLOW_TRAIL_DATA: folder,
  FLOW_TRAIL_IN_FLIGHT_BYTES: String(4 * 1024 * 1024),
  FLOW_TRAIL_MAX_PUSH_BYTES: String(12 * 1024 * 1024),
  FLOW_TRAIL_MAX_OBSERVATION_BYTES: String(7 * 1024 * 1024),
  FLOW_TRAIL_RECONCILE_SECONDS: '1',
  LOG_LEVEL: 'error',
});

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
  server = await startServer(settings(), () => undefined);
  client = new TestClient(server.url);
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Five megabytes that no parser gives back as they are. */
const odd = `[${Array.from({ length: 45_000 }, (_, id) => `{"id":9007199254740993${id}, "t":"søk 😀 \\u0000 \\"${'x'.repeat(50)}","n":[1.0,-0,1E400]}`).join(',')}]`;
const withData = (...texts: string[]): string => {
  const push = aPush('large').withStep('s');
  const filled = texts.reduce((built, _, at) => built.withObservation(`o${at}`, `@${at}`), push);
  return texts.reduce((json, text, at) => json.replace(`"@${at}"`, () => text), filled.json());
};
const body = withData(odd, '"small"', `"${'é'.repeat(600_000)}"`);

/** Files that are being written or wait for the processor. */
async function staged(): Promise<string[]> {
  const objects = path.join(folder, 'objects');
  const found = await Promise.all(
    ['staged', '~writing'].map((name) =>
      readdir(path.join(objects, name), { recursive: true, withFileTypes: true }).catch(() => []),
    ),
  );
  return found
    .flat()
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error('it did not come about in 10 s');
}

const problemOf = async (response: Response): Promise<ProblemDetails> => (await response.json()) as ProblemDetails;
const allStagedIsGone = () => until(async () => (await staged()).length === 0);

async function expectKept({ id, digest }: PushAccepted, sent: string): Promise<void> {
  expect(digest).toBe(createHash('sha256').update(sent).digest('hex'));
  const [step] = (await client.readable(id)).steps;
  const observation = step!.observations.find(({ name }) => name === 'o0')!;
  expect(observation.records).toBe(45_000);
  expect((await client.data(id, observation.id)).equals(Buffer.from(odd))).toBe(true);
}

describe('a large body', () => {
  it.each([
    ['of a known length', {}],
    ['that is compressed', { gzip: true }],
  ])('%s comes back byte for byte, and is staged no longer than needed', async (_, options) => {
    await expectKept(await client.deliver(body, options), body);
    await allStagedIsGone();
  });

  it('of an unknown length does so too, as JSON and as lines', async () => {
    const { flow, steps } = aPush('lines').withStep('s').build();
    const lines = [
      JSON.stringify({ flow }),
      JSON.stringify({ step: { ...steps[0], observations: undefined } }),
      `{"observation":{"step":{"name":"s"},"name":"o0","version":1,"data":${odd}}}`,
    ].join('\n');
    for (const [type, text] of [
      ['json', body],
      ['x-ndjson', lines],
    ] as const) {
      const response = await fetch(`${server.url}/api/flows`, {
        method: 'POST',
        headers: { 'content-type': `application/${type}`, 'idempotency-key': randomUUID() },
        body: new Blob([text]).stream(),
        duplex: 'half',
      } as RequestInit);
      expect(response.status).toBe(202);
      await expectKept((await response.json()) as PushAccepted, text);
    }
  });

  it('with its key again is answered the same, and with other bytes is refused', async () => {
    const key = randomUUID();
    const first = await (await client.send(body, { key })).json();
    const again = await client.send(body, { key, gzip: true });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(first);
    const other = await client.send(body.replace('søk', 'sok'), { key });
    expect(await problemOf(other)).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    await allStagedIsGone();
  });

  it('that comes three times at once makes one flow', async () => {
    const key = randomUUID();
    const named = withData(odd).replace('"large"', '"thrice"');
    const sent = await Promise.all([1, 2, 3].map(() => client.send(named, { key })));
    expect(sent.map(({ status }) => status).filter((status) => ![202, 409].includes(status))).toEqual([]);
    await client.deliver(named, { key });
    const page = (await (await client.get('/api/flows?name=thrice')).json()) as FlowPage;
    expect(page.flows).toHaveLength(1);
    await allStagedIsGone();
  });
});

describe('a large body that is refused', () => {
  const late = body.length - 2;
  it.each([
    ['is cut short', body.slice(0, -1), 400, 'invalid-json', /^The body ends before its JSON does, at line 1, column/],
    ['has one byte that does not fit', `${body.slice(0, late)}}}`, 400, 'invalid-json', /does not fit there\.$/],
    ['nests too deeply', withData(odd, '['.repeat(100) + ']'.repeat(100)), 400, 'json-too-deep', /more than 100 deep/],
    ['is no flow', withData(odd).replace('"name":"large"', '"name":""'), 422, 'validation-failed', /^\/flow\/name /],
    [
      'has too large an observation',
      withData(`"${'x'.repeat(7_500_000)}"`),
      413,
      'payload-too-large',
      /observations\/0/,
    ],
    ['is too large', withData(odd, odd, odd), 413, 'payload-too-large', /more than 12582912 bytes after inflation/],
  ])('because it %s leaves nothing', async (_, text, status, code, detail) => {
    const problem = await problemOf(await client.send(text, { gzip: true }));
    expect(problem).toMatchObject({ status, code, detail: expect.stringMatching(detail) });
    expect(await staged()).toEqual([]);
  });

  it('because it is not UTF-8 names the byte, also when the JSON was wrong before', async () => {
    const bytes = Buffer.from(`[${body.slice(1)}`);
    bytes[bytes.length - 100] = 0xff;
    const problem = await problemOf(await client.send(bytes));
    expect(problem).toMatchObject({ code: 'invalid-utf8' });
    expect(problem.detail).toContain(`byte offset ${bytes.length - 100}.`);
    expect(await staged()).toEqual([]);
  });

  it('because its gzip ends too early leaves nothing', async () => {
    const cut = gzipSync(body).subarray(0, -20);
    const response = await client.send(new Uint8Array(cut), { headers: { 'content-encoding': 'gzip' } });
    expect(await problemOf(response)).toMatchObject({ status: 400, code: 'decompression-failed' });
    expect(await staged()).toEqual([]);
  });

  it('leaves its key free', async () => {
    const key = randomUUID();
    expect((await client.send(body.slice(1), { key })).status).toBe(400);
    expect((await client.send(body, { key })).status).toBe(202);
    await allStagedIsGone();
  });
});

describe('a large body of which half has come', () => {
  const half = Math.floor(body.length / 2);
  const bytes = Buffer.from(body);
  const begin = async (): Promise<ClientRequest> => {
    const sent = request(`${server.url}/api/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'content-length': bytes.length },
    });
    sent.on('error', () => undefined).write(bytes.subarray(0, half));
    await until(async () => (await staged()).length === 1);
    return sent;
  };

  it('leaves nothing when its client goes away', async () => {
    (await begin()).destroy();
    await allStagedIsGone();
  });

  it('is accepted by a server that stops meanwhile', async () => {
    const sent = await begin();
    const stopped = server.close();
    sent.end(bytes.subarray(half));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(202);
    response.resume();
    await stopped;
    server = await startServer(settings(), () => undefined);
    client = new TestClient(server.url);
    await client.readable(((await (await client.get('/api/flows?limit=1')).json()) as FlowPage).flows[0]!.id);
    await allStagedIsGone();
  });
});
