import type { DecisionDeclaration, Json } from '@flow-trail/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileDeclaration, ExactNumber, readRecord, type RecordReading } from '../index.js';

const read = (declaration: Partial<DecisionDeclaration>, record: unknown): RecordReading =>
  readRecord(compileDeclaration({ candidate: 'id', ...declaration }), record, 0);

describe('the candidate of a record', () => {
  it.each<[unknown, string | null]>([
    [42, '42'],
    ['42', '"42"'],
    [1.5, '1.5'],
    [-0, '0'],
    [9007199254740993n, '9007199254740993'],
    [new ExactNumber('9007199254740993'), '9007199254740993'],
    [new ExactNumber('1.0'), '1'],
    [true, 'true'],
    [33603473616244790, '33603473616244790'],
    [1e21, '1000000000000000000000'],
    ['', null],
    [null, null],
    [{ id: 1 }, null],
    [[1, 2], null],
  ])('with the id %p is %p', (id, key) => {
    expect(read({}, { id }).key).toBe(key);
  });

  it('can be named by a pair of ids, and by nothing less than both', () => {
    const candidate = ['user', 'film.id'];
    expect(read({ candidate }, { user: 'u1', film: { id: 7 } }).key).toBe('["u1",7]');
    expect(read({ candidate }, { user: 'u1' }).key).toBeNull();
  });

  it('is the record itself, where the data is a list of ids', () => {
    expect(read({ candidate: '' }, 'B01').key).toBe('"B01"');
  });

  it('is read from own properties alone', () => {
    expect(read({ candidate: 'constructor.name' }, {}).key).toBeNull();
    expect(read({ candidate: 'length' }, ['a']).key).toBeNull();
    expect(read({ candidate: '__proto__' }, JSON.parse('{"__proto__":"x"}')).key).toBe('"x"');
  });
});

describe('the outcome of a record', () => {
  it.each<[Json, string]>([
    ['kept', 'kept'],
    ['error', 'error'],
    ['skipped', 'skipped'],
    [true, 'kept'],
    ['approve', 'kept'],
    ['decline', 'dropped'],
    [0, 'dropped'],
  ])('recorded as %j counts as %s', (outcome, counted) => {
    const outcomes = { approve: 'kept', decline: 'dropped', '0': 'dropped' } as const;
    expect(read({ outcome: 'outcome', reason: 'why', outcomes }, { id: 1, outcome, why: 'so' }).outcome).toBe(counted);
  });

  it('follows from the rules where none is recorded', () => {
    const rules = { price: { actual: 'price', op: '<=', threshold: 40 } } as const;
    expect(read({ rules }, { id: 1, price: 40 }).outcome).toBe('kept');
    expect(read({ rules }, { id: 1, price: 41 }).outcome).toBe('dropped');
  });

  it('is kept for whom a list names that knows no outcomes, or only survivors', () => {
    expect(read({ score: 'score' }, { id: 1 }).outcome).toBe('kept');
    expect(read({ outcome: 'outcome', absent: 'dropped' }, { id: 1 }).outcome).toBe('kept');
  });

  it('wins over the rules, and the conflict stays visible', () => {
    const rules = { price: { actual: 'price', op: '<=', threshold: 40 } } as const;
    const reading = read({ outcome: 'kept', rules }, { id: 1, kept: true, price: 41 });
    expect(reading).toMatchObject({ outcome: 'kept', stated: 'kept', derived: 'dropped', isConflict: true });
  });
});

describe('a record is unexplained', () => {
  const unexplained = (declaration: Partial<DecisionDeclaration>, record: object): unknown => {
    const reading = read({ outcome: 'outcome', reason: 'why', ...declaration }, { id: 1, ...record });
    return [reading.outcome, reading.unexplained];
  };

  it('without a verdict', () => {
    expect(unexplained({}, {})).toEqual(['unexplained', 'no verdict']);
    expect(unexplained({ verdicts: 'checks' }, { checks: { price: null } })).toEqual(['unexplained', 'no verdict']);
  });

  it('with an outcome that nobody translated', () => {
    expect(unexplained({}, { outcome: 'perhaps' })).toEqual(['unexplained', 'outcome not known']);
    expect(unexplained({ outcomes: {} }, { outcome: 'constructor' })).toEqual(['unexplained', 'outcome not known']);
  });

  it('when it was dropped and says in no way why', () => {
    expect(unexplained({}, { outcome: 'dropped', why: '' })).toEqual(['unexplained', 'dropped without reason']);
    expect(unexplained({}, { outcome: 'dropped', why: 'too dear' })).toEqual(['dropped', null]);
    expect(unexplained({ lostTo: 'by' }, { outcome: 'dropped', by: 7 })).toEqual(['dropped', null]);
    expect(unexplained({ chance: 'p' }, { outcome: 'dropped', p: 0.2 })).toEqual(['dropped', null]);
    expect(unexplained({ verdicts: 'v' }, { outcome: 'dropped', v: { price: false } })).toEqual(['dropped', null]);
  });
});

describe('whatever a record holds', () => {
  const declaration: DecisionDeclaration = {
    candidate: ['a', 'b.c'],
    label: 'a',
    outcome: 'o',
    reason: 'r',
    verdicts: 'v',
    rules: { one: { actual: 'a', op: 'between', threshold: [1, 2] }, two: { actual: 'b', op: 'in', threshold: ['x'] } },
    score: 'a',
    contributions: 'b',
    group: 'a',
    sources: 'v',
  };

  it('reading it does not throw', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'o', 'r', 'v', '__proto__', 'constructor'), value);
    fc.assert(
      fc.property(fc.oneof(record, value), (hostile) => {
        expect(read(declaration, hostile).rules.length).toBeGreaterThanOrEqual(2);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('a declaration that makes no sense is left out part by part, and says so', () => {
    const nonsense = {
      candidate: 7,
      outcome: {},
      combine: 'most',
      outcomes: { a: 'b' },
      rules: { x: null, y: { op: '~' } },
    };
    const compiled = compileDeclaration(nonsense as unknown as DecisionDeclaration);
    expect(compiled.problems).toHaveLength(6);
    expect(readRecord(compiled, { id: 1 }, 0)).toMatchObject({ key: null, outcome: 'kept' });
  });
});
