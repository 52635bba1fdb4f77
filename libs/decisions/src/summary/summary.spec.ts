import type { DecisionDeclaration, Json } from '@flow-trail/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DecisionSummary, residualOf, summariseData, summariseText } from '../index.js';

const summary = (data: unknown, declaration: Partial<DecisionDeclaration>): DecisionSummary =>
  summariseText(JSON.stringify(data), { decision: { candidate: 'id', ...declaration } }).summary.decision!;

const rules: DecisionDeclaration['rules'] = {
  rating: { actual: 'rating', op: '>=', threshold: 7 },
  votes: { actual: 'votes', op: '>=', threshold: 1000, missing: 'drop' },
};
const films = [
  { id: 'heat', title: 'Heat', rating: 8.3, votes: 90_000 },
  { id: 'ronin', title: 'Ronin', rating: 6.9, votes: 45_000 },
  { id: 'gigli', title: 'Gigli', rating: 2.6, votes: 300 },
  { id: 'rare', title: 'Rare', rating: 9 },
  { id: 'rare', title: 'Rare', rating: 9 },
];

describe('the summary of an observation', () => {
  it('counts records by what became of them, and candidates however often they are repeated', () => {
    expect(summary(films, { rules })).toMatchObject({ in: 5, kept: 1, dropped: 4, distinct: { in: 4, kept: 1 } });
  });

  it('says of each rule how many failed it, failed it first, and failed it alone', () => {
    expect(summary(films, { rules }).rules).toMatchObject([
      { rule: 'rating', threshold: 7, passed: 3, failed: 2, failedFirst: 2, failedAlone: 1, failedAloneOf: 2 },
      { rule: 'votes', threshold: 1000, passed: 2, failed: 3, failedFirst: 2, failedAlone: 2, failedAloneOf: 3 },
    ]);
  });

  it('says which rules failed together, and who missed by how little', () => {
    const { overlaps, rules: summaries } = summary(films, { label: 'title', rules });
    expect(overlaps).toEqual([{ rules: ['rating', 'votes'], failed: 1 }]);
    expect(summaries[0]?.nearMisses).toEqual([{ index: 1, key: '"ronin"', label: 'Ronin', actual: 6.9, margin: -0.1 }]);
    expect(summaries[0]?.failedBy).toMatchObject({ count: 2, min: -4.4, max: -0.1 });
  });

  it('shows the threshold of a rule only if there was one for all', () => {
    const check = (...thresholds: (number | null)[]): unknown => {
      const data = thresholds.map((threshold, id) => ({ id, v: { price: { passed: true, actual: 1, threshold } } }));
      return summary(data, { verdicts: 'v' }).rules[0]?.threshold;
    };
    expect([check(40, 40), check(null, 40), check(40, 41), check(null)]).toEqual([40, 40, null, null]);
  });

  it('says of how many it can tell who failed alone, after a short circuit', () => {
    const verdicts = [
      { id: 1, checks: { a: false, b: null } },
      { id: 2, checks: { a: true, b: false } },
    ];
    expect(summary(verdicts, { verdicts: 'checks' }).rules).toMatchObject([
      { rule: 'a', failed: 1, failedAlone: 0, failedAloneOf: 0 },
      { rule: 'b', failed: 1, notEvaluated: 1, failedAlone: 1, failedAloneOf: 1 },
    ]);
  });

  it('marks the rules that were functions, whose thresholds cannot be moved', () => {
    const judged = [{ id: 1, rating: 8, checks: { mood: false } }];
    const declared = { rules: { rating: rules['rating']! }, verdicts: 'checks', functions: ['mood'] };
    const { rules: summaries, problems } = summary(judged, declared);
    expect(problems).toEqual([]);
    expect(summaries.map(({ rule, isFunction }) => [rule, isFunction])).toEqual([
      ['rating', undefined],
      ['mood', true],
    ]);
    expect(summary(judged, { functions: 'mood' as never }).problems).toEqual([
      '"functions" is not a list of names of rules, and is ignored.',
    ]);
  });

  it('groups reasons by the first failed rule, and else without their numbers', () => {
    const judged = [
      { id: 1, kept: false, why: 'relevance 12 < 60' },
      { id: 2, kept: false, why: 'relevance 59.5 < 60' },
      { id: 3, kept: false, why: 'off topic' },
      { id: 4, kept: true, why: 'fits' },
      { id: 5, kept: false },
    ];
    expect(summary(judged, { outcome: 'kept', reason: 'why' }).reasons).toEqual([
      { outcome: 'dropped', rule: null, reason: 'relevance # < #', count: 2 },
      { outcome: 'dropped', rule: null, reason: 'off topic', count: 1 },
      { outcome: 'unexplained', rule: null, reason: null, count: 1 },
    ]);
    expect(summary(films, { rules }).reasons).toEqual([
      { outcome: 'dropped', rule: 'rating', reason: null, count: 2 },
      { outcome: 'dropped', rule: 'votes', reason: null, count: 2 },
    ]);
  });

  it('takes a reason however its spaces are written', () => {
    const judged = ['too  old', ' too old', 'too\nold'].map((why, id) => ({ id, kept: false, why }));
    expect(summary(judged, { outcome: 'kept', reason: 'why' }).reasons).toEqual([
      { outcome: 'dropped', rule: null, reason: 'too old', count: 3 },
    ]);
  });

  it('says of a draw who was not drawn, and of slots who lost to another', () => {
    const judged = [
      { id: 1, kept: true, chance: 0.7 },
      { id: 2, kept: false, chance: 0.2 },
      { id: 3, kept: false, chance: 0.1, why: 'withdrawn' },
      { id: 4, kept: false, by: 1, chance: 0.1 },
    ];
    const declared = { outcome: 'kept', reason: 'why', chance: 'chance', lostTo: 'by' };
    expect(summary(judged, declared).reasons.map(({ reason, count }) => [reason, count])).toEqual([
      ['not drawn', 1],
      ['withdrawn', 1],
      ['lost to another', 1],
    ]);
  });

  it('counts the reasons that it has no room for as others', () => {
    const letters = (id: number): string => [...String(id)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const data = Array.from({ length: 1500 }, (_, id) => ({ id, kept: false, why: letters(id) }));
    const { reasons } = summary(data, { outcome: 'kept', reason: 'why' });
    expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(1500);
    expect(reasons.filter(({ reason }) => reason === 'other reasons')).toHaveLength(1);
    expect(reasons.filter(({ reason }) => reason === null)).toEqual([]);
  });

  it('says how many were not recorded, of how many there were', () => {
    const page = { total: 5000, hits: [{ id: 1 }, { id: 2 }] };
    expect(summary(page, { records: 'hits', total: 'total' })).toMatchObject({ in: 2, total: 5000, notRecorded: 4998 });
    expect(summary({ ...page, total: 1 }, { records: 'hits', total: 'total' }).notRecorded).toBe(0);
  });

  it('names the causes of what is unexplained, and the words that nobody translated', () => {
    const data = [{ id: 1, outcome: 'perhaps' }, { id: 2 }, { id: 3, outcome: 'dropped' }];
    expect(summary(data, { outcome: 'outcome' })).toMatchObject({
      unexplained: 3,
      causes: [
        { cause: 'no verdict', count: 1 },
        { cause: 'outcome not known', count: 1 },
        { cause: 'dropped without reason', count: 1 },
      ],
      unknownWords: ['perhaps'],
    });
  });

  it('shows what of a score its parts leave unexplained', () => {
    const ranked = [
      { id: 1, score: 0.3, parts: { reviews: 0.1, rating: 0.2 } },
      { id: 2, score: 0.5, parts: { reviews: 0.1, rating: 0.2 } },
      { id: 3, score: 0.5 },
    ];
    const { contributions } = summary(ranked, { score: 'score', contributions: 'parts' });
    expect(contributions?.parts.map(({ name, count, mean }) => [name, count, mean])).toEqual([
      ['reviews', 2, 0.1],
      ['rating', 2, 0.2],
    ]);
    expect(contributions?.residual).toMatchObject({ count: 2, min: 0, max: 0.2 });
    expect(residualOf(6, [2, 3], 'product')).toBe(0);
  });

  it('knows groups, chances and scores', () => {
    const slots = [
      { id: 1, slot: 'top', p: 0.7, score: 3, kept: true },
      { id: 2, slot: 'top', p: 0.3, score: 1, kept: false },
      { id: 3, slot: 'side', score: 2, kept: false },
    ];
    const declared = { outcome: 'kept', group: 'slot', chance: 'p', score: 'score' };
    expect(summary(slots, declared)).toMatchObject({
      groups: {
        count: 2,
        records: 3,
        empty: 1,
        largest: [
          { name: 'top', in: 2, kept: 1 },
          { name: 'side', in: 1 },
        ],
      },
      chances: { count: 2, sum: 1 },
      scores: { count: 3, min: 1, p50: 2, max: 3, mean: 2 },
    });
  });

  it('samples who is worth a row: winners, near misses, runners-up, errors, and whom somebody watches', () => {
    const { samples } = summariseData(
      [...films.map((film) => ({ ...film, score: film.rating })), { id: 'late', outcome: 'error' }],
      { decision: { candidate: 'id', outcome: 'outcome', rules, score: 'score' }, watched: new Set(['"gigli"']) },
    ).summary.decision!;
    expect(samples.map(({ role, key, rule, margin }) => [role, key, rule, margin])).toEqual([
      ['watched', '"gigli"', 'rating', -4.4],
      ['winner', '"heat"', null, null],
      ['near-miss', '"ronin"', 'rating', -0.1],
      ['runner-up', '"rare"', 'votes', null],
      ['runner-up', '"rare"', 'votes', null],
      ['error', '"late"', null, null],
    ]);
  });

  it('knows no runners-up where nothing is ordered', () => {
    const data = [
      { id: 1, kept: true },
      { id: 2, kept: false, why: 'no' },
    ];
    expect(summary(data, { outcome: 'kept', reason: 'why' }).samples.map(({ role }) => role)).toEqual(['winner']);
  });
});

describe('data that does not fit its declaration', () => {
  it('says so', () => {
    expect(summary({ hits: [] }, { records: 'hits' }).problems).toEqual([]);
    for (const data of [{}, { hits: null }, { hits: 7 }]) {
      expect(summary(data, { records: 'hits' }).problems).toEqual(['The data has no records where they are declared.']);
    }
  });
});

describe('the values at queryable paths', () => {
  it('are counted, ordered and ranked by how often they come', () => {
    const data = [
      { price: 10, genre: 'drama', at: '2026-01-02' },
      { price: 30, genre: 'drama', at: 'soon' },
      { price: '20', genre: 'horror' },
    ];
    const queryable = { price: 'number', genre: 'string', at: 'date' } as const;
    const { values, decision } = summariseData(data, { decision: null, queryable }).summary;
    expect(decision).toBeNull();
    expect(values).toMatchObject({
      price: { of: 3, count: 2, min: 10, max: 30, mean: 20 },
      genre: {
        count: 3,
        top: [
          { value: 'drama', count: 2 },
          { value: 'horror', count: 1 },
        ],
        topOf: 3,
      },
      at: { count: 1, min: '2026-01-02' },
    });
  });

  it('say of how many the frequencies are known, when there are too many to count', () => {
    const data = Array.from({ length: 3000 }, (_, id) => ({ id: `f${id}` }));
    const { values } = summariseData(data, { decision: null, queryable: { id: 'string' } }).summary;
    expect(values['id']).toMatchObject({ count: 3000, topOf: 1000 });
  });
});

describe('every summary', () => {
  const outcome = fc.constantFrom<Json>('kept', 'dropped', 'error', 'skipped', true, false, null, 'perhaps', 7);
  const verdict = fc.constantFrom<Json>(true, false, null, { passed: false, reason: 'x' }, 'odd');
  const record = fc.record(
    {
      id: fc.oneof(fc.nat(9), fc.string()),
      outcome,
      why: fc.string(),
      v: fc.dictionary(fc.constantFrom('a', 'b', 'c'), verdict),
      score: fc.double(),
    },
    { requiredKeys: [] },
  );
  const declared = fc.record(
    {
      outcome: fc.constant('outcome'),
      reason: fc.constant('why'),
      verdicts: fc.constant('v'),
      score: fc.constant('score'),
      rules: fc.constant({ s: { actual: 'score', op: '>=' as const, threshold: 0 } }),
      combine: fc.constantFrom('all' as const, 'any' as const, { atLeast: 2 }),
      absent: fc.constant('dropped' as const),
    },
    { requiredKeys: [] },
  );

  it('sums up: in = kept + dropped + error + skipped + unexplained', () => {
    fc.assert(
      fc.property(fc.array(record), declared, (data, declaration) => {
        const {
          in: came,
          kept,
          dropped,
          error,
          skipped,
          unexplained,
          causes,
          rules: each,
        } = summary(data, declaration);
        expect(kept + dropped + error + skipped + unexplained).toBe(came);
        expect(causes.reduce((sum, { count }) => sum + count, 0)).toBe(unexplained);
        for (const { passed, failed, notEvaluated, missing, failedFirst, failedAlone, failedAloneOf } of each) {
          expect(passed + failed + notEvaluated + missing).toBe(came);
          expect(failedAlone).toBeLessThanOrEqual(failedAloneOf);
          expect(Math.max(failedFirst, failedAloneOf)).toBeLessThanOrEqual(failed);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('is plain JSON that comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(record), declared, (data, declaration) => {
        const made = summary(data, declaration);
        expect(JSON.parse(JSON.stringify(made))).toEqual(made);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('is made of any data by any declaration, however little the two make sense', () => {
    const words = ['id', 'a', 'a.b', '', '\\', '__proto__', 'length', 'constructor', '0'];
    const part = fc.oneof(fc.constantFrom(...words), fc.jsonValue({ maxDepth: 3 }));
    const names = [
      'candidate',
      'kind',
      'label',
      'records',
      'total',
      'outcome',
      'outcomes',
      'reason',
      'rules',
      'verdicts',
    ];
    const more = ['combine', 'score', 'order', 'rank', 'chance', 'contributions', 'group', 'lostTo', 'sources', 'from'];
    const declaration = fc.dictionary(fc.constantFrom(...names, ...more), part);
    const rule = fc.record({ actual: part, op: fc.constantFrom('=', 'between', 'in', '<', 7), threshold: part });
    const data = fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(fc.constantFrom(...words), fc.jsonValue())));
    fc.assert(
      fc.property(data, declaration, fc.dictionary(fc.string(), rule), (value, declared, nonsense) => {
        const decision = { candidate: 'id', rules: nonsense, ...declared } as unknown as DecisionDeclaration;
        const parsed = summariseData(value, { decision }).summary;
        expect(summariseText(JSON.stringify(value), { decision }).summary).toEqual(parsed);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('stays small, whatever is thrown at it', () => {
    const data = Array.from({ length: 3000 }, (_, id) => ({
      n: id,
      id: `id ${id} ${'i'.repeat(id)}`,
      title: 'x'.repeat(5000),
      outcome: `word ${id} ${'y'.repeat(500)}`,
      why: 'z'.repeat(1 + (id % 2000)),
      slot: `slot ${id} ${'s'.repeat(900)}`,
      v: Object.fromEntries([[`rule ${id} ${'r'.repeat(9000)}`, false]]),
      parts: Object.fromEntries([[`part ${id} ${'p'.repeat(9000)}`, id]]),
    }));
    const made = summary(data, {
      label: 'title',
      outcome: 'outcome',
      reason: 'why',
      verdicts: 'v',
      group: 'slot',
      contributions: 'parts',
      score: 'n',
    });
    expect(JSON.stringify(made).length).toBeLessThan(300_000);
  });
});
