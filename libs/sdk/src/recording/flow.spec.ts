import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { accept, FakePlatform, problem } from '../../test/fake-platform.js';
import { createFlow } from '../index.js';
import type { Capture, Flow, FlowOptions } from '../index.js';

const id = '0192f0c1-7a6b-7c3d-8e4f-5a6b7c8d9e0f';

function aFlow(options: FlowOptions = {}) {
  const platform = (options.platform as FakePlatform) ?? new FakePlatform();
  const flow = createFlow('movie-night', { ...options, platform });
  const finish = (...args: Parameters<Flow['finish']>) => platform.settle(flow.finish(...args));
  return { platform, flow, finish };
}

describe('a finished flow', () => {
  it('is one POST with everything that was recorded', async () => {
    const { platform, flow, finish } = aFlow({
      id,
      attempt: 2,
      input: { request: 'space' },
      config: { seed: 1 },
      tags: ['friday'],
      metadata: { user: 7 },
      release: '1.2.0',
      environment: 'test',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      parent: id.toUpperCase(),
    });
    platform.advance(1000);
    const step = flow.createStep('search', { config: { index: 'films' } });
    step.capture({
      name: 'films',
      data: [{ id: 1 }],
      queryable: { id: 'number' },
      role: 'output',
      decision: { candidate: 'id' },
    });
    platform.advance(500);
    step.finish({ reason: '1 film matches', metrics: { cost: 0.5 } });
    const receipt = await finish({ status: 'completed', reason: 'chose one', output: 1 });

    expect(platform.requests).toHaveLength(1);
    expect(platform.push).toEqual({
      flow: {
        name: 'movie-night',
        id,
        attempt: 2,
        createdAt: '2026-01-02T03:04:05.000Z',
        finishedAt: '2026-01-02T03:04:06.500Z',
        status: 'completed',
        reason: 'chose one',
        input: { request: 'space' },
        config: { seed: 1 },
        output: 1,
        tags: ['friday'],
        metadata: { user: 7 },
        release: '1.2.0',
        environment: 'test',
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
        parent: id,
      },
      steps: [
        {
          name: 'search',
          version: 1,
          iteration: 1,
          position: 0,
          status: 'completed',
          reason: '1 film matches',
          config: { index: 'films' },
          metrics: { cost: 0.5 },
          createdAt: '2026-01-02T03:04:06.000Z',
          startedAt: '2026-01-02T03:04:06.000Z',
          finishedAt: '2026-01-02T03:04:06.500Z',
          observations: [
            {
              name: 'films',
              version: 1,
              role: 'output',
              queryable: { id: 'number' },
              decision: { candidate: 'id' },
              data: [{ id: 1 }],
            },
          ],
        },
      ],
    });
    expect(receipt).toEqual({
      status: 'accepted',
      id,
      url: `http://127.0.0.1:3000/api/flows/shown/${id}`,
      warnings: [],
    });
  });

  it('says nothing of what was not told, so that the server derives it', async () => {
    const { platform, finish } = aFlow();
    await finish();
    expect(Object.keys(platform.push.flow)).toEqual(['name', 'id', 'attempt', 'createdAt', 'finishedAt']);
    expect(platform.push.steps).toEqual([]);
  });

  it('has a version 7 UUID that begins with the time', () => {
    const { flow, platform } = aFlow();
    expect(flow.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(flow.id.replace('-', '').slice(0, 12), 16)).toBe(platform.now());
    expect(flow.url).toBe(`http://127.0.0.1:3000/flows/${flow.id}`);
    expect(aFlow().flow.id).not.toBe(flow.id);
  });

  it('sends a step that was not finished as running', async () => {
    const { platform, flow, finish } = aFlow();
    flow.createStep('search');
    await finish();
    expect(platform.push.steps[0]).toMatchObject({ status: 'running', finishedAt: null, reason: null });
  });
});

describe('steps', () => {
  it('count tries by name and iteration, and stand in the order of creation', async () => {
    const { platform, flow, finish } = aFlow();
    flow.createStep('judge');
    flow.createStep('judge');
    flow.createStep('judge', { iteration: 2 });
    const last = flow.createStep('judge', { iteration: 2 });
    flow.createStep('rank', { position: 9 });
    await finish();
    const places = platform.push.steps.map((s) => [s.name, s.iteration, s.version, s.position]);
    expect(places).toEqual([
      ['judge', 1, 1, 0],
      ['judge', 1, 2, 1],
      ['judge', 2, 1, 2],
      ['judge', 2, 2, 3],
      ['rank', 1, 1, 9],
    ]);
    expect([last.name, last.iteration, last.version]).toEqual(['judge', 2, 2]);
  });

  it('name their parent', async () => {
    const { platform, flow, finish } = aFlow();
    const parent = flow.createStep('page', { iteration: 3 });
    flow.createStep('judge', { parent });
    await finish();
    expect(platform.push.steps[1]!.parent).toEqual({ name: 'page', version: 1, iteration: 3 });
  });

  it('keep the first of two endings, so that a finally block does not undo a failure', async () => {
    const { platform, flow, finish } = aFlow();
    const step = flow.createStep('judge');
    step.finish({ status: 'failed', reason: 'timed out' });
    step.finish();
    await finish();
    expect(platform.push.steps[0]).toMatchObject({ status: 'failed', reason: 'timed out' });
  });

  it('count versions of observations by name', async () => {
    const { platform, flow, finish } = aFlow();
    flow
      .createStep('judge')
      .capture({ name: 'answer', data: 1 })
      .capture({ name: 'prompt', data: 'p' })
      .capture({ name: 'answer', data: 2 });
    await finish();
    expect(platform.push.steps[0]!.observations.map((o) => [o.name, o.version, o.data])).toEqual([
      ['answer', 1, 1],
      ['prompt', 1, 'p'],
      ['answer', 2, 2],
    ]);
  });
});

describe('captured data', () => {
  it('is what it was at the moment of the capture', async () => {
    const { platform, flow, finish } = aFlow();
    const films = [{ title: 'Alien' }];
    const queryable: Capture['queryable'] = { title: 'string' };
    flow.createStep('search').capture({ name: 'films', data: films, queryable });
    films[0]!.title = 'changed';
    queryable['title'] = 'number';
    await finish();
    expect(platform.push.steps[0]!.observations[0]).toMatchObject({
      data: [{ title: 'Alien' }],
      queryable: { title: 'string' },
    });
  });
});

describe('what describes a flow or step and is larger than 4 KiB', () => {
  const large = 'ü'.repeat(5000);
  const sha256 = (data: unknown) => createHash('sha256').update(JSON.stringify(data)).digest('hex');

  it('is sent as an observation of the first, last or own step, and its hash in its place', async () => {
    const { platform, flow, finish } = aFlow({ input: large, config: [large] });
    flow.createStep('search');
    flow.createStep('rank', { config: { large } });
    await finish({ output: large });
    const { flow: sent, steps } = platform.push;
    expect([sent.input, sent.config, sent.output, steps[1]!.config]).toEqual([
      { $ft: 'observation', observation: 'search/input', sha256: sha256(large) },
      { $ft: 'observation', observation: 'search/config', sha256: sha256([large]) },
      { $ft: 'observation', observation: 'rank/output', sha256: sha256(large) },
      { $ft: 'observation', observation: 'rank/config', sha256: sha256({ large }) },
    ]);
    expect(steps.map((s) => s.observations)).toEqual([
      [
        { name: 'input', version: 1, role: 'input', data: large },
        { name: 'config', version: 1, role: 'config', data: [large] },
      ],
      [
        { name: 'config', version: 1, role: 'config', data: { large } },
        { name: 'output', version: 1, role: 'output', data: large },
      ],
    ]);
  });

  it('gets a step of its own when the flow has none', async () => {
    const { platform, finish } = aFlow({ input: large });
    await finish();
    expect(platform.push.steps).toMatchObject([
      { name: 'movie-night', status: 'completed', observations: [{ name: 'input', data: large }] },
    ]);
  });
});

describe('mistakes of the caller', () => {
  it.each<[string, (flow: Flow) => unknown, RegExp]>([
    ['a step without a name', (flow) => flow.createStep(undefined as never), /A step is called "unnamed"/],
    ['a name that is too long', (flow) => flow.createStep('n'.repeat(300)), /A step is called "n{256}"/],
    ['a name with a line break', (flow) => flow.createStep('a\nb'), /A step is called "a b"/],
    ['a name of blanks', (flow) => flow.createStep(' \t'), /A step is called "unnamed"/],
    [
      'a queryable that is no object',
      (flow) => flow.createStep('s').capture({ name: 'o', data: 1, queryable: ['title'] as never }),
      /queryable of "s\/o" was ignored: it must be an object/,
    ],
    [
      'a decision without candidate',
      (flow) => flow.createStep('s').capture({ name: 'o', data: 1, decision: { outcome: 'x' } as never }),
      /decision of "s\/o" was ignored: it must be an object whose "candidate"/,
    ],
    ['too many metrics', (flow) => flow.createStep('s').finish({ metrics: manyMetrics }), /Metrics of step "s"/],
    ['an iteration that is no count', (flow) => flow.createStep('s', { iteration: 0 }), /iteration of step "s"/],
    ['a position that is no count', (flow) => flow.createStep('s', { position: -1 }), /position of step "s"/],
    ['a parent of another flow', (flow) => flow.createStep('s', { parent: createFlow('x').createStep('p') }), /parent/],
    ['options that throw', (flow) => flow.createStep('s', throwing('iteration')), /Creating step "s" failed: trap/],
    ['no capture at all', (flow) => flow.createStep('s').capture(undefined as never), /capture in step "s" failed/],
    ['a capture that throws', (flow) => flow.createStep('s').capture(throwing('data')), /failed: trap/],
    [
      'no name of a capture',
      (flow) => flow.createStep('s').capture({ data: 1 } as never),
      /An observation is called "unnamed"/,
    ],
    [
      'an unknown role',
      (flow) => flow.createStep('s').capture({ name: 'o', data: 1, role: 'side' as never }),
      /role of "s\/o" was ignored: it must be one of input, config, output/,
    ],
    ['an unknown status', (flow) => flow.createStep('s').finish({ status: 'ok' as never }), /status of step "s"/],
    ['a reason that is too long', (flow) => flow.createStep('s').finish({ reason: 'r'.repeat(5000) }), /cut to 4096/],
    ['a metric that is no number', (flow) => flow.createStep('s').finish({ metrics: { a: NaN, b: 1 } }), /Metrics/],
  ])('never throw: %s is a warning', async (_, act, warning) => {
    const { flow, finish } = aFlow();
    act(flow);
    const receipt = await finish();
    expect(receipt.status).toBe('accepted');
    expect(receipt.warnings).toEqual([expect.stringMatching(warning)]);
  });

  it('do not reach the wire', async () => {
    const { platform, flow, finish } = aFlow();
    const step = flow.createStep('n'.repeat(300), null as never);
    step.capture({ name: '', data: 1, role: 'side' as never });
    step.capture({ name: 'a\nb', data: 2, queryable: [] as never, decision: {} as never });
    step.finish({ status: 'ok' as never, reason: { why: 1 } as never, metrics: { a: NaN, b: 1, '': 2 } });
    await finish({ status: 'odd' as never, reason: 'a\0b' });
    expect(platform.push.flow.reason).toBe('a\ufffdb');
    expect(platform.push.flow).not.toHaveProperty('status');
    expect(platform.push.steps).toMatchObject([
      { name: 'n'.repeat(256), status: 'completed', reason: '{"why":1}', metrics: { b: 1 } },
    ]);
    expect(platform.push.steps[0]!.observations).toEqual([
      { name: 'unnamed', version: 1, data: 1 },
      { name: 'a b', version: 1, data: 2 },
    ]);
  });

  it('are counted up to a hundred', async () => {
    const { flow, finish } = aFlow();
    for (let i = 0; i < 500; i++) flow.createStep('');
    const { warnings } = await finish();
    expect(warnings).toHaveLength(100);
    expect(warnings.at(-1)).toBe('More warnings were left out.');
  });
});

describe('after finish()', () => {
  it('further calls change nothing and are named in the receipt', async () => {
    const { platform, flow } = aFlow();
    const step = flow.createStep('search');
    const finished = flow.finish();
    step.capture({ name: 'late', data: 1 }).finish();
    flow.createStep('later').capture({ name: 'films', data: 1 });
    const receipt = await platform.settle(finished);
    expect(platform.push.steps).toMatchObject([{ name: 'search', status: 'running', observations: [] }]);
    expect(receipt.warnings).toEqual([
      'A capture in step "search" was ignored: the flow has ended.',
      'Finishing step "search" was ignored: the flow has ended.',
      'Creating step "later" was ignored: the flow has ended.',
      'A capture in step "later" was ignored: the flow has ended.',
    ]);
    step.capture({ name: 'very late', data: 1 });
    expect(receipt.warnings).toHaveLength(5);
  });

  it('finish() again is the same promise', async () => {
    const { platform, flow } = aFlow();
    const first = flow.finish();
    expect(flow.finish({ status: 'failed' })).toBe(first);
    await platform.settle(first);
    expect(flow.finish()).toBe(first);
    expect(platform.requests).toHaveLength(1);
  });

  it('finish() again after a drop sends the same bytes under the same key', async () => {
    const { platform, flow, finish } = aFlow({ platform: new FakePlatform(problem(401, 'key-unknown'), accept()) });
    flow.createStep('search').capture({ name: 'films', data: 'x'.repeat(3000) });
    const dropped = await finish();
    expect(dropped).toMatchObject({ status: 'dropped', reason: 'unauthenticated', id: flow.id, url: flow.url });
    platform.advance(5000);
    expect(await finish({ reason: 'comes too late' })).toMatchObject({ status: 'accepted' });
    const [first, second] = platform.requests;
    expect(second!.headers['idempotency-key']).toBe(first!.headers['idempotency-key']);
    expect(second!.bytes).toEqual(first!.bytes);
  });
});

const manyMetrics = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`metric ${i}`, i]));

function throwing(key: string): never {
  const trap = () => {
    throw new Error('trap');
  };
  return Object.defineProperty({ name: 'o' }, key, { get: trap, enumerable: true }) as never;
}
