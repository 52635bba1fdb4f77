import type { DecisionDeclaration, PushedObservation, PushedStep } from '@flow-trail/contracts';
import { describe, expect, it } from '@jest/globals';
import { type FlowSummary, type StageSummary, summariseFlow } from '../index.js';
import { trailOfPushes } from './push-trail.behaviour.js';

const instant = (second: number): string => new Date(Date.UTC(2026, 10, 1) + second * 1000).toISOString();

/** A step that decided about `data`; steps follow each other unless times say otherwise. */
function step(
  name: string,
  data: unknown,
  decision: Partial<DecisionDeclaration>,
  { at = [0, 0], ...more }: Partial<Omit<PushedStep, 'name'>> & { at?: [from: number, to: number] } = {},
): Omit<PushedStep, 'position'> & { position?: number } {
  const times = { createdAt: instant(at[0]), startedAt: instant(at[0]), finishedAt: instant(at[1]) };
  const observation = {
    name: 'out',
    version: 1,
    data,
    decision: { candidate: 'id', ...decision },
  } as PushedObservation;
  return { name, version: 1, status: 'completed', reason: null, ...times, observations: [observation], ...more };
}

function funnel(steps: ReturnType<typeof step>[]): FlowSummary {
  const sent = steps.map((each, position) => ({ position, ...each }));
  const flow = { name: 'flow', createdAt: instant(0), finishedAt: null };
  return summariseFlow(trailOfPushes([{ flow, steps: sent }]).trail);
}

const stage = ({ stages }: FlowSummary, name: string): StageSummary => stages.find((each) => each.step === name)!;
const ids = (...names: string[]): { id: string }[] => names.map((id) => ({ id }));
const judged = (kept: string[], dropped: string[]): object[] => [
  ...kept.map((id) => ({ id, kept: true })),
  ...dropped.map((id) => ({ id, kept: false, why: 'no' })),
];
const judging = { outcome: 'kept', reason: 'why' };

describe('the funnel of a flow', () => {
  it('leads from each decision to the next, and accounts for everyone', () => {
    const made = funnel([
      step('search', ids('a', 'b', 'c', 'd'), {}),
      step('filters', judged(['a', 'b'], ['c', 'd']), judging),
      step('select', judged(['a'], ['b']), judging),
    ]);
    expect(made.stages.map(({ name, from, in: came, kept }) => [name, from, came, kept])).toEqual([
      ['search/out', [], 4, 4],
      ['filters/out', ['search/out'], 4, 2],
      ['select/out', ['filters/out'], 2, 1],
    ]);
    expect(made.unexplained).toBe(0);
  });

  it('shows who vanished between two decisions, and who appeared', () => {
    const made = funnel([step('search', ids('a', 'b', 'c'), {}), step('filters', judged(['a', 'x'], []), judging)]);
    expect(stage(made, 'search')).toMatchObject({ kept: 3, continued: 1, vanished: 2 });
    expect(stage(made, 'filters')).toMatchObject({ appeared: 1 });
    expect(made.unexplained).toBe(3);
  });

  it('takes nobody for vanished who is seen again later', () => {
    const made = funnel([
      step('search', ids('a', 'b'), {}),
      step('rerank', judged(['a'], []), judging),
      step('select', judged(['a', 'b'], []), judging),
    ]);
    expect(stage(made, 'search')).toMatchObject({ continued: 1, vanished: 0 });
  });

  it('takes nobody for vanished who may be among the not recorded', () => {
    const page = { total: 3, list: judged(['a'], []) };
    const made = funnel([
      step('search', ids('a', 'b', 'c', 'd'), {}),
      step('rerank', page, { ...judging, records: 'list', total: 'total' }),
    ]);
    expect(stage(made, 'rerank')).toMatchObject({ in: 1, notRecorded: 2 });
    expect(stage(made, 'search').vanished).toBe(1);
  });

  it('takes nobody for appeared who may be among the not recorded before', () => {
    const page = { total: 3, list: ids('a') };
    const made = funnel([
      step('search', page, { records: 'list', total: 'total' }),
      step('filters', judged(['a', 'b', 'c', 'd'], []), judging),
    ]);
    expect(stage(made, 'filters').appeared).toBe(1);
  });

  it('counts as dropped who is absent where only survivors were captured', () => {
    const made = funnel([step('search', ids('a', 'b', 'c'), {}), step('rerank', ids('a'), { absent: 'dropped' })]);
    expect(stage(made, 'rerank')).toMatchObject({
      in: 3,
      kept: 1,
      dropped: 2,
      absent: 2,
      distinct: { in: 3, kept: 1 },
    });
    expect(made.unexplained).toBe(0);
  });

  it('follows only what is of one kind', () => {
    const made = funnel([
      step('keywords', judged(['a'], []), { ...judging, kind: 'keyword' }),
      step('search', ids('a', 'b'), { kind: 'film' }),
      step('terms', judged(['x'], []), { ...judging, kind: 'term' }),
      step('filters', judged(['a'], ['b']), { ...judging, kind: 'film' }),
    ]);
    expect(stage(made, 'filters').from).toEqual(['search/out']);
    expect(made.unexplained).toBe(0);
  });
});

describe('a decision that is repeated', () => {
  it('adds up over iterations, such as pages', () => {
    const made = funnel([
      step('search', ids('a', 'b'), {}),
      step('search', ids('c', 'b'), {}, { iteration: 2 }),
      step('filters', judged(['a'], ['b', 'c']), judging),
    ]);
    expect(stage(made, 'search')).toMatchObject({ iterations: 2, in: 4, distinct: { in: 3, kept: 3 }, vanished: 0 });
  });

  it('has kept whom it kept once', () => {
    const made = funnel([
      step('turn', judged(['a'], ['b']), judging),
      step('turn', judged(['b'], ['a']), judging, { iteration: 2 }),
    ]);
    expect(stage(made, 'turn')).toMatchObject({ in: 4, kept: 2, dropped: 2, distinct: { in: 2, kept: 2 } });
  });

  it('is replaced by its last try', () => {
    const made = funnel([
      step('judge', judged([], ['a', 'b']), judging, { version: 1, status: 'failed' }),
      step('judge', judged(['a'], ['b']), judging, { version: 2 }),
    ]);
    expect(made.stages).toHaveLength(1);
    expect(stage(made, 'judge')).toMatchObject({ kept: 1, dropped: 1 });
  });

  it('is forgotten with the try of its parent', () => {
    const made = funnel([
      { ...step('agent', [], {}, { version: 1 }), observations: [] },
      step('plan', judged(['a'], []), judging, { parent: { name: 'agent', version: 1 } }),
      { ...step('agent', [], {}, { version: 2 }), observations: [] },
    ]);
    expect(made.stages).toEqual([]);
  });
});

describe('branches', () => {
  const search = step('search', ids('a', 'b', 'c'), {}, { at: [0, 1] });

  it('that say where they come from are united by what follows them', () => {
    const from = 'search/out';
    const made = funnel([
      search,
      step('cheap', judged(['a'], []), { ...judging, from }),
      step('dear', judged(['b'], ['c']), { ...judging, from }),
      step('merge', judged(['a'], ['b']), judging),
    ]);
    expect(stage(made, 'merge').from).toEqual(['cheap/out', 'dear/out']);
    expect(made.unexplained).toBe(0);
  });

  it('that ran at the same time are united too', () => {
    const made = funnel([
      step('keyword', ids('a', 'b'), {}, { at: [0, 5] }),
      step('vector', ids('b', 'c'), {}, { at: [1, 4] }),
      step('merge', judged(['a'], ['b', 'c']), judging, { at: [5, 6] }),
    ]);
    expect(stage(made, 'merge').from).toEqual(['keyword/out', 'vector/out']);
    expect(made.unexplained).toBe(0);
  });

  it('that ran at the same time are united however long each of them is', () => {
    const made = funnel([
      step('keyword', ids('a', 'b'), {}, { at: [0, 6] }),
      step('vector', ids('c', 'd'), {}, { at: [0, 2] }),
      step('rerank', judged(['c'], ['d']), judging, { at: [2, 5] }),
      step('merge', judged(['a'], ['b', 'c']), judging, { at: [6, 7] }),
    ]);
    expect(stage(made, 'rerank').from).toEqual(['vector/out']);
    expect(stage(made, 'merge').from).toEqual(['keyword/out', 'rerank/out']);
    expect(made.unexplained).toBe(0);
  });

  it('may be two searches, one after the other', () => {
    const made = funnel([
      step('films', ids('a', 'b'), {}),
      step('series', ids('x', 'y'), {}),
      step('merge', judged(['a', 'x'], ['b', 'y']), judging),
    ]);
    expect(stage(made, 'merge').from).toEqual(['films/out', 'series/out']);
    expect(made.unexplained).toBe(0);
  });

  it('may be nested: what follows a parent follows the last decisions under it', () => {
    const parent = { name: 'retrieve' };
    const made = funnel([
      { ...step('retrieve', [], {}), observations: [] },
      step('search', ids('a', 'b'), {}, { parent }),
      step('prune', judged(['a'], ['b']), judging, { parent }),
      { ...step('decide', [], {}), observations: [] },
      step('select', judged(['a'], []), judging, { parent: { name: 'decide' } }),
    ]);
    expect(stage(made, 'select').from).toEqual(['prune/out']);
  });

  it('that kept the same candidate lose it once', () => {
    const made = funnel([
      step('keyword', ids('a', 'b'), {}, { at: [0, 5] }),
      step('vector', ids('b'), {}, { at: [1, 4] }),
      step('merge', judged(['a'], []), judging, { at: [5, 6] }),
    ]);
    expect(made.unexplained).toBe(1);
  });

  it('that dropped a candidate do not answer for one that kept it', () => {
    const from = 'search/out';
    const made = funnel([
      search,
      step('cheap', judged(['a', 'b'], ['c']), { ...judging, from }),
      step('dear', judged(['b'], ['a', 'c']), { ...judging, from }),
      step('merge', judged(['b'], []), judging),
    ]);
    expect([stage(made, 'cheap').vanished, stage(made, 'dear').vanished]).toEqual([1, 0]);
    expect(made.unexplained).toBe(1);
  });
});

describe('steps that stream into each other', () => {
  it('are no branches: whom the later one dropped has not vanished', () => {
    const made = funnel([
      step('search', ids('a', 'b'), {}, { at: [0, 1] }),
      step('filters', judged(['a', 'b'], []), judging, { at: [1, 6] }),
      step('judge', judged(['a'], ['b']), judging, { at: [2, 7] }),
      step('select', judged(['a'], []), judging, { at: [8, 9] }),
    ]);
    expect(made.unexplained).toBe(0);
  });
});

describe('candidates made from others', () => {
  const chunks = [
    { id: 'c1', doc: 'd1' },
    { id: 'c2', doc: 'd2' },
    { id: 'c3', doc: 'd9' },
  ];

  it('carry them on: documents live in their chunks', () => {
    const made = funnel([
      step('find', ids('d1', 'd2', 'd3'), { kind: 'document' }),
      step('split', chunks, { kind: 'chunk', sources: 'doc' }),
      step('rank', judged(['c1'], ['c2', 'c3']), { ...judging, kind: 'chunk' }),
    ]);
    expect(stage(made, 'split').from).toEqual(['find/out']);
    expect(stage(made, 'find')).toMatchObject({ continued: 2, vanished: 1 });
    expect(stage(made, 'split').appeared).toBe(1);
  });
});

describe('what goes into a step', () => {
  it('comes before what it makes of it, when their roles say so', () => {
    const both = step('filters', judged(['a'], ['b']), judging);
    const [verdicts] = both.observations;
    const input = {
      ...verdicts!,
      name: 'zin',
      role: 'input' as const,
      data: ids('a', 'b'),
      decision: { candidate: 'id' },
    };
    const made = funnel([{ ...both, observations: [{ ...verdicts!, role: 'output' }, input] }]);
    expect(made.stages.map(({ name, from }) => [name, from])).toEqual([
      ['filters/zin', []],
      ['filters/out', ['filters/zin']],
    ]);
  });
});

describe('what is notable in a flow', () => {
  it('is who won at the end, who nearly did, and who failed', () => {
    const rules: DecisionDeclaration['rules'] = { rating: { actual: 'rating', op: '>=', threshold: 7 } };
    const made = funnel([
      step(
        'filters',
        [
          { id: 'a', rating: 9 },
          { id: 'b', rating: 6.9 },
          { id: 'c', rating: 8 },
        ],
        { rules },
      ),
      step(
        'judge',
        [
          { id: 'a', outcome: 'kept' },
          { id: 'c', outcome: 'error' },
        ],
        { outcome: 'outcome' },
      ),
    ]);
    expect(made.notable.map(({ role, key, stage: at, margin }) => [role, key, at, margin])).toEqual([
      ['winner', '"a"', 'judge/out', null],
      ['near-miss', '"b"', 'filters/out', -0.1],
      ['error', '"c"', 'judge/out', null],
    ]);
  });

  it('is at most 50 candidates, however many there are', () => {
    const many = Array.from({ length: 200 }, (_, id) => ({ id, outcome: ['kept', 'error'][id % 2], score: id }));
    const steps = ['one', 'two', 'three'].map((name) =>
      step(name, many, { outcome: 'outcome', score: 'score', kind: name }),
    );
    const { notable } = funnel(steps);
    expect(notable.length).toBeLessThanOrEqual(50);
    expect(new Set(notable.map(({ role }) => role))).toEqual(new Set(['winner', 'error']));
  });
});

describe('a flow of very many steps', () => {
  it('is followed to its end', () => {
    const many = Array.from({ length: 1500 }, (_, at) => step(`step ${at}`, ids('a', `x${at}`), judging));
    const { stages, moreStages } = funnel(many);
    expect([stages.length, moreStages, stages[199]?.from]).toEqual([200, 1300, ['step 198/out']]);
  });
});

describe('steps that make no sense', () => {
  it('do not keep a trail from being made', () => {
    const made = funnel([
      step('a', ids('x'), { from: 'b/out' }, { parent: { name: 'b' } }),
      step('b', ids('x'), { from: 'a/out' }, { parent: { name: 'a' } }),
      step('c', ids('x'), { from: 'nowhere' }, { parent: { name: 'gone' } }),
    ]);
    expect(made.stages.map(({ name, from }) => [name, from])).toEqual([
      ['a/out', ['b/out']],
      ['b/out', ['a/out']],
      ['c/out', []],
    ]);
  });
});
