import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Push } from '@flow-trail/contracts';
import { accept, FakePlatform, problem, unreachable } from '../../test/fake-platform.js';
import type { Answer, SeenRequest } from '../../test/fake-platform.js';
import { createFlow, flush } from '../index.js';
import type { FlowOptions } from '../index.js';

function aFlow(script: Answer[] = [], options: FlowOptions = {}) {
  const platform = new FakePlatform(...script);
  const flow = createFlow('movie-night', { platform, send: 'incremental', maxRetries: 0, ...options });
  /** Waits for so many requests in all, and for what their answers lead to. */
  const requests = async (count: number) => {
    while (platform.requests.length < count) await turn();
    for (let i = 0; i < 20; i++) await turn();
    expect(platform.requests).toHaveLength(count);
    return pushOf(platform.requests.at(-1)!);
  };
  return { platform, flow, requests, finish: () => platform.settle(flow.finish()) };
}

const pushOf = ({ text }: SeenRequest) => JSON.parse(text) as Push;
const stepsOf = ({ steps }: Push) =>
  steps.map(({ name, status, observations }) => [name, status, observations.map((o) => o.data)]);

describe('a flow that is sent while it runs', () => {
  it('shows as running at once', async () => {
    const { requests, flow } = aFlow([], { heartbeatSeconds: 30, tags: ['friday'] });
    const push = await requests(1);
    expect(push.flow).toMatchObject({ id: flow.id, finishedAt: null, heartbeatSeconds: 30, tags: ['friday'] });
    expect(push.flow).not.toHaveProperty('status');
    expect(push.steps).toEqual([]);
  });

  it('sends a step when it ends, and of one that runs only that it does', async () => {
    const { flow, requests, finish } = aFlow();
    await requests(1);
    const outer = flow.createStep('judge').capture({ name: 'prompt', data: 1 });
    flow.createStep('ask', { parent: outer }).capture({ name: 'answer', data: 2 }).finish();
    expect(stepsOf(await requests(2))).toEqual([
      ['judge', 'running', []],
      ['ask', 'completed', [2]],
    ]);
    flow.createStep('rank').capture({ name: 'order', data: 3 }).finish();
    expect(stepsOf(await requests(3))).toEqual([['rank', 'completed', [3]]]);
    expect(await finish()).toMatchObject({ status: 'accepted', warnings: [] });
    const last = await requests(4);
    expect(last.flow.finishedAt).not.toBeNull();
    expect(stepsOf(last)).toEqual([['judge', 'running', [1]]]);
  });

  it('sends each part under a key of its own', async () => {
    const { platform, flow, requests, finish } = aFlow();
    await requests(1);
    flow.createStep('search').finish();
    await requests(2);
    await finish();
    expect(new Set(platform.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(3);
  });

  it('sends together what ends together, and one part at a time', async () => {
    let answer = () => {};
    const slow: Answer = (request) => new Promise((resolve) => (answer = () => resolve(accept()(request))));
    const { flow, requests } = aFlow([accept(), slow, accept()]);
    await requests(1);
    for (const name of ['search', 'filter']) flow.createStep(name).finish();
    expect(stepsOf(await requests(2)).map(([name]) => name)).toEqual(['search', 'filter']);
    flow.createStep('judge').finish();
    await turn();
    flow.createStep('rank').finish();
    await requests(2);
    answer();
    expect(stepsOf(await requests(3)).map(([name]) => name)).toEqual(['judge', 'rank']);
  });

  it('is waited for by flush(), with what has ended and waits for its turn', async () => {
    let answer = () => {};
    const slow: Answer = (request) => new Promise((resolve) => (answer = () => resolve(accept()(request))));
    const { flow, requests, platform } = aFlow([slow, accept()]);
    await requests(1);
    flow.createStep('search').finish();
    const flushed = flush();
    answer();
    await flushed;
    expect(stepsOf(platform.push)).toEqual([['search', 'completed', []]]);
  });

  it('says again that it is alive when nothing happens, and no more when it has ended', async () => {
    const { platform, requests, finish } = aFlow([], { heartbeatSeconds: 30 });
    const first = await requests(1);
    expect(platform.pendingTimers).toBe(1);
    platform.fireNextTimer();
    expect(await requests(2)).toEqual(first);
    expect(platform.requests[1]!.at - platform.requests[0]!.at).toBe(30_000);
    platform.fireNextTimer();
    await requests(3);
    await finish();
    expect(platform.pendingTimers).toBe(0);
  });

  it('finds a place for a large input as soon as there is a step', async () => {
    const input = 'x'.repeat(5000);
    const { flow, requests, finish } = aFlow([], { input });
    expect((await requests(1)).flow).not.toHaveProperty('input');
    flow.createStep('search').finish();
    const second = await requests(2);
    expect(second.flow.input).toMatchObject({ $ft: 'observation', observation: 'search/input' });
    expect(stepsOf(second)).toEqual([['search', 'completed', [input]]]);
    await finish();
    expect((await requests(3)).flow.input).toMatchObject({ observation: 'search/input' });
  });

  it('sends what is captured late in a step that was sent', async () => {
    const { flow, requests, finish } = aFlow();
    const step = flow.createStep('search');
    step.finish();
    await requests(1);
    step.capture({ name: 'late', data: 1 });
    await finish();
    expect(stepsOf(await requests(2))).toEqual([['search', 'completed', [1]]]);
  });
});

describe('a server that is away for a while', () => {
  it('gets later what it missed: the same part again, then the rest', async () => {
    const { platform, flow, requests, finish } = aFlow([accept(), unreachable, accept()]);
    await requests(1);
    flow.createStep('search').capture({ name: 'films', data: 1 }).finish();
    await requests(2);
    flow.createStep('rank').capture({ name: 'order', data: 2 }).finish();
    await requests(4);
    const [, missed, again, next] = platform.requests;
    expect(again!.text).toBe(missed!.text);
    expect(again!.headers).toEqual(missed!.headers);
    expect(stepsOf(pushOf(next!))).toEqual([['rank', 'completed', [2]]]);
    expect((await finish()).status).toBe('accepted');
  });

  it('is asked again by the sign of life', async () => {
    const { platform, flow, requests } = aFlow([accept(), unreachable, accept()]);
    await requests(1);
    flow.createStep('search').finish();
    await requests(2);
    platform.fireNextTimer();
    await requests(4);
    expect(platform.requests[2]!.text).toBe(platform.requests[1]!.text);
  });

  it('drops the flow when it is away in the end too, until finish() is called again', async () => {
    const { flow, requests, finish } = aFlow([unreachable, unreachable, unreachable, accept()]);
    await requests(1);
    flow.createStep('search').finish();
    await requests(2);
    expect(await finish()).toMatchObject({ status: 'dropped', reason: 'network-error' });
    await requests(3);
    expect((await finish()).status).toBe('accepted');
    await requests(5);
  });
});

describe('a part that is refused', () => {
  it('is not sent again and again, holds up nothing, and is reported in the end', async () => {
    const { flow, requests, finish, platform } = aFlow([accept(), problem(413, 'payload-too-large'), accept()]);
    await requests(1);
    flow.createStep('search').capture({ name: 'films', data: 1 }).finish();
    await requests(2);
    flow.createStep('rank').capture({ name: 'order', data: 2 }).finish();
    await requests(2);
    platform.requests.length = 1;
    expect(await finish()).toMatchObject({ status: 'dropped', reason: 'too-large' });
    expect(stepsOf(platform.push)).toEqual([['rank', 'completed', [2]]]);
  });
});
