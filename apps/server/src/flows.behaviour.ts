import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowDocument, FlowPage, ProblemDetails, PushAccepted } from '@flow-trail/contracts';
import { TestClient, aPush } from '@flow-trail/testing';

export interface ServerUnderTest {
  url: string;
  /** Object keys, to count them. */
  objectKeys(): Promise<string[]>;
  stop(): Promise<void>;
}

const problemOf = async (response: Response): Promise<ProblemDetails> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem = (await response.json()) as ProblemDetails;
  expect(problem.status).toBe(response.status);
  expect(problem.requestId).toBe(response.headers.get('x-request-id'));
  return problem;
};

/** What a server does over HTTP, whatever it stands on. */
export function describeFlows(start: () => Promise<ServerUnderTest>): void {
  let server: ServerUnderTest;
  let client: TestClient;

  beforeAll(async () => {
    server = await start();
    client = new TestClient(server.url);
  });
  afterAll(() => server?.stop());

  const flowsNamed = async (name: string): Promise<FlowPage['flows']> => {
    const response = await client.get(`/api/flows?name=${encodeURIComponent(name)}`);
    return ((await response.json()) as FlowPage).flows;
  };

  describe('a hand-written push of the first contract', () => {
    const body = `{
      "client": "curl",
      "flow": { "name": "by-hand", "createdAt": "2026-11-01T12:00:00.000Z", "finishedAt": "2026-11-01T12:00:02.500Z" },
      "steps": [ { "name": "search", "version": 1, "flow": "by-hand", "position": 0, "status": "completed", "reason": "found two",
        "createdAt": "2026-11-01T12:00:00.000Z", "startedAt": "2026-11-01T12:00:00.000Z", "finishedAt": "2026-11-01T12:00:01.000Z",
        "observations": [ { "name": "hits", "version": 1, "step": "search", "queryable": null,
          "data": [ { "id": 9007199254740993, "score": 1.0, "delta": -0, "far": 1E400, "__proto__": { "x": 1 }, "b": 1, "a": 2, "b": 3, "s": "\\u0000\\ud800" } ] } ] } ] }`;

    it('is accepted, named by its digest, and shown as it was sent', async () => {
      const response = await client.send(body);
      expect(response.status).toBe(202);
      const accepted = (await response.json()) as PushAccepted;
      expect(accepted).toMatchObject({
        attempt: 1,
        flowName: 'by-hand',
        state: 'accepted',
        digest: createHash('sha256').update(body).digest('hex'),
        url: `${server.url}/flows/${accepted.id}`,
        warnings: ['/client is unknown to this server and was ignored.'],
      });
      expect(response.headers.get('location')).toBe(`/api/pushes/${accepted.pushId}`);

      const { flow, steps } = await client.readable(accepted.id);
      expect(flow).toMatchObject({ name: 'by-hand', status: 'completed', durationMs: 2500, stepNames: ['search'] });
      expect(steps[0]).toMatchObject({ name: 'search', reason: 'found two', durationMs: 1000 });
      expect(steps[0]?.observations[0]).toMatchObject({
        name: 'hits',
        records: 1,
        queryable: null,
        variant: { index: 1, of: 1 },
      });
    });

    it('gives its data back byte for byte', async () => {
      const accepted = await client.deliver(body);
      const { steps } = await client.readable(accepted.id);
      const [observation] = steps[0]!.observations;
      const sent = body.slice(body.indexOf('[ { "id"'), body.lastIndexOf(' } ] } ] }'));
      const data = await client.data(accepted.id, observation!.id);
      expect(data.toString()).toBe(sent);
      expect(observation!.digest).toBe(createHash('sha256').update(sent).digest('hex'));
    });

    it('is one flow when it comes twice with one key', async () => {
      const key = randomUUID();
      const once = body.replaceAll('by-hand', 'by-hand-once');
      const first = await client.send(once, { key });
      const again = await client.send(once, { key: key.toUpperCase(), gzip: true });
      expect(again.status).toBe(202);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(await again.text()).toBe(await first.text());
      const [flow] = await flowsNamed('by-hand-once');
      await client.readable(flow?.id ?? (await flowsUntil('by-hand-once'))[0]!.id);
      expect(await flowsNamed('by-hand-once')).toHaveLength(1);
    });
  });

  const flowsUntil = async (name: string): Promise<FlowPage['flows']> => {
    for (let tries = 0; tries < 500; tries++) {
      const flows = await flowsNamed(name);
      if (flows.length > 0) return flows;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no flow ${name} was listed`);
  };

  describe('the idempotency key', () => {
    it('must be there', async () => {
      const response = await fetch(`${server.url}/api/flows`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: aPush().json(),
      });
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toMatchObject({ code: 'idempotency-key-missing', retryable: false });
    });

    it.each([
      ['nothing', ''],
      ['a word', 'abc'],
      ['a UUID that lacks a digit', '6f9619ff-8b86-4d01-b42d-00cf4fc964f'],
      ['5,000 letters', 'x'.repeat(5000)],
      ['a UUID in braces', '{6f9619ff-8b86-4d01-b42d-00cf4fc964ff}'],
    ])('must be a UUID, not %s', async (_what, key) => {
      const response = await client.send(aPush().json(), { key });
      expect(response.status).toBe(400);
      expect((await problemOf(response)).code).toMatch(/^idempotency-key-(invalid|missing)$/);
    });

    it('refuses another body, and leaves what it was used for as it is', async () => {
      const key = randomUUID();
      const { id } = await client.deliver(aPush('first-body').json(), { key });
      const response = await client.send(aPush('second-body').json(), { key });
      expect(response.status).toBe(422);
      expect((await problemOf(response)).code).toBe('idempotency-key-reused');
      expect((await client.readable(id)).flow.name).toBe('first-body');
    });

    it('makes one flow of fifty requests at once', async () => {
      const key = randomUUID();
      const body = aPush('fifty').withStep('only').withObservation('numbers', [1, 2, 3]).json();
      const answers = await Promise.all(Array.from({ length: 50 }, () => client.send(body, { key })));
      expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(202));
      expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
      await flowsUntil('fifty');
      expect(await flowsNamed('fifty')).toHaveLength(1);
    });

    it('stays free when the request is refused', async () => {
      const key = randomUUID();
      expect((await client.send('{"flow":{}}', { key })).status).toBe(422);
      expect((await client.send(aPush().json(), { key })).status).toBe(202);
    });
  });

  describe('a body', () => {
    it.each([
      ['no JSON', '{"flow":', 400, 'invalid-json'],
      ['empty', '', 400, 'invalid-json'],
      ['no object', '[]', 422, 'validation-failed'],
      ['nested too deeply', `{"flow":${'['.repeat(101)}${']'.repeat(101)}}`, 400, 'json-too-deep'],
      ['without a flow', '{"steps":[]}', 422, 'validation-failed'],
    ])('that is %s is refused', async (_what, body, status, code) => {
      const response = await client.send(body);
      expect(response.status).toBe(status);
      expect((await problemOf(response)).code).toBe(code);
    });

    it('that is not UTF-8 is refused with the place', async () => {
      const response = await client.send(Buffer.from('7b22ff7d', 'hex'));
      expect(await problemOf(response)).toMatchObject({
        status: 400,
        code: 'invalid-utf8',
        detail: expect.stringContaining('2'),
      });
    });

    it('with wrong values is refused with a pointer to each', async () => {
      const push = aPush()
        .withStep('rank', { status: 'done' as 'completed', version: 0 })
        .build();
      const response = await client.send(JSON.stringify({ ...push, flow: { ...push.flow, name: '' } }));
      const problem = await problemOf(response);
      expect(problem.status).toBe(422);
      expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual([
        '/flow/name',
        '/steps/0/status',
        '/steps/0/version',
      ]);
      expect(problem.errors?.find(({ pointer }) => pointer === '/steps/0/status')?.detail).toContain('completed');
    });

    it('of another type or coding is refused', async () => {
      const text = await client.send(aPush().json(), { headers: { 'content-type': 'text/plain' } });
      expect((await problemOf(text)).code).toBe('unsupported-media-type');
      const brotli = await client.send(aPush().json(), { headers: { 'content-encoding': 'br' } });
      expect((await problemOf(brotli)).code).toBe('unsupported-encoding');
      const broken = await client.send('not gzip', { headers: { 'content-encoding': 'gzip' } });
      expect((await problemOf(broken)).code).toBe('decompression-failed');
    });

    it('that inflates beyond the limit is refused', async () => {
      const response = await client.send(Buffer.alloc(60 * 1024 * 1024, ' '), { gzip: true });
      expect(response.status).toBe(413);
      expect((await problemOf(response)).code).toBe('payload-too-large');
    });
  });

  describe('one push', () => {
    it('makes one object, and every observation comes back from it', async () => {
      const before = new Set(await server.objectKeys());
      const push = aPush('packed')
        .withStep('search')
        .withObservation('hits', [{ id: 1 }, { id: 2 }])
        .withObservation('note', 'text')
        .withStep('rank')
        .withObservation('order', { wrapped: [1] });
      const { id, pushId } = await client.deliver(push.json());
      const added = (await server.objectKeys()).filter((key) => !before.has(key));
      expect(added).toHaveLength(1);
      expect(added[0]).toMatch(new RegExp(`^packs/[0-9a-f-]{36}/${pushId}/[0-9a-f]{64}$`));
      const { steps } = await client.readable(id);
      const read = await Promise.all(
        steps.flatMap(({ observations }) => observations).map(async (o) => (await client.data(id, o.id)).toString()),
      );
      expect(read).toEqual(['[{"id":1},{"id":2}]', '"text"', '{"wrapped":[1]}']);
    });

    it('keeps two bodies under one name and version as variants', async () => {
      const { id } = await client.deliver(
        aPush('variants').withStep('judge').withObservation('scores', [1]).withObservation('scores', [2]).json(),
      );
      const { steps } = await client.readable(id);
      const variants = steps[0]!.observations;
      expect(variants.map(({ variant }) => variant.of)).toEqual([2, 2]);
      expect(new Set(variants.map(({ variant }) => variant.index))).toEqual(new Set([1, 2]));
    });

    it('derives the status from the last try of each step', async () => {
      const failedThenDone = aPush('tries')
        .withStep('judge', { status: 'failed', reason: 'timeout' })
        .withStep('judge');
      expect((await client.readable((await client.deliver(failedThenDone.json())).id)).flow).toMatchObject({
        status: 'completed',
        stepCount: 1,
      });
      const failed = aPush('tries').withStep('judge').withStep('judge', { status: 'failed' });
      expect((await client.readable((await client.deliver(failed.json())).id)).flow.status).toBe('failed');
      expect((await client.readable((await client.deliver(aPush().running().json())).id)).flow.status).toBe('running');
    });
  });

  describe('several pushes of one flow', () => {
    it('make the same flow in either order', async () => {
      const parts = (id: string) => [
        aPush('in-parts')
          .running()
          .with({ id, tags: ['b'], metadata: { one: 1 }, reason: 'early' })
          .withStep('search')
          .json(),
        aPush('in-parts')
          .with({ id, tags: ['a'], metadata: { two: 2 }, status: 'completed' })
          .withStep('search')
          .withStep('rank')
          .json(),
      ];
      const documents: FlowDocument[] = [];
      for (const order of [
        [0, 1],
        [1, 0],
        [1, 0, 1],
      ]) {
        const id = randomUUID();
        for (const [at, part] of order.entries()) {
          await client.send(parts(id)[part]!);
          await client.readable(id, ({ flow }) => flow.revision === at + 1);
        }
        documents.push(await client.readable(id));
      }
      const comparable = documents.map(({ flow, steps }) => ({
        flow: { ...flow, id: '', url: '', receivedAt: '', revision: 0 },
        steps: steps.map((step) => ({ ...step, id: '' })),
      }));
      expect(comparable[0]).toMatchObject({
        flow: { status: 'completed', tags: ['a', 'b'], metadata: { one: 1, two: 2 }, reason: 'early', stepCount: 2 },
      });
      expect(comparable[1]).toEqual(comparable[0]);
      expect(comparable[2]).toEqual(comparable[0]);
    });

    it('keep attempts apart', async () => {
      const id = randomUUID();
      await client.deliver(aPush('again').with({ id, status: 'failed', reason: 'first' }).json());
      await client.deliver(aPush('again').with({ id, attempt: 2, reason: 'second' }).json());
      const latest = await client.readable(id, ({ flow }) => flow.attempt === 2);
      expect(latest.flow).toMatchObject({ reason: 'second', attempts: [1, 2] });
      const first = (await (await client.get(`/api/flows/${id}?attempt=1`)).json()) as FlowDocument;
      expect(first.flow).toMatchObject({ reason: 'first', status: 'failed', attempt: 1 });
    });
  });

  describe('the list', () => {
    it('shows the newest received first and pages without gaps or repeats', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 7; n++) ids.push((await client.deliver(aPush(`paged-${n}`).json())).id);
      const seen: string[] = [];
      let cursor: string | null = '';
      do {
        const response = await client.get(`/api/flows?name=paged-&limit=3${cursor ? `&cursor=${cursor}` : ''}`);
        const page = (await response.json()) as FlowPage;
        expect(page.flows.length).toBeLessThanOrEqual(3);
        seen.push(...page.flows.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(ids.reverse());
    });

    it('filters by status and takes wildcards of the name as text', async () => {
      await client.deliver(aPush('100%_sure').with({ status: 'failed' }).json());
      const failed = (await (await client.get('/api/flows?status=failed&name=%25_')).json()) as FlowPage;
      expect(failed.flows.map(({ name }) => name)).toEqual(['100%_sure']);
      const completed = (await (await client.get('/api/flows?status=completed&name=%25_')).json()) as FlowPage;
      expect(completed.flows).toEqual([]);
    });

    it('shows a running flow that fell silent as interrupted', async () => {
      const { id } = await client.deliver(aPush('silent').running().with({ heartbeatSeconds: 1 }).json());
      await client.readable(id, ({ flow }) => flow.status === 'interrupted');
      const page = (await (await client.get('/api/flows?status=interrupted&name=silent')).json()) as FlowPage;
      expect(page.flows.map((flow) => [flow.id, flow.status])).toEqual([[id, 'interrupted']]);
    });

    it.each([
      'limit=0',
      'limit=201',
      'limit=abc',
      'limit=1e2',
      'limit=',
      'limit=10&limit=20',
      'status=done',
      'cursor=nonsense',
      'page=0',
      'id=0199a41',
      `id=${'0'.repeat(33)}`,
    ])('refuses ?%s', async (query) => {
      const response = await client.get(`/api/flows?${query}`);
      expect(response.status).toBe(400);
      expect((await problemOf(response)).code).toBe('invalid-query');
    });
  });

  describe('a flow that is not there', () => {
    it('answers 404 for an unknown id and 400 for a malformed one', async () => {
      const unknown = await client.get(`/api/flows/${randomUUID()}`);
      expect((await problemOf(unknown)).code).toBe('not-found');
      const malformed = await client.get('/api/flows/42');
      expect(malformed.status).toBe(400);
      expect((await problemOf(malformed)).code).toBe('invalid-id');
    });

    it.each([
      ['DELETE', '/api/flows', 405, 'method-not-allowed'],
      ['POST', `/api/flows/${randomUUID()}`, 405, 'method-not-allowed'],
      ['GET', '/api/nothing', 404, 'not-found'],
      ['POST', '/nothing', 404, 'not-found'],
      ['GET', '/nothing.js', 404, 'not-found'],
      ['GET', '/api/flows/%zz', 400, 'malformed-request'],
      ['GET', '/%2e%2e/%2e%2e/etc/passwd.txt', 404, 'not-found'],
    ])('nor a route: %s %s answers %d', async (method, path, status, code) => {
      const response = await fetch(server.url + path, { method });
      expect(response.status).toBe(status);
      expect(await problemOf(response)).toMatchObject({ code, retryable: false });
      if (status === 405) expect(response.headers.get('allow')).toContain('GET');
    });

    it('gives no data through another flow', async () => {
      const one = await client.deliver(aPush().withStep('s').withObservation('o', [1]).json());
      const other = await client.deliver(aPush().json());
      const observation = (await client.readable(one.id)).steps[0]!.observations[0]!;
      expect((await client.get(`/api/flows/${other.id}/observations/${observation.id}/data`)).status).toBe(404);
    });
  });

  describe('data', () => {
    const records = Array.from({ length: 500 }, (_, id) => ({ id, name: `film ${id}` }));
    let path: string;
    beforeAll(async () => {
      const { id } = await client.deliver(aPush('data').withStep('search').withObservation('films', records).json());
      path = `/api/flows/${id}/observations/${(await client.readable(id)).steps[0]!.observations[0]!.id}/data`;
    });

    it('comes from the object store first and from the cache after', async () => {
      expect((await client.get(path)).headers.get('x-cache')).toBe('MISS');
      const again = await client.get(path);
      expect(again.headers.get('x-cache')).toBe('HIT');
      expect(await again.json()).toEqual(records);
    });

    it('is the stored gzip member, without a coding, for who asks for application/gzip', async () => {
      const response = await client.get(path, { accept: 'application/gzip' });
      expect(response.headers.get('content-type')).toBe('application/gzip');
      expect(response.headers.get('content-encoding')).toBeNull();
      expect(response.headers.get('vary')).toContain('Accept');
      expect(JSON.parse(gunzipSync(Buffer.from(await response.arrayBuffer())).toString())).toEqual(records);
    });

    it('has a validator of its own for each form, and 304 for who has it', async () => {
      const tags = new Set<string | null>();
      const forms: [string, string][] = [
        ['accept', 'application/gzip'],
        ['accept-encoding', 'gzip'],
        ['accept-encoding', 'identity'],
      ];
      for (const [header, value] of forms) {
        const etag = (await client.get(path, { [header]: value })).headers.get('etag');
        tags.add(etag);
        expect((await client.get(path, { [header]: value, 'if-none-match': etag! })).status).toBe(304);
      }
      expect(tags.size).toBe(3);
    });

    it('is answered by one byte range', async () => {
      const whole = JSON.stringify(records);
      const part = await client.get(path, { range: 'bytes=10-19' });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes 10-19/${whole.length}`);
      expect(await part.text()).toBe(whole.slice(10, 20));
      const beyond = await client.get(path, { range: `bytes=${whole.length}-` });
      expect(beyond.status).toBe(416);
      expect(beyond.headers.get('content-range')).toBe(`bytes */${whole.length}`);
    });
  });

  it('streams a flow with all its data', async () => {
    const { id } = await client.deliver(
      aPush('details').withStep('a').withObservation('x', { n: 1 }).withObservation('y', [1, 2]).withStep('b').json(),
    );
    const response = await client.get(`/api/flows/${id}/details`);
    const details = (await response.json()) as {
      flow: { name: string };
      steps: { observations: { data: unknown }[] }[];
    };
    expect(details.flow.name).toBe('details');
    expect(details.steps.map(({ observations }) => observations.map(({ data }) => data))).toEqual([
      [{ n: 1 }, [1, 2]],
      [],
    ]);
  });

  it('answers a document by its revision', async () => {
    const id = randomUUID();
    await client.deliver(aPush('revised').running().with({ id }).json());
    const first = await client.get(`/api/flows/${id}`);
    const etag = first.headers.get('etag')!;
    expect((await client.get(`/api/flows/${id}`, { 'if-none-match': etag })).status).toBe(304);
    await client.send(aPush('revised').with({ id }).json());
    await client.readable(id, ({ flow }) => flow.revision === 2);
    expect((await client.get(`/api/flows/${id}`, { 'if-none-match': etag })).status).toBe(200);
  });

  it('keeps what cannot be kept as text out of the database and in the data', async () => {
    const body = aPush('odd text')
      .with({ metadata: { 'k\u0000': 'a\u0000b' }, input: 'lone \ud800' })
      .withStep('s')
      .withObservation('o', 'x\u0000\ud800')
      .json();
    const { id } = await client.deliver(body);
    const { flow, steps } = await client.readable(id);
    expect(flow.metadata).toEqual({ 'k\ufffd': 'a\ufffdb' });
    expect((await client.data(id, steps[0]!.observations[0]!.id)).toString()).toBe('"x\\u0000\\ud800"');
  });

  it('counts each request to send a push under one outcome', async () => {
    const counted = async (outcome: string): Promise<number> => {
      const text = await (await client.get('/metrics')).text();
      const [, value] =
        new RegExp(`^flowtrail_ingest_requests_total{outcome="${outcome}"} (\\d+)$`, 'm').exec(text) ?? [];
      return Number(value ?? 0);
    };
    const before = await Promise.all(['accepted', 'replayed', 'invalid-json'].map(counted));
    const key = randomUUID();
    const body = aPush('counted').json();
    await client.deliver(body, { key });
    await client.send(body, { key });
    await client.send('{', {});
    const after = await Promise.all(['accepted', 'replayed', 'invalid-json'].map(counted));
    expect(after.map((count, at) => count - before[at]!)).toEqual([1, 1, 1]);
    expect(await (await client.get('/metrics')).text()).toContain('flowtrail_push_oldest_waiting_seconds');
  });

  it('describes itself in OpenAPI and reports its health', async () => {
    const openapi = (await (await client.get('/api/openapi.json')).json()) as { paths: object };
    expect(Object.keys(openapi.paths)).toEqual(
      expect.arrayContaining(['/api/flows', '/api/flows/{id}', '/api/flows/{id}/details', '/health']),
    );
    const health = await client.get('/health');
    expect(await health.json()).toMatchObject({ status: 'ok', parts: { database: 'ok', objects: 'ok', queue: 'ok' } });
  });
}
