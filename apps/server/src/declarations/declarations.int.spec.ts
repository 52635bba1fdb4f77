import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Declaration, DeclarationHistory, DeclarationPage, ProblemDetails } from '@flow-trail/contracts';
import { startServer, type RunningServer } from '../server.js';

const keyOf = {
  ours: 'ours-aaaaaaaaaaaaaaaaaaaa',
  theirs: 'theirs-aaaaaaaaaaaaaaaaaa',
  reader: 'reader-aaaaaaaaaaaaaaaaaa',
};
const keys = `${keyOf.ours}:acme:ingest+read,${keyOf.theirs}:other:ingest+read,${keyOf.reader}:acme:read`;
let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-declarations-'));
  const environment = { PORT: '0', FLOW_TRAIL_DATA: folder, FLOW_TRAIL_API_KEYS: keys, LOG_LEVEL: 'error' };
  server = await startServer(environment, () => undefined);
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const place = { flowName: 'night', step: 'filters', observation: 'films' };
const decision = {
  candidate: 'id',
  outcome: 'qualified',
  rules: { price: { actual: 'p', op: '<', threshold: 4 } },
} as const;

const send = (method: string, query: string, key: keyof typeof keyOf, body?: unknown): Promise<Response> =>
  fetch(`${server.url}/api/declarations${query}`, {
    method,
    headers: {
      authorization: `Bearer ${keyOf[key]}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const declare = async (body: unknown, key: keyof typeof keyOf = 'ours'): Promise<Declaration> => {
  const response = await send('PUT', '', key, body);
  expect(response.status).toBe(200);
  return (await response.json()) as Declaration;
};
const list = async (query = '', key: keyof typeof keyOf = 'ours'): Promise<Declaration[]> =>
  ((await (await send('GET', query, key)).json()) as DeclarationPage).declarations;

describe('a declaration', () => {
  it('is kept by flow name, step and observation, each change as a version of its own', async () => {
    const first = await declare({ ...place, decision });
    expect(first).toEqual({ ...place, decision, overridesRecorded: false, version: 1, createdAt: expect.any(String) });
    const second = await declare({ ...place, decision: { candidate: 'id' }, overridesRecorded: true });
    expect(second).toMatchObject({ version: 2, decision: { candidate: 'id' }, overridesRecorded: true });
    expect(await list('?flowName=night')).toEqual([second]);
    const history = await (await send('GET', `/history?${new URLSearchParams(place)}`, 'ours')).json();
    expect((history as DeclarationHistory).versions).toEqual([second, first]);
  });

  it('said again changes nothing, in whatever order its keys come', async () => {
    const names = { ...place, flowName: 'again' };
    const first = await declare({ ...names, decision: { candidate: 'id', outcome: 'kept' } });
    expect(await declare({ decision: { outcome: 'kept', candidate: 'id' }, ...names })).toEqual(first);
  });

  it('is taken back with null', async () => {
    const names = { ...place, flowName: 'taken back' };
    await declare({ ...names, decision });
    expect(await declare({ ...names, decision: null })).toMatchObject({ version: 2, decision: null });
  });

  it('of several who change it at once each gets a version of its own', async () => {
    const names = { ...place, flowName: 'crowd' };
    const made = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => declare({ ...names, decision: { candidate: `id${n}` } })),
    );
    expect(made.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('of one project is not seen from another', async () => {
    await declare({ ...place, flowName: 'ours alone', decision });
    expect(await list('?flowName=ours+alone', 'theirs')).toEqual([]);
  });

  it('takes a key that may write', async () => {
    expect((await send('PUT', '', 'reader', { ...place, decision })).status).toBe(403);
    expect((await send('GET', '', 'reader')).status).toBe(200);
  });

  it.each([
    ['no decision', { ...place }, '/decision'],
    ['a decision without candidate', { ...place, decision: { outcome: 'o' } }, '/decision'],
    ['an empty name', { ...place, step: ' ', decision }, '/step'],
    ['a word for a boolean', { ...place, decision, overridesRecorded: 'yes' }, '/overridesRecorded'],
  ])('with %s is refused with a pointer', async (_, body, pointer) => {
    const response = await send('PUT', '', 'ours', body);
    expect(response.status).toBe(422);
    expect(((await response.json()) as ProblemDetails).errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it.each([
    ['what is not JSON', '{', 400],
    ['a list', '[]', 422],
    ['more than 128 KiB', JSON.stringify({ ...place, decision, more: 'x'.repeat(140_000) }), 413],
  ])('as %s is refused', async (_, body, status) => {
    expect((await send('PUT', '', 'ours', body)).status).toBe(status);
  });
});
