import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Push } from '@flow-trail/contracts';
import { FakePlatform } from '../../test/fake-platform.js';
import { createFlow } from '../index.js';
import type { Flow, FlowOptions, Receipt } from '../index.js';

const kib = 1024;
const films = Array.from({ length: 1000 }, (_, id) => ({ id, rating: (id * 37) % 100, title: `Film ${id}` }));
const rules = { rating: { actual: 'rating', op: '>=', threshold: 99 } } as const;

/** Flows of one test share the process's memory; none is left behind for the next one. */
const open = new Set<{ flow: Flow; platform: FakePlatform }>();
afterEach(async () => {
  for (const { flow, platform } of open) await platform.settle(flow.finish());
  open.clear();
});

function aFlow(options: FlowOptions = {}) {
  const platform = new FakePlatform();
  const flow = createFlow('movie-night', { ...options, platform });
  const entry = { flow, platform };
  open.add(entry);
  const finish = async (): Promise<{ receipt: Receipt; observations: Push['steps'][number]['observations'] }> => {
    open.delete(entry);
    const receipt = await platform.settle(flow.finish());
    return { receipt, observations: platform.push.steps.flatMap((step) => step.observations) };
  };
  return { flow, step: flow.createStep('step'), platform, finish };
}

type Wrapped = { total: number; records: { id: number; outcome?: string }[] };

describe('an observation over its budget', () => {
  it('keeps winners, near misses, watched ids and one of each reason before all others, and says of how many', async () => {
    const { step, finish } = aFlow({ budget: { observationBytes: 16 * kib }, watch: [500] });
    step.filter('filters', films, { candidate: 'id', rules });
    const { receipt, observations } = await finish();
    const { data, decision } = observations[0]! as unknown as { data: Wrapped; decision: object };
    const ids = data.records.map(({ id }) => id);
    expect(JSON.stringify(data).length).toBeLessThanOrEqual(16 * kib);
    expect(data.total).toBe(1000);
    expect(decision).toMatchObject({ records: 'records', total: 'total' });
    expect(films.filter(({ rating }) => rating >= 99).every(({ id }) => ids.includes(id))).toBe(true);
    expect(ids).toContain(500);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(receipt.warnings).toEqual([
      `"step/filters": recorded ${ids.length} of 1000 records; the budget of 16 KiB for an observation was full.`,
    ]);
    expect(observations[1]).toMatchObject({
      name: 'recording notes',
      data: { cut: [{ observation: 'filters', version: 1, recorded: ids.length, total: 1000 }], dropped: [] },
    });
  });

  it('keeps its own wrapping, and adds the total where it says none', async () => {
    const { step, finish } = aFlow({ budget: { observationBytes: 16 * kib } });
    const decision = { candidate: 'id', records: 'found.films', outcome: 'kept' };
    step.capture({
      name: 'own',
      data: { page: 1, found: { films: films.map((film) => ({ ...film, kept: film.id === 999 })) } },
      decision,
    });
    const { observations } = await finish();
    const { data, decision: sent } = observations[0]! as unknown as {
      data: { page: number; $total: number; found: { films: { id: number }[] } };
      decision: object;
    };
    expect([data.page, data.$total, data.found.films.at(-1)?.id]).toEqual([1, 1000, 999]);
    expect(sent).toEqual({ ...decision, total: '$total' });
  });

  it('without a decision keeps its head', async () => {
    const { step, finish } = aFlow({ budget: { observationBytes: 16 * kib } });
    step.capture({ name: 'list', data: films }).capture({ name: 'text', data: 'x'.repeat(20 * kib) });
    const { observations } = await finish();
    const [list, text] = observations.map(
      ({ data }) => data as unknown as Wrapped & { $ft: string; recorded: number; head: string },
    );
    expect(list).toMatchObject({
      $ft: 'cut',
      total: 1000,
      recorded: list!.records.length,
      records: films.slice(0, list!.records.length),
    });
    expect(list!.records.length).toBeGreaterThan(100);
    expect(text).toMatchObject({ $ft: 'cut', bytes: 20 * kib + 2, recorded: 0, total: 1, head: `"${'x'.repeat(999)}` });
  });
});

describe('a flow over its budget', () => {
  it('lets go of data without a decision first, the oldest first', async () => {
    const { step, finish } = aFlow({ budget: { flowBytes: 64 * kib } });
    step.filter('filters', films.slice(0, 300), { candidate: 'id', rules });
    for (let version = 1; version <= 20; version++)
      step.capture({ name: 'page', data: `${version} ${'x'.repeat(5000)}` });
    const { receipt, observations } = await finish();
    expect(observations[0]!.data).toHaveLength(300);
    const pages = observations.filter(({ name }) => name === 'page');
    expect(pages.at(-1)).toMatchObject({ version: 20 });
    expect(pages.map(({ version }) => version)).toEqual(pages.map((_, at) => 21 - pages.length + at));
    expect(receipt.warnings).toEqual([
      `"step/page": recorded ${pages.length} of 20 captures; the budget of 64 KiB for a flow was full.`,
    ]);
    expect(observations.at(-1)!.data).toMatchObject({
      dropped: [{ observation: 'page', recorded: pages.length, total: 20 }],
    });
  });

  it('has no room for data without a decision where only decisions are held', async () => {
    const { step, finish } = aFlow({ budget: { flowBytes: 96 * kib } });
    step.filter('filters', films, { candidate: 'id', rules });
    step.capture({ name: 'page', data: 'x'.repeat(50 * kib) });
    const { observations } = await finish();
    expect(observations.map(({ name }) => name)).toEqual(['filters', 'recording notes']);
    expect(observations[0]!.data).toHaveLength(1000);
  });

  it('then of records that do not matter, and at last of whole decisions', async () => {
    const { step, finish } = aFlow({ budget: { flowBytes: 64 * kib } });
    step.capture({ name: 'page', data: 'x'.repeat(1000) });
    for (let round = 1; round <= 4; round++) step.filter(`round ${round}`, films, { candidate: 'id', rules });
    const few = await finish();
    expect(few.observations.map(({ name }) => name)).toEqual([
      'round 1',
      'round 2',
      'round 3',
      'round 4',
      'recording notes',
    ]);
    const [first] = few.observations as unknown as { data: Wrapped }[];
    expect(first!.data.total).toBe(1000);
    expect(first!.data.records.filter(({ outcome }) => outcome === 'kept')).toHaveLength(10);
    expect(first!.data.records).toHaveLength(20);

    const many = aFlow({ budget: { flowBytes: 16 * kib } });
    for (let round = 1; round <= 20; round++) many.step.filter(`round ${round}`, films, { candidate: 'id', rules });
    const { observations } = await many.finish();
    expect(observations.at(-2)!.name).toBe('round 20');
    expect(observations.length).toBeLessThan(12);
    expect(observations.at(-1)!.data).toMatchObject({
      dropped: expect.arrayContaining([{ observation: 'round 1', recorded: 0, total: 1, reason: expect.any(String) }]),
    });
  });
});

describe('the memory of the process', () => {
  it('is shared by all flows: what was held longest goes first, whatever flow it is of', async () => {
    const budget = { memoryBytes: 64 * kib };
    const old = aFlow({ budget });
    old.step.filter('filters', films.slice(0, 100), { candidate: 'id', rules });
    for (let at = 0; at < 5; at++) old.step.capture({ name: 'page', data: 'x'.repeat(5000) });
    const young = aFlow({ budget });
    for (let at = 0; at < 5; at++) young.step.capture({ name: 'page', data: 'y'.repeat(8000) });
    expect((await young.finish()).observations).toHaveLength(5);
    const { receipt, observations } = await old.finish();
    expect(observations.map(({ name }) => name)).toEqual(expect.arrayContaining(['filters', 'recording notes']));
    expect(receipt.warnings).toEqual([
      expect.stringMatching(/recorded \d of 5 captures; the budget of 64 KiB for all flows was full/),
    ]);
  });

  it('is free again as soon as a push is accepted', async () => {
    const budget = { memoryBytes: 64 * kib };
    for (let at = 0; at < 5; at++) {
      const { step, finish } = aFlow({ budget });
      step.capture({ name: 'page', data: 'x'.repeat(60_000) });
      const { receipt } = await finish();
      expect(receipt.warnings).toEqual([]);
      await nextTurn();
    }
  });

  it('bounds a flow that never ends, and says what it could not keep', async () => {
    const { step, finish } = aFlow({ budget: { memoryBytes: 1024 * kib } });
    for (let at = 0; at < 20_000; at++) step.capture({ name: 'page', data: { at } });
    const { receipt, observations } = await finish();
    expect(observations.length).toBeLessThan((1024 * kib) / 512 + 2);
    expect(receipt.warnings).toEqual([
      `"step/page": recorded ${observations.length - 1} of 20000 captures; the budget of 1 MiB for all flows was full.`,
    ]);
  });
});
