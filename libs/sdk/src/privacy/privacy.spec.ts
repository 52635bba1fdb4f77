import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { FakePlatform } from '../../test/fake-platform.js';
import { createFlow } from '../index.js';
import type { Drop, Flow, FlowOptions } from '../index.js';

const id = (share: number) =>
  `00000000-0000-4000-8000-${Math.floor(share * 2 ** 48)
    .toString(16)
    .padStart(12, '0')}`;

async function sent(options: FlowOptions, record: (flow: Flow) => void, name = 'movie-night') {
  const platform = new FakePlatform();
  const flow = createFlow(name, { ...options, platform });
  record(flow);
  const receipt = await platform.settle(flow.finish());
  return { platform, flow, receipt, text: platform.requests.map((request) => request.text).join('\n') };
}

describe('redact.paths', () => {
  const person = { name: 'Ann', email: 'ann@x', card: { number: 'secret 1', kind: 'visa' } };

  it.each([
    ['email', { name: 'Ann', email: { $ft: 'redacted' }, card: person.card }],
    ['card.number', { ...person, card: { number: { $ft: 'redacted' }, kind: 'visa' } }],
    ['card.*', { ...person, card: { number: { $ft: 'redacted' }, kind: { $ft: 'redacted' } } }],
    ['**.number', { ...person, card: { number: { $ft: 'redacted' }, kind: 'visa' } }],
    ['number', person],
  ])('%s', async (path, expected) => {
    const { platform } = await sent({ redact: { paths: [path] } }, (flow) =>
      flow
        .createStep('s')
        .capture({ name: 'one', data: person })
        .capture({ name: 'list', data: [[person], person] }),
    );
    const [one, list] = platform.push.steps[0]!.observations;
    expect(one!.data).toEqual(expected);
    expect(list!.data).toEqual([[expected], expected]);
  });

  it('are not even read, also in maps, errors and what toJSON answers', async () => {
    const lazy = {
      get secret(): string {
        throw new Error('was read');
      },
    };
    const data = [
      lazy,
      new Map([['secret', 's3cret']]),
      Object.assign(new Error('e'), { secret: 's3cret' }),
      { toJSON: () => ({ secret: 's3cret' }) },
    ];
    const { text, receipt } = await sent({ redact: { paths: ['**.secret'] } }, (flow) =>
      flow.createStep('s').capture({ name: 'o', data }),
    );
    expect(text).not.toMatch(/s3cret|was read/);
    expect(text.match(/"redacted"\}/g)).toHaveLength(4);
    expect(receipt.status).toBe('accepted');
  });

  it('hold for everything that a flow and its helpers say of data', async () => {
    const secret = { user: { email: 'ann@x' } };
    const { text } = await sent(
      { redact: { paths: ['**.email'] }, input: secret, config: secret, metadata: secret },
      (flow) => {
        const step = flow.createStep('s', { config: secret });
        step.filter('f', [{ id: 1, email: 'ann@x' }], { candidate: 'id', rules: {} });
        flow.set({ output: secret, metadata: { email: 'ann@x' } });
      },
    );
    expect(text).not.toContain('ann@x');
    expect(text.match(/\{"\$ft":"redacted"\}/g)).toHaveLength(7);
  });

  it('are recorded where something was redacted', async () => {
    const { platform } = await sent({ redact: { paths: ['email', 'never'] } }, (flow) =>
      flow.createStep('s').capture({ name: 'people', data: [{ email: 1 }, { email: 2 }] }),
    );
    expect(platform.push.steps[0]!.observations.at(-1)).toMatchObject({
      name: 'recording notes',
      data: { redacted: [{ observation: 'people', path: 'email' }] },
    });
  });
});

describe('redact.by', () => {
  it('gives what is recorded instead, and knows the place', async () => {
    const places: unknown[] = [];
    const by = (value: unknown, place: unknown) => {
      places.push(place);
      return typeof value === 'string' ? value.replace(/\S+@\S+/, '…') : value;
    };
    const { platform } = await sent({ redact: { by }, input: 'from ann@x' }, (flow) =>
      flow.createStep('s').capture({ name: 'mail', data: 'to bob@x' }),
    );
    expect(platform.push.flow.input).toBe('from …');
    expect(platform.push.steps[0]!.observations[0]!.data).toBe('to …');
    expect(places).toEqual([{ name: 'input' }, { step: 's', name: 'mail' }]);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
      /redact.by threw for the "s\/mail": nothing more of the flow is sent/,
    ],
    ['returns undefined', () => undefined, /returned undefined/],
    ['rejects', () => Promise.reject(new Error('later')), /redact.by rejected for the "s\/mail"/],
    ['resolves with undefined', () => Promise.resolve(), /returned undefined/],
    ['returns a foreign promise that rejects', () => runInNewContext('Promise.reject(1)'), /redact.by rejected/],
    ['takes too long', () => new Promise(() => undefined), /took longer than 10000 ms/],
  ])('that %s withholds the flow, and says so', async (_, by, message) => {
    const drops: Drop[] = [];
    const { platform, flow, receipt } = await sent({ redact: { by }, onDrop: (drop) => drops.push(drop) }, (one) =>
      one.createStep('s').capture({ name: 'mail', data: 'to bob@x' }),
    );
    expect(platform.requests).toEqual([]);
    expect(receipt).toMatchObject({ status: 'dropped', reason: 'redaction-failed', id: flow.id, url: flow.url });
    expect(receipt.error).toMatchObject({
      code: 'redaction-failed',
      retryable: false,
      message: expect.stringMatching(message),
    });
    expect(drops).toEqual([{ reason: 'redaction-failed', flow: { id: flow.id, name: 'movie-night' } }]);
    await expect(flow.finish()).resolves.toMatchObject({ status: 'dropped' });
  });

  it('may take its time: finish() awaits what it says of everything', async () => {
    const by = async (value: unknown, { name }: { name: string }) => {
      await new Promise((resolve) => setImmediate(resolve));
      return { name, length: JSON.stringify(value).length };
    };
    const large = 'x'.repeat(5000);
    const { platform, receipt } = await sent(
      { redact: { by }, input: large, metadata: { secret: 's3cret' } },
      (flow) => {
        const step = flow.createStep('s', { config: { secret: 's3cret' } });
        step.capture({ name: 'one', data: 's3cret', role: 'input' }).capture({ name: 'one', data: 's3cret' });
        step.filter('kept', [{ id: 's3cret' }], { candidate: 'id', rules: {} });
      },
    );
    expect(receipt).toMatchObject({ status: 'accepted', warnings: [] });
    expect(platform.requests[0]!.text).not.toMatch(/s3cret|xxx/);
    const { flow, steps } = platform.push;
    expect([flow.input, flow.metadata, steps[0]!.config]).toEqual([
      { name: 'input', length: 5002 },
      { name: 'metadata', length: 19 },
      { name: 'config', length: 19 },
    ]);
    expect(steps[0]!.observations.map(({ name, version, data }) => [name, version, data])).toEqual([
      ['one', 1, { name: 'one', length: 8 }],
      ['one', 2, { name: 'one', length: 8 }],
      ['kept', 1, { name: 'kept', length: 34 }],
    ]);
  });

  it('may say late what is too large to describe a flow, which then has a step to stand in', async () => {
    const input = 'x'.repeat(5000);
    const { platform } = await sent({ redact: { by: (value) => Promise.resolve(value) }, input }, () => undefined);
    expect(platform.push.flow.input).toMatchObject({ $ft: 'observation', observation: 'movie-night/input' });
    expect(platform.push.steps[0]!.observations).toMatchObject([{ name: 'input', data: input }]);
  });

  it('that fails rejects finish() with throwOnError, and stops sending a running flow', async () => {
    const platform = new FakePlatform();
    const by = (value: unknown) => {
      if (value === 'bad') throw new Error('broken');
      return value;
    };
    const flow = createFlow('x', { platform, redact: { by }, send: 'incremental', throwOnError: true });
    flow.createStep('s').capture({ name: 'o', data: 'bad' }).finish();
    await expect(platform.settle(flow.finish())).rejects.toMatchObject({ code: 'redaction-failed' });
    expect(platform.requests).toEqual([]);
  });
});

describe('sample', () => {
  it.each<[FlowOptions['sample'], number, string, boolean]>([
    [0.5, 0.49, 'search', true],
    [0.5, 0.5, 'search', false],
    [0, 0, 'search', false],
    [1, 0.9999, 'search', true],
    [{ search: 0.1, '*': 0.9 }, 0.5, 'search', false],
    [{ search: 0.1, '*': 0.9 }, 0.5, 'other', true],
    [{ search: 0.1 }, 0.5, 'other', true],
    [{ search: 0 }, 0, 'toString', true],
  ])('%j of a flow at %d called %s', async (sample, share, name, isSent) => {
    const { platform, receipt } = await sent({ sample, id: id(share) }, (flow) => flow.createStep('s').finish(), name);
    expect(platform.requests).toHaveLength(isSent ? 1 : 0);
    expect(receipt.reason).toBe(isSent ? undefined : 'sampled-out');
  });

  it('is no error, also with throwOnError', async () => {
    const { receipt } = await sent({ sample: 0, throwOnError: true }, () => undefined);
    expect(receipt).toMatchObject({ status: 'dropped', reason: 'sampled-out' });
    expect(receipt.error).toBeUndefined();
  });

  it.each<[string, (flow: Flow) => unknown, boolean]>([
    ['says so', (flow) => flow.finish({ status: 'failed' }), true],
    ['has a step that failed', (flow) => flow.createStep('s').finish({ status: 'failed' }), true],
    [
      'has a step that was tried again',
      (flow) => {
        flow.createStep('s').finish({ status: 'failed' });
        flow.createStep('s').finish();
      },
      false,
    ],
    [
      'threw',
      (flow) => {
        try {
          flow.run(() => {
            throw new Error('no');
          });
        } catch {
          /* the host's */
        }
      },
      true,
    ],
  ])('sends a failed flow whatever the rate: one that %s', async (_, act, isSent) => {
    const { platform } = await sent({ sample: 0 }, act);
    expect(platform.requests).toHaveLength(isSent ? 1 : 0);
  });

  it('holds a running flow back until it is known whether it failed', async () => {
    const platform = new FakePlatform();
    const flow = createFlow('x', { platform, sample: 0, send: 'incremental' });
    flow.createStep('s').capture({ name: 'o', data: 1 }).finish();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(platform.requests).toHaveLength(0);
    flow.createStep('t').finish({ status: 'failed' });
    await platform.settle(flow.finish());
    expect(platform.requests).toHaveLength(1);
    expect(platform.push.steps).toHaveLength(2);
  });
});

it.each<[FlowOptions, RegExp]>([
  [{ redact: { paths: 'email' as never } }, /redact.paths must be an array of paths/],
  [{ redact: { by: 'x' as never } }, /redact.by must be a function/],
  [{ sample: 2 }, /sample must be a number from 0 to 1/],
  [{ sample: { search: -1 } }, /sample must be/],
  [{ watch: 'a' as never }, /watch must be an array of ids/],
  [{ budget: { flowBytes: 1 } }, /budget.flowBytes must be a whole number of bytes from 16384 to 50331648, received 1/],
  [{ budget: { bytes: 1 } as never }, /budget must be an object of observationBytes, flowBytes, memoryBytes/],
  [{ onDrop: 1 as never }, /onDrop must be a function/],
])('%j is refused', (options, message) => {
  expect(() => createFlow('x', options)).toThrow(message);
});
