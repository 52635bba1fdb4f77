import type { DecisionDeclaration, Json, RuleOperator } from '@flow-trail/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparisonOf, compileDeclaration, failureText, readRecord, survives, wouldSurviveButOne } from '../index.js';

const rulesOf = (declaration: Partial<DecisionDeclaration>, record: unknown): ReturnType<typeof readRecord>['rules'] =>
  readRecord(compileDeclaration({ candidate: 'id', ...declaration }), record, 0).rules;

describe('a declared rule', () => {
  it.each<[RuleOperator, Json, Json, boolean | null, string]>([
    ['>=', 7, 6.1, false, '6.1 < 7'],
    ['>=', 7, 7, true, ''],
    ['>', 7, 7, false, '7 ≤ 7'],
    ['<', 7, 8, false, '8 ≥ 7'],
    ['<=', 40, 8.99, true, ''],
    ['=', 'new', 'used', false, 'used ≠ new'],
    ['=', 7, '7', false, '7 ≠ 7'],
    ['!=', 'sold', 'sold', false, 'sold = sold'],
    ['between', [2000, 2010], 1999, false, '1999 < 2000'],
    ['between', [2000, 2010], 2011, false, '2011 > 2010'],
    ['between', ['2026-01-01', '2026-01-31'], '2026-01-31', true, ''],
    ['in', ['drama', 'comedy'], 'horror', false, 'horror is none of drama, comedy'],
    ['in', ['drama', 'comedy'], ['horror', 'drama'], true, ''],
    ['notIn', ['drama'], 'drama', false, 'drama is one of drama'],
    ['>=', 7, 'seven', null, ''],
  ])('%s %j says of %j: passed %j', (op, threshold, actual, passed, text) => {
    const [verdict] = rulesOf({ rules: { rule: { actual: 'value', op, threshold } } }, { value: actual });
    expect(verdict?.passed).toBe(passed);
    if (passed === false) expect(failureText(verdict!)).toBe(text);
  });

  it('says nothing of a record without the value, unless it says what then', () => {
    const rule = (missing?: 'drop' | 'keep'): DecisionDeclaration['rules'] => ({
      rating: { actual: 'rating', op: '>=', threshold: 7, ...(missing && { missing }) },
    });
    expect(rulesOf({ rules: rule() }, { id: 1 })[0]).toMatchObject({ passed: null, isMissing: true });
    expect(rulesOf({ rules: rule('keep') }, { id: 1 })[0]).toMatchObject({ passed: true });
    const [dropped] = rulesOf({ rules: rule('drop') }, { id: 1, rating: null });
    expect([dropped?.passed, failureText(dropped!)]).toEqual([false, 'rating missing']);
  });

  it('knows by how much a number passed or failed', () => {
    const rules: DecisionDeclaration['rules'] = {
      price: { actual: 'price', op: '<=', threshold: 40 },
      year: { actual: 'year', op: 'between', threshold: [2000, 2010] },
    };
    expect(rulesOf({ rules }, { price: 42.5, year: 2008 }).map(({ margin }) => margin)).toEqual([-2.5, 2]);
  });

  it('compares large integers by all of their digits', () => {
    const larger = comparisonOf('>', 9007199254740992) as (actual: unknown) => boolean | null;
    expect(larger(9007199254740993n)).toBe(true);
  });
});

describe('a recorded verdict', () => {
  const rules = { price: { actual: 'price', op: '<=', threshold: 40 } } as const;

  it.each<[Json, boolean | null]>([
    [true, true],
    [false, false],
    [null, null],
    [{ passed: false, actual: 50, threshold: 40, reason: 'too dear' }, false],
    [{ passed: true, detail: 'price is 50' }, true],
    ['failed', false],
    [7, null],
  ])('written as %j wins over the declared rule', (verdict, passed) => {
    const price = passed === true ? 50 : 30;
    expect(rulesOf({ rules, verdicts: 'checks' }, { price, checks: { price: verdict } })[0]?.passed).toBe(passed);
  });

  it('may stand in a list, and name rules that nobody declared', () => {
    const checks = [{ rule: 'stock', passed: false, reason: 'sold out' }, { name: 'price', passed: true }, 7];
    expect(rulesOf({ rules, verdicts: 'checks' }, { price: 50, checks })).toMatchObject([
      { rule: 'price', passed: true },
      { rule: 'stock', passed: false, reason: 'sold out' },
    ]);
  });

  it('takes from the declared rule what it leaves out', () => {
    const [verdict] = rulesOf({ rules, verdicts: 'checks' }, { price: 50, checks: { price: false } });
    expect(verdict).toMatchObject({ actual: 50, threshold: 40, op: '<=', margin: -10 });
  });
});

describe('rules combine', () => {
  const tally = (passed: number, failed: number, open = 0): { passed: number; failed: number; open: number } => ({
    passed,
    failed,
    open,
  });

  it('to survival under all, any, or at least some', () => {
    expect([survives('all', tally(2, 0)), survives('all', tally(2, 1))]).toEqual([true, false]);
    expect([survives('any', tally(1, 5)), survives('any', tally(0, 1))]).toEqual([true, false]);
    expect([survives({ atLeast: 2 }, tally(2, 3)), survives({ atLeast: 2 }, tally(1, 0))]).toEqual([true, false]);
  });

  it('to nothing when none was evaluated', () => {
    expect(survives('all', tally(0, 0, 3))).toBeNull();
  });

  it('so that one failure alone can be told from several', () => {
    expect(wouldSurviveButOne('all', tally(3, 1))).toBe(true);
    expect(wouldSurviveButOne('all', tally(3, 2))).toBe(false);
    expect(wouldSurviveButOne('any', tally(0, 4))).toBe(true);
    expect(wouldSurviveButOne({ atLeast: 3 }, tally(2, 2))).toBe(true);
    expect(wouldSurviveButOne({ atLeast: 3 }, tally(1, 2))).toBe(false);
  });

  it('and a short circuit leaves open what the other rules would have said', () => {
    expect(wouldSurviveButOne('all', tally(0, 1, 4))).toBeNull();
    expect(wouldSurviveButOne({ atLeast: 3 }, tally(1, 1, 2))).toBeNull();
  });

  it('so that failing alone is what surviving with one failure less means', () => {
    const combine = fc.oneof(
      fc.constantFrom('all' as const, 'any' as const),
      fc.record({ atLeast: fc.integer({ min: 1, max: 6 }) }),
    );
    const count = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(combine, count, count, (how, passed, failed) => {
        fc.pre(failed > 0 && survives(how, tally(passed, failed)) === false);
        expect(wouldSurviveButOne(how, tally(passed, failed))).toBe(survives(how, tally(passed + 1, failed - 1)));
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
