import { describe, expect, it } from '@jest/globals';
import { accept, FakePlatform, problem, unreachable } from '../../test/fake-platform.js';
import { counters, createFlow } from '../index.js';
import type { Counts, Drop, FlowOptions } from '../index.js';

/** What changed in the counters, which are of the whole process. */
function changes() {
  const before = counters();
  const since = (now: Counts, then: Counts) => ({
    captured: now.captured - then.captured,
    accepted: now.accepted - then.accepted,
    pending: now.pending - then.pending,
    dropped: Object.fromEntries(
      Object.entries(now.dropped).flatMap(([reason, count]) => {
        const more = count - (then.dropped[reason as Drop['reason']] ?? 0);
        return more === 0 ? [] : [[reason, more]];
      }),
    ),
  });
  return () => {
    const now = counters();
    return { flows: since(now.flows, before.flows), observations: since(now.observations, before.observations) };
  };
}

function addUp({ captured, accepted, pending, dropped }: Counts): boolean {
  return captured === Object.values(dropped).reduce((sum, count) => sum + count, accepted + pending);
}

function aFlow(options: FlowOptions, platform = new FakePlatform()) {
  const flow = createFlow('movie-night', { maxRetries: 0, ...options, platform });
  return { flow, step: flow.createStep('s'), finish: () => platform.settle(flow.finish()) };
}

describe('the counters', () => {
  it('add up at all times, from capture to acceptance', async () => {
    const since = changes();
    const { step, finish } = aFlow({});
    step.capture({ name: 'a', data: 1 }).capture({ name: 'b', data: 2 });
    const nothing = { captured: 0, accepted: 0, pending: 0, dropped: {} };
    expect(since()).toEqual({
      flows: { ...nothing, captured: 1, pending: 1 },
      observations: { ...nothing, captured: 2, pending: 2 },
    });
    await finish();
    expect(since()).toEqual({
      flows: { ...nothing, captured: 1, accepted: 1 },
      observations: { ...nothing, captured: 2, accepted: 2 },
    });
    step.capture({ name: 'late', data: 1 });
    expect(since().observations).toEqual({ captured: 3, accepted: 2, pending: 0, dropped: { late: 1 } });
    expect(addUp(counters().flows) && addUp(counters().observations)).toBe(true);
  });

  it('take a drop back when another round brings the flow home', async () => {
    const since = changes();
    const { step, finish } = aFlow({}, new FakePlatform(problem(401, 'unauthenticated'), accept()));
    step.capture({ name: 'a', data: 1 });
    await finish();
    expect(since()).toMatchObject({
      flows: { pending: 0, dropped: { unauthenticated: 1 } },
      observations: { captured: 1, dropped: { unauthenticated: 1 } },
    });
    const second = finish();
    expect(since()).toMatchObject({ flows: { pending: 1, dropped: {} }, observations: { pending: 1, dropped: {} } });
    await second;
    expect(since()).toMatchObject({ flows: { accepted: 1, pending: 0 }, observations: { accepted: 1, pending: 0 } });
  });

  it('know what was sent while the flow runs, and what had no room', async () => {
    const since = changes();
    const platform = new FakePlatform();
    const { flow, step } = aFlow({ send: 'incremental', budget: { flowBytes: 16 * 1024 } }, platform);
    step
      .capture({ name: 'a', data: 'x'.repeat(10_000) })
      .capture({ name: 'b', data: 'y'.repeat(10_000) })
      .finish();
    while (platform.requests.length < 1) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(since()).toMatchObject({
      flows: { pending: 1 },
      observations: { captured: 2, accepted: 1, pending: 0, dropped: { 'over-budget': 1 } },
    });
    await platform.settle(flow.finish());
    expect(since()).toMatchObject({ flows: { accepted: 1, pending: 0 }, observations: { accepted: 1 } });
  });

  it('know flows that were withheld or left out', async () => {
    const since = changes();
    const { step, finish } = aFlow({ sample: 0 });
    step.capture({ name: 'a', data: 1 });
    await finish();
    expect(since()).toMatchObject({
      flows: { dropped: { 'sampled-out': 1 } },
      observations: { captured: 1, pending: 0, dropped: { 'sampled-out': 1 } },
    });
  });
});

describe('steps that are more than a flow can have', () => {
  it('are counted, and so is what they capture', async () => {
    const since = changes();
    const { flow, finish } = aFlow({});
    for (let at = 1; at < 10_000; at++) flow.createStep('s');
    flow.createStep('over').capture({ name: 'a', data: 1 }).finish();
    flow.createStep('over').capture({ name: 'a', data: 1 });
    const { status, warnings } = await finish();
    expect([status, warnings]).toEqual(['accepted', ['Recorded 10000 of 10002 steps: a flow has no more.']]);
    expect(since().observations).toEqual({ captured: 2, accepted: 0, pending: 0, dropped: { 'over-budget': 2 } });
  });
});

describe('onDrop', () => {
  it('is told of every flow and observation that will not arrive', async () => {
    const drops: Drop[] = [];
    const onDrop = (drop: Drop) => void drops.push(drop);
    const { flow, step, finish } = aFlow({ onDrop, budget: { flowBytes: 16 * 1024 } }, new FakePlatform(unreachable));
    step.capture({ name: 'a', data: 'x'.repeat(10_000) }).capture({ name: 'b', data: 'y'.repeat(10_000) });
    await finish();
    step.capture({ name: 'c', data: 1 });
    const known = { id: flow.id, name: 'movie-night' };
    expect(drops).toEqual([
      { reason: 'over-budget', flow: known, step: 's', observation: 'a' },
      { reason: 'network-error', flow: known },
      { reason: 'late', flow: known, step: 's' },
    ]);
  });

  it('may throw: that is a warning', async () => {
    const onDrop = () => {
      throw new Error('broken');
    };
    const { finish } = aFlow({ onDrop }, new FakePlatform(unreachable));
    const { warnings } = await finish();
    expect(warnings).toEqual(['onDrop failed: broken']);
  });

  it('may reject: that is a warning too', async () => {
    const { finish } = aFlow({ onDrop: () => Promise.reject(new Error('broken')) }, new FakePlatform(unreachable));
    const { warnings } = await finish();
    expect(warnings).toEqual(['onDrop failed: broken']);
  });
});
