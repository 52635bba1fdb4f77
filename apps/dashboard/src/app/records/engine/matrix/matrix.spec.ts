import { describe, expect, test } from '@jest/globals';
import type { DecisionDeclaration } from '@flow-trail/contracts';

import { Matrix, type MatrixQuery, type MatrixRange } from './matrix';
import type { MatrixPart } from './matrix-part';
import { parseFilter } from './parse-filter';

const step = (name: string, position: number, version = 1, iteration = 1) => ({
  name,
  version,
  iteration,
  position,
  parent: null,
  createdAt: '2026-01-01T12:00:00.000Z',
  startedAt: null,
  finishedAt: null,
});

interface Given extends Partial<Omit<MatrixPart, 'records'>> {
  at: ReturnType<typeof step>;
  declaration: DecisionDeclaration;
  records: unknown[];
  envelope?: unknown;
}

function matrixOf(given: readonly Given[], isComplete = true): Matrix {
  const parts = given.map(({ at: { name, version, iteration }, declaration, records, ...rest }, index): MatrixPart => ({
    observationId: `o${index}`,
    step: { name, version, iteration },
    name: 'films',
    version: 1,
    role: null,
    records: records.length,
    declaration,
    ...rest,
  }));
  const matrix = new Matrix(
    parts,
    given.map(({ at }) => at),
  );
  for (const decisions of matrix.parts) {
    const own = given[Number(decisions.part.observationId.slice(1))];
    for (const record of own?.records ?? []) decisions.add(record);
    decisions.end(own?.envelope ?? null);
  }
  if (isComplete) matrix.complete();
  return matrix;
}

const everything: MatrixRange = { from: 0, count: 100, firstStage: 0, stageCount: 300 };

function ask(matrix: Matrix, where = '', sort: MatrixQuery['sort'] = null) {
  const parsed = parseFilter(where, matrix.shape().stages);
  if (parsed.status === 'failed') throw new Error(parsed.message);
  return matrix.window({ filter: parsed.filter, sort }, everything);
}

const names = (matrix: Matrix, where = '', sort: MatrixQuery['sort'] = null): string[] =>
  ask(matrix, where, sort).rows.map(({ label, id }) => label ?? id);

const listing = { candidate: 'id', label: 'title', rank: 'rank' };
const rules = {
  rating: { actual: 'rating', op: '>=', threshold: 7 },
  votes: { actual: 'votes', op: '>=', threshold: 1000 },
} as const;

const inDrama = { actual: 'genre', op: 'in' as const, threshold: ['drama'] };
const found = ['Heat', 'Ronin', 'Thief', 'Drive'].map((title, index) => ({ id: index, title, rank: index + 1 }));
const judged = [
  { id: 0, rating: 8.2, votes: 9000 },
  { id: 1, rating: 6.1, votes: 9000 },
  { id: 2, rating: 6.4, votes: 812 },
  { id: 3, rating: 7.8, votes: 5000 },
];
const films = (): Matrix =>
  matrixOf([
    { at: step('search', 0), declaration: listing, records: found },
    { at: step('filters', 1), declaration: { candidate: 'id', rules }, records: judged },
    {
      at: step('rank', 2),
      declaration: { candidate: 'id', score: 'score', outcome: 'kept', reason: 'why' },
      records: [
        { id: 3, score: 0.5, kept: false, why: 'cut at 1' },
        { id: 0, score: 0.9, kept: true },
      ],
    },
  ]);

describe('a matrix', () => {
  test('has one row a candidate and one cell a stage, with the reason in numbers', () => {
    const thief = ask(films(), 'label = Thief').rows[0];
    expect(thief).toMatchObject({ key: '2', id: '2', label: 'Thief' });
    expect(thief?.cells).toEqual([
      expect.objectContaining({ outcome: 'kept', rank: 3, record: { observationId: 'o0', index: 2 } }),
      expect.objectContaining({ outcome: 'dropped', rule: 'rating', isAlone: false, why: '6.4 < 7', rank: null }),
      null,
    ]);
  });

  test('says of a rule what its verdict says where that is more than a number', () => {
    const checks = [
      { stock: { passed: false, detail: 'sold out since May' } },
      { price: { passed: false, actual: 9, threshold: 5, reason: 'too dear' } },
      { price: { passed: false, actual: 9, threshold: 5 } },
      { stock: true },
    ];
    const declaration = { candidate: 'id', verdicts: 'checks', rules: { genre: inDrama } };
    const records = [...checks.map((each, id) => ({ id, checks: each })), { id: 4, genre: 'horror', checks: {} }];
    const { rows } = ask(matrixOf([{ at: step('gate', 0), declaration, records }]), 'gate.outcome = dropped');
    expect(rows.map(({ cells: [cell] }) => [cell?.rule, cell?.why])).toEqual([
      ['stock', 'sold out since May'],
      ['price', 'too dear'],
      ['price', 'actual 9, threshold 5'],
      ['genre', 'horror is none of drama'],
    ]);
  });

  test('finds by the form of a reason those that the funnel counts together', () => {
    const declaration = { candidate: 'id', outcome: 'ok', reason: 'why', chance: 'chance' };
    const records = [
      { id: 'a', ok: false, why: 'price 8.99 < 12' },
      { id: 'b', ok: false, why: 'price 3 <  12' },
      { id: 'c', ok: false, why: 'price 3 < 12 today' },
      { id: 'd', ok: false, chance: 0.1 },
      { id: 'e', ok: false, why: null },
    ];
    const found = (filter: string): string[] =>
      ask(matrixOf([{ at: step('gate', 0), declaration, records }]), filter).rows.map(({ id }) => id);
    expect(found('gate.reason = "price # < #"')).toEqual(['a', 'b']);
    expect(found('gate.reason = "price 8.99 < 12"')).toEqual(['a']);
    expect(found('gate.reason = "not drawn"')).toEqual(['d']);
    expect(found('gate.reason = none')).toEqual(['e']);
  });

  test('answers which of the first results a filter dropped, and would have been kept but for one rule', () => {
    expect(names(films(), 'search.rank <= 10 and filters.outcome = dropped and filters.failed alone')).toEqual([
      'Ronin',
    ]);
  });

  test('shows first who got furthest, and of those the best', () => {
    expect(names(films())).toEqual(['Heat', 'Drive', 'Ronin', 'Thief']);
  });

  test.each([
    ['search.rank <= 2', ['Heat', 'Ronin']],
    ['not search.rank <= 2', ['Drive', 'Thief']],
    ['search.rank != 1', ['Drive', 'Ronin', 'Thief']],
    ['rank.outcome = none', ['Ronin', 'Thief']],
    ['rank.outcome != kept', ['Drive', 'Ronin', 'Thief']],
    ['rank.score = none or rank.score > 0.6', ['Heat', 'Ronin', 'Thief']],
    ['filters.rule = rating', ['Ronin', 'Thief']],
    ['filters.rule = none', ['Heat', 'Drive']],
    ['filters.failed = votes', ['Thief']],
    ['failed alone = rating', ['Ronin']],
    ['filters.failed alone = votes', []],
    ['outcome = dropped', ['Drive', 'Ronin', 'Thief']],
    ['rank.reason contains CUT', ['Drive']],
    ['label contains EA', ['Heat']],
    ['id = 3 and kind = ""', ['Drive']],
    ['(label = Heat or label = Thief) and filters.outcome = dropped', ['Thief']],
  ])('filters by %s', (where, expected) => {
    expect(names(films(), where)).toEqual(expected);
  });

  test('sorts by any column, who is not there last either way', () => {
    const by = (stage: number, field: 'score' | 'rank' | 'rule', direction: 'asc' | 'desc') =>
      names(films(), '', { by: { stage, field }, direction });
    expect(names(films(), '', { by: null, direction: 'asc' })).toEqual(['Drive', 'Heat', 'Ronin', 'Thief']);
    expect(by(0, 'rank', 'desc')).toEqual(['Drive', 'Thief', 'Ronin', 'Heat']);
    expect(by(2, 'score', 'asc')).toEqual(['Drive', 'Heat', 'Ronin', 'Thief']);
    expect(by(2, 'score', 'desc')).toEqual(['Heat', 'Drive', 'Ronin', 'Thief']);
    expect(by(1, 'rule', 'asc')).toEqual(['Ronin', 'Thief', 'Heat', 'Drive']);
  });

  test('counts what became of the matched ones at each stage', () => {
    const { matched, total, outcomes } = ask(films(), 'search.rank <= 3');
    expect([matched, total]).toEqual([3, 4]);
    expect(outcomes.map(({ kept, dropped }) => [kept, dropped])).toEqual([
      [3, 0],
      [1, 2],
      [1, 0],
    ]);
  });

  test('says what can be asked of each stage', () => {
    expect(
      films()
        .shape()
        .stages.map(({ word, fields, rules: names }) => [word, fields, names]),
    ).toEqual([
      ['search', ['outcome', 'rank'], []],
      ['filters', ['outcome', 'rule', 'failed', 'failed alone'], ['rating', 'votes']],
      ['rank', ['outcome', 'score', 'reason'], []],
    ]);
  });

  test('gives a window of rows and of stages', () => {
    const window = films().window({ filter: null, sort: null }, { from: 1, count: 2, firstStage: 1, stageCount: 1 });
    expect(window.rows.map(({ label, cells }) => [label, cells.length])).toEqual([
      ['Drive', 1],
      ['Ronin', 1],
    ]);
  });

  test('can be asked while it grows', () => {
    const matrix = matrixOf([{ at: step('search', 0), declaration: listing, records: found }], false);
    expect(ask(matrix).matched).toBe(4);
    matrix.parts[0]?.add({ id: 9, title: 'Collateral', rank: 5 });
    expect(ask(matrix, 'search.rank >= 4').rows.map(({ label }) => label)).toEqual(['Drive', 'Collateral']);
    expect(matrix.shape()).toMatchObject({ isComplete: false, candidates: 5, records: 5, expectedRecords: 4 });
  });
});

describe('candidates', () => {
  test('with a number and with the same text as id are two, and so are those of two kinds', () => {
    const matrix = matrixOf([
      { at: step('a', 0), declaration: { candidate: 'id' }, records: [{ id: 42 }, { id: '42' }, { nothing: 1 }] },
      { at: step('b', 1), declaration: { candidate: 'id', kind: 'film' }, records: [{ id: 42 }] },
    ]);
    expect(ask(matrix).rows.map(({ key, kind, id }) => [key, kind, id])).toEqual([
      ['42', 'film', '42'],
      ['42', '', '42'],
      ['"42"', '', '"42"'],
    ]);
    expect(matrix.shape()).toMatchObject({ candidates: 3, records: 4, withoutId: 1 });
  });

  test('with ids beyond 2^53 stay apart', () => {
    const records = JSON.parse('["9007199254740993","9007199254740992"]') as string[];
    const matrix = matrixOf([
      { at: step('a', 0), declaration: { candidate: 'id' }, records: records.map((id) => ({ id: BigInt(id) })) },
    ]);
    expect(ask(matrix).rows.map(({ key }) => key)).toEqual(records);
  });

  test('kept in one iteration are kept', () => {
    const declaration = { candidate: 'id', outcome: 'ok', reason: 'why' };
    const matrix = matrixOf([
      {
        at: step('page', 0, 1, 1),
        declaration,
        records: [
          { id: 1, ok: false, why: 'late' },
          { id: 2, ok: true },
        ],
      },
      {
        at: step('page', 0, 1, 2),
        declaration,
        records: [
          { id: 1, ok: true },
          { id: 3, ok: false, why: 'late' },
        ],
      },
    ]);
    expect(ask(matrix).rows.map(({ id, cells: [cell] }) => [id, cell?.outcome, cell?.record?.observationId])).toEqual([
      ['1', 'kept', 'o1'],
      ['2', 'kept', 'o0'],
      ['3', 'dropped', 'o1'],
    ]);
  });

  test('of an earlier try are left out', () => {
    const declaration = { candidate: 'id', outcome: 'ok' };
    const matrix = matrixOf([
      { at: step('judge', 0, 1), declaration, records: [{ id: 1, ok: true }] },
      { at: step('judge', 0, 2), declaration, records: [{ id: 2, ok: true }] },
    ]);
    expect(ask(matrix).rows.map(({ id }) => id)).toEqual(['2']);
    expect(matrix.parts.map(({ part }) => part.observationId)).toEqual(['o1']);
  });

  test('who are missing where only survivors are named were dropped there', () => {
    const matrix = matrixOf([
      { at: step('search', 0), declaration: listing, records: found },
      { at: step('pick', 1), declaration: { candidate: 'id', absent: 'dropped' }, records: [{ id: 2 }] },
    ]);
    expect(names(matrix, 'pick.outcome = dropped')).toEqual(['Heat', 'Ronin', 'Drive']);
    expect(ask(matrix, 'label = Heat').rows[0]?.cells[1]).toMatchObject({ why: 'rule not recorded', record: null });
    expect(names(matrix, 'pick.reason = "rule not recorded"')).toEqual(['Heat', 'Ronin', 'Drive']);
    expect(matrix.shape().stages.map(({ fields }) => fields.includes('reason'))).toEqual([false, true]);
  });

  test('who were kept and are never seen again have vanished, unless they may be among the not recorded', () => {
    const next = {
      at: step('pick', 1),
      declaration: { candidate: 'id', outcome: 'ok', total: 'n' },
      records: [{ id: 2, ok: true }],
    };
    const search = { at: step('search', 0), declaration: listing, records: found };
    expect(names(matrixOf([search, next]), 'pick.outcome = vanished')).toEqual(['Heat', 'Ronin', 'Drive']);
    expect(names(matrixOf([search, { ...next, envelope: { n: 4 } }]), 'pick.outcome = vanished')).toEqual([]);
  });
});

test('a step that decided twice is named with its observation', () => {
  const at = step('judge', 0);
  const declaration = { candidate: 'id' };
  const matrix = matrixOf([
    { at, name: 'first', declaration, records: [] },
    { at, name: 'second', declaration, records: [] },
  ]);
  expect(matrix.shape().stages.map(({ word }) => word)).toEqual(['judge/first', 'judge/second']);
});

test('a flow of 200 steps has 200 columns', () => {
  const given = Array.from({ length: 200 }, (_, index) => ({
    at: step(`s${index}`, index),
    declaration: { candidate: 'id' },
    records: [{ id: 1 }],
  }));
  const window = matrixOf(given).window(
    { filter: null, sort: null },
    { from: 0, count: 1, firstStage: 150, stageCount: 10 },
  );
  expect(window.rows[0]?.cells).toHaveLength(10);
  expect(window.outcomes).toHaveLength(200);
});
