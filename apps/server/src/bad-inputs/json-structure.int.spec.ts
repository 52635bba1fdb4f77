import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { limits, type Json, type ProblemDetails, type PushAccepted } from '@flow-trail/contracts';
import { expectUnharmed, settled, startLiveServer, type LiveServer } from './live-server.behaviour.js';
import { pushWith, pushWithData, roundTrip } from './raw-push.behaviour.js';

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer();
});
afterEach(() => expectUnharmed(server));
afterAll(() => server?.stop());

const problemOf = async (body: string): Promise<ProblemDetails> =>
  (await (await server.client.send(body)).json()) as ProblemDetails;
const nested = (depth: number, [open, close]: [string, string] = ['[', ']']): string =>
  open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth);
/** Of arrays and objects around `data` in a push. */
const depthOfData = 5;

describe('what is no JSON', () => {
  it.each([
    'nul',
    'tru',
    '"',
    '{',
    '[',
    ']',
    '}',
    '{"a":1,}',
    '[1,]',
    '[,1]',
    '{,}',
    "{'a':1}",
    '{a:1}',
    '{"a"}',
    '{"a":}',
    '{"a" 1}',
    '// comment\n{}',
    '/* comment */{}',
    'NaN',
    'Infinity',
    '-Infinity',
    'undefined',
    '01',
    '-01',
    '1.',
    '.5',
    '+1',
    '1e',
    '1e+',
    '0x10',
    '1_000',
    '"\t"',
    '"\\x41"',
    '"\\u12"',
    '"\\ud8',
    '{} {}',
    '{}{}',
    '{}\n{}',
    '\ufeff{}',
    '\u00a0{}',
    '\u2028{}',
    '{"a":1}\0',
    '(1)',
  ])('is refused with its place: %j', async (text) => {
    for (const body of [text, pushWithData(text)]) {
      const problem = await problemOf(body);
      expect(problem).toMatchObject({ status: 400, code: 'invalid-json', retryable: false });
      expect(problem.detail).toMatch(/line \d+, column \d+|byte order mark/);
    }
  });
});

describe('what is JSON and no push', () => {
  it.each([
    'null',
    'true',
    '0',
    '""',
    '[]',
    '{}',
    '[{}]',
    '{"flow":null,"steps":null}',
    '{"flow":[],"steps":{}}',
    '{"flow":{},"steps":[null]}',
  ])('is refused: %s', async (body) =>
    expect(await problemOf(body)).toMatchObject({ status: 422, code: 'validation-failed' }),
  );

  it('names at most twenty of its mistakes', async () => {
    const steps = Array.from({ length: 500 }, () => ({ name: 7 }));
    const problem = await problemOf(pushWith({ push: { steps } }));
    expect(problem.errors).toHaveLength(20);
    expect(problem.errors![0]!.pointer).toMatch(/^\/steps\/0\//);
  });
});

describe('depth', () => {
  const most = limits.depth - depthOfData;

  it.each<[string, [string, string]]>([
    ['arrays', ['[', ']']],
    ['objects', ['{"a":', '}']],
  ])('of %s is taken up to the limit and refused beyond', async (_what, brackets) => {
    const fitting = nested(most, brackets);
    expect(await roundTrip(server, fitting)).toBe(fitting);
    expect(await problemOf(pushWithData(nested(most + 1, brackets)))).toMatchObject({
      status: 400,
      code: 'json-too-deep',
    });
  });

  it.each([
    ['100,000 arrays', nested(100_000)],
    ['5,000,000 arrays', nested(5_000_000)],
    ['5,000,000 arrays that never close', '['.repeat(5_000_000)],
    ['1,000,000 objects', nested(1_000_000, ['{"a":', '}'])],
    ['arrays and objects in turns', '[{"a":'.repeat(500_000)],
  ])('is refused without a stack: %s', async (_what, data) => {
    for (const body of [data, pushWithData(data), pushWith({}).replace('"envelope"', data)]) {
      expect(await problemOf(body)).toMatchObject({ status: 400, code: 'json-too-deep' });
    }
  });
});

describe('width', () => {
  const nodesOf = (value: Json): number => {
    if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + nodesOf(item), 1);
    if (typeof value !== 'object' || value === null) return 1;
    return Object.values(value).reduce<number>((sum, item) => sum + 1 + nodesOf(item), 1);
  };
  const left = limits.nodes - nodesOf(JSON.parse(pushWithData('[]')) as Json);

  it.each<[string, (nodes: number) => string]>([
    ['elements', (nodes) => `[${'0,'.repeat(nodes - 1)}0]`],
    ['keys', (nodes) => `{${'"":0,'.repeat(nodes / 2 - 1)}"":0}`],
  ])(
    'is taken up to the limit and refused beyond: %s',
    async (_what, dataOf) => {
      const [under, at] = [left - (left % 2) - 2, left - (left % 2)];
      for (const nodes of [under, at]) {
        const { status, pushId } = await accepted(pushWithData(dataOf(nodes)));
        expect(status).toBe(202);
        expect((await settled(server, pushId)).state).toBe('ready');
      }
      expect(await problemOf(pushWithData(dataOf(at + 2)))).toMatchObject({ status: 400, code: 'json-too-complex' });
    },
    180_000,
  );

  it('of millions of empty objects keeps nobody else waiting for good', async () => {
    const heavy = server.client.send(pushWithData(`[${'{},'.repeat(4_999_999)}{}]`));
    await expectUnharmed(server);
    expect((await heavy).status).toBeLessThan(500);
  }, 120_000);
});

async function accepted(body: string): Promise<{ status: number; pushId: string }> {
  const response = await server.client.send(body);
  return { status: response.status, pushId: ((await response.json()) as PushAccepted).pushId };
}

describe('size', () => {
  const withString = (bytes: number): string => pushWithData(`"${'x'.repeat(bytes - 2)}"`);

  it('of one observation is limited', async () => {
    const { status, pushId } = await accepted(withString(limits.observationBytes));
    expect(status).toBe(202);
    expect((await settled(server, pushId)).state).toBe('ready');
    expect(await problemOf(withString(limits.observationBytes + 1))).toMatchObject({
      status: 413,
      code: 'payload-too-large',
    });
  }, 120_000);

  it('of a key in data is nobody’s business', async () => {
    const data = `{"${'k'.repeat(1_000_000)}":1}`;
    expect(await roundTrip(server, data)).toBe(data);
  });

  it.each<[string, Parameters<typeof pushWith>[0]]>([
    ['push', { push: { ['k'.repeat(1_000_000)]: 1 } }],
    ['flow', { flow: { ['k'.repeat(1_000_000)]: 1 } }],
    ['step', { step: { ['k'.repeat(1_000_000)]: 1 } }],
    ['observation', { observation: { ['k'.repeat(1_000_000)]: 1 } }],
  ])('of an unknown key is not echoed: in a %s', async (_where, replacements) => {
    const response = await server.client.send(pushWith(replacements));
    const text = await response.text();
    expect(response.status).toBe(202);
    expect(text.length).toBeLessThan(20_000);
    expect((await settled(server, (JSON.parse(text) as PushAccepted).pushId)).state).toBe('ready');
  });

  it('of a number is nobody’s business', async () => {
    for (const data of [
      '9'.repeat(5_000_000),
      `0.${'0'.repeat(100_000)}1`,
      '1E400',
      '-1e-400',
      `1e${'9'.repeat(1000)}`,
    ]) {
      expect((await roundTrip(server, data)) === data).toBe(true);
    }
  });

  it.each([
    ['10,001 steps', () => manySteps(limits.steps + 1), 422],
    ['10,000 steps', () => manySteps(limits.steps), 202],
    ['no steps', () => aPush('no steps').json(), 202],
    ['100,001 observations', () => manyObservations(limits.observations + 1), 422],
    ['100,000 observations', () => manyObservations(limits.observations), 202],
  ])(
    'of a push: %s',
    async (_what, bodyOf, status) => {
      const response = await server.client.send(bodyOf());
      expect(response.status).toBe(status);
      const answer = (await response.json()) as PushAccepted & ProblemDetails;
      if (status === 202) expect((await settled(server, answer.pushId)).state).toBe('ready');
      else expect(answer.detail).toMatch(/at most 1\d+ (steps|observations)/);
    },
    120_000,
  );

  const manySteps = (count: number): string => {
    const [step] = aPush().withStep('s').build().steps;
    return pushWith({
      push: { steps: Array.from({ length: count }, (_, n) => ({ ...step, name: `s${n}`, position: n })) },
    });
  };
  const manyObservations = (count: number): string =>
    pushWith({
      step: { observations: Array.from({ length: count }, (_, n) => ({ name: `o${n}`, version: 1, data: n })) },
    });
});

describe('data', () => {
  it.each([
    '9007199254740993',
    '1.0',
    '-0',
    '1E400',
    '0.1e-7',
    '{"a":1,"a":2}',
    '{"b":1,"a":2}',
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"\\u005f_proto__":1}',
    '{"toString":1,"hasOwnProperty":2}',
    '"\\u0000"',
    '"\\ud800"',
    '{"\\u0000":"\\udfff"}',
    '"\\/\\b\\f"',
    ' [ 1 , 2 ] ',
    '[\n\t1\r\n]',
    '"\u2028\u2029"',
    '"</script><!--"',
    '"😀"',
    '""',
    '[]',
    '{}',
    'null',
    'true',
    '"\\u202e"',
    '"=cmd()"',
    '{"":{"":{"":0}}}',
    '"2026-01-01T00:00:00Z"',
    '[null,null]',
    '"\u007f"',
  ])('comes back as it was sent: %j', async (data) => expect(await roundTrip(server, data)).toBe(data.trim()));
});

describe('keys that every object has', () => {
  const hostile =
    '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"\\u005f_proto__":{"polluted":1}';

  it.each(['"flow":{', '"steps":[{', '"observations":[{', '{'])(
    'are ignored beside %s, with a warning',
    async (place) => {
      const response = await server.client.send(pushWith({}).replace(place, `${place}${hostile},`));
      expect(response.status).toBe(202);
      const { warnings, pushId, id } = (await response.json()) as PushAccepted;
      expect(warnings.join(' ')).toMatch(/__proto__|constructor/);
      expect((await settled(server, pushId)).state).toBe('ready');
      expect(await (await server.client.get(`/api/flows/${id}`)).text()).not.toContain('polluted');
      expect(await (await server.client.get('/api/flows')).text()).not.toContain('polluted');
    },
  );

  it('are kept as what they are in metadata, metrics, config and tags', async () => {
    const flow = `"metadata":{"__proto__":{"polluted":1},"a":1},"config":{"__proto__":1},"tags":["__proto__"]`;
    const body = pushWith({})
      .replace('"flow":{', `"flow":{${flow},`)
      .replace('"steps":[{', '"steps":[{"metrics":{"__proto__":1},');
    const response = await server.client.send(body);
    expect(response.status).toBe(202);
    const { id, pushId } = (await response.json()) as PushAccepted;
    expect((await settled(server, pushId)).state).toBe('ready');
    expect((await server.client.readable(id)).flow.tags).toEqual(['__proto__']);
  });
});
