import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestClient, aPush } from '@flow-trail/testing';
import {
  limits,
  stepStatuses,
  type FlowDocument,
  type FlowPage,
  type ProblemDetails,
  type PushAccepted,
} from '@flow-trail/contracts';
import { expectUnharmed, keys, settled, startLiveServer, type LiveServer } from './live-server.behaviour.js';
import { pushWith } from './raw-push.behaviour.js';

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer();
});
afterEach(() => expectUnharmed(server));
afterAll(() => server?.stop());

type Replacements = Parameters<typeof pushWith>[0];

async function refusal(replacements: Replacements): Promise<ProblemDetails> {
  const response = await server.client.send(pushWith(replacements));
  expect(response.status).toBe(422);
  return (await response.json()) as ProblemDetails;
}

/** Sends what must be taken, and waits until it is processed. */
async function shown(replacements: Replacements): Promise<{ accepted: PushAccepted; document: FlowDocument }> {
  const response = await server.client.send(pushWith(replacements));
  expect([response.status, response.status === 202 ? '' : await response.clone().text()]).toEqual([202, '']);
  const accepted = (await response.json()) as PushAccepted;
  expect(await settled(server, accepted.pushId)).toMatchObject({ state: 'ready' });
  return { accepted, document: await server.client.readable(accepted.id) };
}

describe('what the server does not know', () => {
  const foreign = {
    projectId: randomUUID(),
    tenant: 'lab',
    state: 'ready',
    createdBy: 'me',
    isAdmin: true,
    receivedAt: '1970-01-01T00:00:00Z',
    revision: 99,
  };

  it('is ignored, named in warnings, and has no effect', async () => {
    const { accepted, document } = await shown({
      push: { ...foreign },
      flow: { ...foreign },
      step: { ...foreign },
      observation: { ...foreign },
    });
    for (const name of ['/projectId', '/flow/isAdmin', '/steps/0/tenant'])
      expect(accepted.warnings.join(' ')).toContain(name);
    expect(document.flow).toMatchObject({ revision: 1 });
    expect(Date.parse(document.flow.receivedAt)).toBeGreaterThan(Date.parse('2026-01-01'));
    const lab = new TestClient(server.url, keys.lab);
    expect((await lab.get(`/api/flows/${accepted.id}`)).status).toBe(404);
  });

  it('may be everywhere, as a later client sends it', async () => {
    const later = { schema: 7, links: [{ rel: 'x' }], 'x-vendor': { deep: [{}] } };
    const { accepted } = await shown({ push: later, flow: later, step: later, observation: later });
    expect(accepted.warnings.length).toBeGreaterThan(3);
    expect(accepted.warnings.length).toBeLessThanOrEqual(21);
  });

  it('as a status is refused with the words that are allowed', async () => {
    const { errors } = await refusal({ step: { status: 'skipped' } });
    expect(errors).toEqual([{ pointer: '/steps/0/status', detail: expect.stringContaining(stepStatuses.join(', ')) }]);
  });
});

const manyPaths = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`path${n}`, 'number']));

describe('a mistake', () => {
  const long = 'x'.repeat(limits.nameLength + 1);
  it.each<[string, Replacements, string]>([
    ['an id that is no UUID', { flow: { id: 'mine' } }, '/flow/id'],
    ['an id that is a number', { flow: { id: 7 } }, '/flow/id'],
    ['no name', { flow: { name: undefined } }, '/flow/name'],
    ['an empty name', { flow: { name: '' } }, '/flow/name'],
    ['a name of blanks', { flow: { name: ' \u2003\ufeff ' } }, '/flow/name'],
    ['a long name', { flow: { name: long } }, '/flow/name'],
    ['a name of 1 MB', { flow: { name: 'x'.repeat(1_000_000) } }, '/flow/name'],
    ['10,000 combining marks', { flow: { name: `a${'\u0301'.repeat(10_000)}` } }, '/flow/name'],
    ['a name of two lines', { flow: { name: 'a\nb' } }, '/flow/name'],
    ['a NUL in the name', { flow: { name: 'a\0b' } }, '/flow/name'],
    ['a C1 control in the name', { flow: { name: 'a\u0085b' } }, '/flow/name'],
    ['a name that is an object', { flow: { name: { toString: 'x' } } }, '/flow/name'],
    ['a NUL in a step name', { step: { name: 'a\0' } }, '/steps/0/name'],
    ['a NUL in a reason', { step: { reason: 'a\0' } }, '/steps/0/reason'],
    ['a long reason', { flow: { reason: 'x'.repeat(limits.reasonLength + 1) } }, '/flow/reason'],
    ['a NUL in an observation name', { observation: { name: 'a\0' } }, '/steps/0/observations/0/name'],
    ['a NUL in a tag', { flow: { tags: ['ok', 'a\0'] } }, '/flow/tags'],
    ['65 tags', { flow: { tags: Array.from({ length: 65 }, String) } }, '/flow/tags'],
    ['tags that are text', { flow: { tags: 'a,b' } }, '/flow/tags'],
    ['metadata that is a list', { flow: { metadata: [1] } }, '/flow/metadata'],
    ['large metadata', { flow: { metadata: { a: 'x'.repeat(limits.smallJsonBytes) } } }, '/flow/metadata'],
    ['large config', { step: { config: 'x'.repeat(limits.smallJsonBytes) } }, '/steps/0/config'],
    ['a wrong traceparent', { flow: { traceparent: '00-1-2-3' } }, '/flow/traceparent'],
    ['attempt 0', { flow: { attempt: 0 } }, '/flow/attempt'],
    ['attempt 1e9', { flow: { attempt: 1e9 } }, '/flow/attempt'],
    ['a heartbeat of no time', { flow: { heartbeatSeconds: 0 } }, '/flow/heartbeatSeconds'],
    ['a status of another language', { flow: { status: 'done' } }, '/flow/status'],
    ['a status in a list', { flow: { status: ['completed'] } }, '/flow/status'],
    ['interrupted, which is never sent', { flow: { status: 'interrupted' } }, '/flow/status'],
    ['no step status', { step: { status: null } }, '/steps/0/status'],
    ['a negative position', { step: { position: -1 } }, '/steps/0/position'],
    ['position 1e9', { step: { position: 1e9 } }, '/steps/0/position'],
    ['position 1.5', { step: { position: 1.5 } }, '/steps/0/position'],
    ['position "1"', { step: { position: '1' } }, '/steps/0/position'],
    ['version 0', { step: { version: 0 } }, '/steps/0/version'],
    ['version true', { observation: { version: true } }, '/steps/0/observations/0/version'],
    ['no createdAt', { flow: { createdAt: null } }, '/flow/createdAt'],
    ['a date without a zone', { flow: { createdAt: '2026-01-01T00:00:00' } }, '/flow/createdAt'],
    ['a day that is not', { flow: { createdAt: '2026-02-31T00:00:00Z' } }, '/flow/createdAt'],
    ['the 61st second', { flow: { createdAt: '2026-01-01T00:00:61Z' } }, '/flow/createdAt'],
    ['a timestamp', { flow: { createdAt: 1_700_000_000 } }, '/flow/createdAt'],
    ['year 292278994', { flow: { createdAt: '+292278994-01-01T00:00:00Z' } }, '/flow/createdAt'],
    ['steps that are an object', { push: { steps: { length: 1e9 } } }, '/steps'],
    ['observations that are text', { step: { observations: 'abc' } }, '/steps/0/observations'],
    ['a step that is a list', { push: { steps: [[]] } }, '/steps/0'],
    ['a queryable list', { observation: { queryable: ['price'] } }, '/steps/0/observations/0/queryable'],
    ['a queryable tree', { observation: { queryable: { a: { b: 'number' } } } }, '/steps/0/observations/0/queryable'],
    ['1,001 queryable paths', { observation: { queryable: manyPaths(1001) } }, '/steps/0/observations/0/queryable'],
    [
      'a NUL in a queryable path',
      { observation: { queryable: { 'a\0': 'number' } } },
      '/steps/0/observations/0/queryable',
    ],
    [
      '257 metrics',
      { step: { metrics: Object.fromEntries(Array.from({ length: 257 }, (_, n) => [n, n])) } },
      '/steps/0/metrics',
    ],
    ['a metric that is text', { step: { metrics: { tokens: '5' } } }, '/steps/0/metrics'],
    ['a role of another language', { observation: { role: 'result' } }, '/steps/0/observations/0/role'],
    ['a decision about nobody', { observation: { decision: { outcome: 'kept' } } }, '/steps/0/observations/0/decision'],
    ['a decision that is a list', { observation: { decision: ['id'] } }, '/steps/0/observations/0/decision'],
    ['a parent that is text', { step: { parent: 'rank' } }, '/steps/0/parent'],
    ['a parent without a name', { step: { parent: {} } }, '/steps/0/parent/name'],
  ])('is refused with its place: %s', async (_what, replacements, pointer) => {
    const { code, detail, errors } = await refusal(replacements);
    expect(code).toBe('validation-failed');
    expect(errors!.map((error) => error.pointer)).toContain(pointer);
    expect(detail.length).toBeLessThan(1000);
  });

  it('is refused in lists that are too long for words', async () => {
    const { errors } = await refusal({ flow: { tags: Array.from({ length: 100_000 }, () => '\0') } });
    expect(JSON.stringify(errors).length).toBeLessThan(5000);
  });
});

describe('a name', () => {
  it.each([
    'toString',
    'hasOwnProperty',
    '__proto__',
    'constructor',
    '__defineGetter__',
    'valueOf',
    'then',
    'length',
    '\u202egnp.exe',
    'zero\u200bwidth',
    '😀',
    '<script>alert(1)</script>',
    '=cmd()',
    '@SUM(A1)',
    '../../etc/passwd',
    '..\\..\\x',
    'CON',
    'a/b/c',
    "'; drop table flow; --",
    '%s%n',
    '${7*7}',
    '{{7*7}}',
    'null',
    '0',
    '-1',
    '\ud800',
    'x'.repeat(limits.nameLength),
    'é'.normalize('NFD'),
    '\u{e0001}',
    '%00',
    '%2e%2e%2f',
    '\\u0000',
    '"',
    '\\',
  ])('may be %j, of a flow, a step, an observation, a tag and a path', async (name) => {
    const { document } = await shown({
      flow: {
        name,
        tags: [name],
        release: name,
        environment: name,
        metadata: { [name]: name },
        config: { [name]: name },
      },
      step: { name, reason: name, metrics: { [name]: 1 }, parent: { name } },
      observation: { name, queryable: { [name]: 'string' } },
    });
    const seen = name.toWellFormed();
    expect(document.flow).toMatchObject({ name: seen, tags: [seen], stepNames: [seen] });
    expect(document.steps[0]).toMatchObject({ name: seen, observations: [{ name: seen }] });
    const found = await server.client.get(`/api/flows?name=${encodeURIComponent(seen)}`);
    expect(((await found.json()) as FlowPage).flows.map((flow) => flow.name)).toContain(seen);
  });
});

describe('what is odd but right', () => {
  it.each([
    '1970-01-01T00:00:00Z',
    '2100-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59-14:00',
    '2026-01-01T00:00+05:45',
    '2026-12-31T23:59:59.123456789Z',
  ])('is taken and shown: a flow of %s', async (createdAt) => {
    const { document } = await shown({
      flow: { createdAt, finishedAt: createdAt },
      step: { createdAt, startedAt: createdAt, finishedAt: createdAt },
    });
    expect(Date.parse(document.flow.createdAt)).toBe(Date.parse(createdAt));
  });

  it('is taken: an end before the beginning', async () => {
    await shown({ flow: { createdAt: '2026-01-02T00:00:00Z', finishedAt: '2026-01-01T00:00:00Z' } });
    await shown({ flow: { createdAt: '0001-01-01T00:00:00Z', finishedAt: '9999-01-01T00:00:00Z' } });
  });

  it('is merged without loss: two steps of one name and version, all at one position', async () => {
    const [step] = aPush().withStep('twin').withObservation('o', 1).build().steps;
    const other = {
      ...step,
      observations: [
        { name: 'o', version: 1, data: 2 },
        { name: 'p', version: 1, data: 3 },
      ],
    };
    const { document } = await shown({ push: { steps: [step, other] } });
    expect(document.steps).toHaveLength(1);
    expect(document.steps[0]!.observations.map(({ name, variant }) => [name, variant.of]).sort()).toEqual([
      ['o', 2],
      ['o', 2],
      ['p', 1],
    ]);
  });

  it('is null with a warning: data that is missing; and without: data that is null', async () => {
    const missing = await shown({ observation: { data: undefined } });
    expect(missing.accepted.warnings).toHaveLength(1);
    const given = await shown({ observation: { data: null } });
    expect(given.accepted.warnings).toEqual([]);
    for (const { accepted, document } of [missing, given]) {
      expect(String(await server.client.data(accepted.id, document.steps[0]!.observations[0]!.id))).toBe('null');
    }
  });

  it('is a flow of its own: the id of a flow in another project; and a part of mine: the id of mine', async () => {
    const id = randomUUID();
    const lab = new TestClient(server.url, keys.lab);
    await lab.deliver(aPush('of the lab').with({ id }).json());
    const { document } = await shown({ flow: { id: id.toUpperCase() } });
    expect(document.flow).toMatchObject({ id, name: 'envelope', revision: 1 });
    const second = await server.client.send(pushWith({ flow: { id }, step: { name: 'second' } }));
    await settled(server, ((await second.json()) as PushAccepted).pushId);
    expect((await server.client.readable(id)).flow).toMatchObject({ revision: 2, stepCount: 2 });
    expect((await lab.readable(id)).flow).toMatchObject({ name: 'of the lab', revision: 1 });
  });

  it('is kept: text in JSON fields that PostgreSQL cannot hold', async () => {
    const hostile = { '\0': '\0', '\ud800': ['\udfff', 1e308, -0], deep: { a: [[[null]]] } };
    await shown({
      flow: { metadata: hostile, config: hostile, input: hostile, output: hostile },
      step: { config: hostile, reason: '\ud800' },
    });
  });

  it('is limited: a queryable type of 100 KB', async () => {
    await refusal({ observation: { queryable: { price: 'x'.repeat(100_000) } } });
  });

  it('is taken: a parent that does not exist, and one that is the step itself', async () => {
    await shown({ step: { parent: { name: 'nobody', version: 7 } } });
    await shown({
      step: { name: 'own', parent: { name: 'own', version: 1, iteration: 1 } },
      flow: { parent: randomUUID() },
    });
  });
});
