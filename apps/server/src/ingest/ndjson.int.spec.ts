import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowDocument, ProblemDetails, PushLine } from '@flow-trail/contracts';
import { aPush, type TestClient } from '@flow-trail/testing';
import { startEmbeddedServer, type EmbeddedServer } from '../embedded-server.behaviour.js';

let server: EmbeddedServer;
let client: TestClient;

beforeAll(async () => {
  server = await startEmbeddedServer();
  client = server.client;
});

afterAll(() => server?.stop());

const headers = { 'content-type': 'application/x-ndjson' };
const { flow, steps } = aPush('streamed').withStep('search').withStep('rank').build();
const [search, rank] = steps.map(({ observations: _none, ...step }) => step);
const toText = (lines: (PushLine | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');

const data = '[ {"id": 9007199254740993, "score": 1.0, "delta": -0, "__proto__": "\\u0000"}, 1E400 ]';
const observationLine = `{"observation":{"step":{"name":"search","version":1,"iteration":1},"name":"hits","version":1,"data": ${data} }}`;
const whole = toText([{ flow }, { step: search! }, observationLine, { step: rank! }]);

/** A document without what a push of its own makes different. */
const comparable = ({ flow: { id: _id, url: _url, ...said }, steps: all }: FlowDocument): unknown => [
  { ...said, receivedAt: '', updatedAt: '' },
  all.map(({ id: _step, observations, ...step }) => ({
    ...step,
    observations: observations.map(({ id: _observation, ...observation }) => observation),
  })),
];

async function dataOf(document: FlowDocument): Promise<string[]> {
  const ids = document.steps.flatMap(({ observations }) => observations.map(({ id }) => id));
  return Promise.all(ids.map(async (id) => (await client.data(document.flow.id, id)).toString()));
}

async function refusal(body: string): Promise<ProblemDetails> {
  const response = await client.send(body, { headers });
  const problem = (await response.json()) as ProblemDetails;
  expect(response.status).toBe(problem.status);
  return problem;
}

describe('a flow sent as lines', () => {
  it('is the flow that JSON of the same content makes, its data byte for byte', async () => {
    const json = `{"flow":${JSON.stringify(flow)},"steps":[${JSON.stringify(search).slice(0, -1)},"observations":[
      {"name":"hits","version":1,"data":${data}}]},${JSON.stringify({ ...rank, observations: [] })}]}`;
    const sent = [await client.deliver(whole, { headers }), await client.deliver(json)];
    const [asLines, asJson] = await Promise.all(sent.map(({ id }) => client.readable(id)));
    expect(comparable(asLines!)).toEqual(comparable(asJson!));
    expect(await dataOf(asLines!)).toEqual([data]);
    expect(await dataOf(asJson!)).toEqual([data]);
  });

  it('may be gzipped, and large enough to wait in the object store', async () => {
    const large = JSON.stringify('x'.repeat(2 * 1024 * 1024));
    const body = whole.replace(data, large);
    const { id } = await client.deliver(body, { headers, gzip: true });
    expect(await dataOf(await client.readable(id))).toEqual([large]);
  });

  it('begins and finishes in lines of its own', async () => {
    const { id } = await client.deliver(
      toText([
        { flow: { ...flow, finishedAt: null } },
        { step: { ...search!, status: 'running', finishedAt: null } },
        observationLine,
        { step: { name: 'search', version: 1, status: 'completed', finishedAt: search!.finishedAt, reason: 'done' } },
        { flow: { finishedAt: flow.finishedAt } },
      ]),
      { headers },
    );
    const document = await client.readable(id);
    expect(document.flow).toMatchObject({ status: 'completed', durationMs: 10_000, stepCount: 1 });
    expect(document.steps[0]).toMatchObject({ status: 'completed', reason: 'done', durationMs: 1000 });
  });

  it('is one push under one key', async () => {
    const key = randomUUID();
    const first = await client.send(whole, { headers, key });
    const again = await client.send(whole, { headers, key });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    expect((await client.send(`${whole}\n`, { headers, key })).status).toBe(422);
  });

  it('is refused where a line is no JSON, with line and column', async () => {
    expect(await refusal(`${JSON.stringify({ flow })}\n{"step":}\n`)).toMatchObject({
      status: 400,
      code: 'invalid-json',
      detail: expect.stringContaining('line 2, column 9'),
    });
  });

  it('is refused where it describes no flow, with the line in pointer and words', async () => {
    const orphan = await refusal(toText([{ flow }, observationLine]));
    expect(orphan).toMatchObject({ status: 422, detail: expect.stringMatching(/^Line 2: /) });
    expect(orphan.errors?.map(({ pointer }) => pointer)).toEqual(['/1/observation/step']);
    expect(await refusal(toText([{ step: search! }]))).toMatchObject({ status: 422, errors: [{ pointer: '/0/step' }] });
    expect(await refusal('\n')).toMatchObject({ status: 422, errors: [{ pointer: '' }] });
  });

  it('is described beside JSON', async () => {
    const { paths } = (await (await client.get('/api/openapi.json')).json()) as {
      paths: { [path: string]: { post: { requestBody: { content: object } } } };
    };
    expect(paths['/api/flows']?.post.requestBody.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/PushEnvelope' } },
      'application/x-ndjson': { schema: { type: 'string', example: expect.stringContaining('{"observation":') } },
    });
  });

  it('is told from JSON by its Content-Type alone', async () => {
    expect((await client.send(whole)).status).toBe(400);
    const response = await client.send(whole, { headers: { 'content-type': 'text/plain' } });
    expect([response.status, response.headers.get('accept-post')]).toEqual([
      415,
      'application/json, application/x-ndjson',
    ]);
  });
});
