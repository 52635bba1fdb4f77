import { describe, expect, it } from '@jest/globals';
import type { Json } from '@flow-trail/contracts';
import { movieNight } from '@flow-trail/testing/decisions';
import fc from 'fast-check';
import type { EarlierDecision } from '../index.js';
import { propose } from '../index.js';

const declared = (data: Json, before?: EarlierDecision[]) => propose(data, before).declaration;
const refused = (data: Json): string => {
  const proposal = propose(data);
  if (proposal.declaration !== null) throw new Error(`proposed ${JSON.stringify(proposal.declaration)}`);
  return proposal.reason;
};
const because = (data: Json, part: string, before?: EarlierDecision[]): string => {
  const proposal = propose(data, before);
  return proposal.declaration === null ? '' : (proposal.evidence.find((each) => each.part === part)?.because ?? '');
};
const many = (count: number, record: (index: number) => Json): Json[] =>
  Array.from({ length: count }, (_, i) => record(i));

describe('the proposal for the demo', () => {
  const film = { candidate: 'id', label: 'title' };
  const outcome = { outcome: 'outcome', reason: 'reason' };
  it.each([
    ['search/matches', { ...film, score: 'match', rank: 'rank' }],
    ['filters/verdicts', { ...film, ...outcome, verdicts: 'verdicts' }],
    ['judge/judgements', { ...film, ...outcome, score: 'relevance' }],
    [
      'rank/ranking',
      { ...film, ...outcome, score: 'score', rank: 'rank', contributions: 'parts', combineContributions: 'sum' },
    ],
    ['select/draw', { ...film, ...outcome, score: 'score', rank: 'rank', chance: 'chance' }],
  ])('finds in %s what the demo declares', (observation, declaration) => {
    expect(declared(movieNight[observation]!)).toEqual(declaration);
  });

  it.each(['understand/request', 'understand/keywords', 'understand/constraints'])(
    'finds no decision in %s',
    (name) => {
      expect(refused(movieNight[name]!)).not.toBe('');
    },
  );
});

describe('the proposal for a client that declares nothing', () => {
  const bottle = (asin: string, price: number, qualified: boolean) => ({
    asin,
    title: `Bottle ${asin}`,
    price,
    rating: 4.2,
    filter_results: {
      price_range: { passed: qualified, detail: `$${price} is ${qualified ? 'within' : 'outside'} $12.50-$50.00` },
      min_rating: { passed: true, detail: '4.2 >= 3.8' },
    },
    qualified,
  });
  const filtered = { candidates: [bottle('B01', 29.99, true), bottle('B02', 8.99, false)], total_results: 50 };

  it('finds wrapped candidates, their rules, outcome and counter', () => {
    expect(declared(filtered)).toEqual({
      candidate: 'asin',
      kind: 'product',
      label: 'title',
      records: 'candidates',
      total: 'total_results',
      outcome: 'qualified',
      verdicts: 'filter_results',
    });
  });

  it('says why in names and numbers', () => {
    expect(because(filtered, 'candidate')).toBe('asin: unique in 2 of 2 records');
    expect(because(filtered, 'total')).toBe('total_results: 50, for 2 records in candidates; 48 are not recorded');
    expect(because(filtered, 'outcome')).toBe('qualified: true or false in 2 of 2 records, 1 kept, 1 dropped');
    expect(because(filtered, 'verdicts')).toBe(
      'filter_results: 2 rules (price_range, min_rating) with { passed } in 2 of 2 records; the outcome follows from all of the rules in 2 of 2 decided records',
    );
  });

  it('takes one record as it takes fifty', () => {
    expect(declared({ candidates: [bottle('B01', 29.99, true)], total_results: 50 })).toEqual(declared(filtered));
  });

  it('finds what a search answered, without any outcome', () => {
    const hits = many(3, (index) => ({ asin: `B${index}`, title: `Bottle ${index}`, price: 10 + index }));
    expect(declared({ total_results: 2847, candidates_fetched: 3, candidates: hits })).toEqual({
      candidate: 'asin',
      kind: 'product',
      label: 'title',
      records: 'candidates',
      total: 'total_results',
    });
  });

  it.each(['is_relevant', 'is_competitor', 'isRelevant'])(
    'takes %s for the outcome, and no confidence for a score',
    (flag) => {
      const judged = many(3, (index) => ({
        asin: `B${index}`,
        title: `Bottle ${index}`,
        [flag]: index < 2,
        confidence: 0.9 + index / 50,
        reasoning: 'the same use',
      }));
      const declaration = {
        candidate: 'asin',
        kind: 'product',
        label: 'title',
        records: 'evaluations',
        outcome: flag,
        reason: 'reasoning',
      };
      expect(declared({ evaluations: judged, model: 'm' })).toEqual(declaration);
    },
  );

  it('names the flag that it did not take', () => {
    const judged = many(4, (index) => ({ asin: `B${index}`, is_relevant: index < 3, is_competitor: index < 2 }));
    expect(because(judged, 'outcome')).toContain('is_competitor could be read too and differs in 1');
  });

  const ranking = (total: (parts: [number, number]) => number): Json => ({
    ranked_candidates: many(4, (index) => {
      const parts: [number, number] = [0.5 - index / 10, 0.4 - index / 20];
      return {
        rank: index + 1,
        asin: `B${index}`,
        title: `Bottle ${index}`,
        metrics: { price: 20 + ((index * 7) % 5), reviews: 900 },
        score_breakdown: { reviews: parts[0], rating: parts[1] },
        total_score: total(parts),
      };
    }),
  });
  const ranked = {
    candidate: 'asin',
    kind: 'product',
    label: 'title',
    records: 'ranked_candidates',
    score: 'total_score',
    rank: 'rank',
  };

  it('finds a ranking whose parts sum to the score, multiply to it, or do neither', () => {
    const sum = { ...ranked, contributions: 'score_breakdown', combineContributions: 'sum' };
    expect(declared(ranking(([reviews, rating]) => reviews + rating))).toEqual(sum);
    expect(declared(ranking(([reviews, rating]) => reviews * rating))).toEqual({
      ...sum,
      combineContributions: 'product',
    });
    const neither = propose(ranking(([reviews, rating]) => reviews + 3 * rating));
    expect(neither).toMatchObject({
      declaration: ranked,
      leftOut: [
        {
          part: 'contributions',
          because: 'score_breakdown: total_score is the sum in 0 of 4 and the product in 0 of 4 records',
        },
      ],
    });
  });
});

describe('the parts of a proposal', () => {
  it("translates the pipeline's own words and says which it does not know", () => {
    const words = ['approve', 'decline', 'approve', 'decline', 'approve', 'escalate'];
    const data = words.map((decision, index) => ({ payment_id: index, decision }));
    expect(declared(data)).toEqual({
      candidate: 'payment_id',
      kind: 'payment',
      outcome: 'decision',
      outcomes: { approve: 'kept', decline: 'dropped' },
    });
    expect(because(data, 'outcomes')).toContain('what "escalate" (1) means is not known');
  });

  it('turns round a flag that is true for the dropped', () => {
    const data = many(4, (id) => ({ id, rejected: id > 1 }));
    expect(declared(data)).toMatchObject({ outcome: 'rejected', outcomes: { true: 'dropped', false: 'kept' } });
  });

  it.each([
    ['all', ([price, stock, size]: boolean[]) => price && stock && size, undefined],
    ['any', ([price, stock, size]: boolean[]) => price || stock || size, 'any'],
    ['two', (flags: boolean[]) => flags.filter(Boolean).length >= 2, { atLeast: 2 }],
  ])('finds plain rules from which the outcome follows when %s pass', (_way, survives, combine) => {
    const data = many(8, (id) => {
      const flags = [1, 2, 4].map((bit) => (id & bit) > 0);
      return { id, facts: { price: flags[0]!, stock: flags[1]!, size: flags[2]! }, selected: survives(flags)! };
    });
    const expected = {
      candidate: 'id',
      outcome: 'selected',
      verdicts: 'facts',
      ...(combine !== undefined && { combine }),
    };
    expect(declared(data)).toEqual(expected);
  });

  it('leaves plain booleans alone from which nothing follows', () => {
    const data = many(8, (id) => ({ id, facts: { prime: id % 2 === 0, new: id % 3 === 0 }, selected: id < 4 }));
    expect(declared(data)).toEqual({ candidate: 'id', outcome: 'selected' });
  });

  it('reads a flag of 1 and 0, and rules in a list that names them', () => {
    const data = many(4, (id) => ({
      id,
      selected: id > 1 ? 1 : 0,
      checks: [
        { rule: 'price', passed: id > 1 },
        { rule: 'stock', passed: true },
      ],
    }));
    const outcomes = { 1: 'kept', 0: 'dropped' };
    expect(declared(data)).toEqual({ candidate: 'id', outcome: 'selected', outcomes, verdicts: 'checks' });
  });

  it('names whom candidates came from only when that is not the last decision before, and takes its kind over', () => {
    const before = [
      { from: 'search/hits', kept: ['B1', 'B2', 'B3'] },
      { from: 'users/active', kind: 'user', kept: ['u1', 'u2'] },
    ];
    const judged = many(3, (index) => ({ asin: `B${index + 1}`, kept: index > 0 }));
    expect(declared(judged, before)).toEqual({ candidate: 'asin', outcome: 'kept', from: 'search/hits' });
    expect(declared(judged, before.slice(0, 1))).toEqual({ candidate: 'asin', outcome: 'kept' });
    expect(declared(judged)).toEqual({ candidate: 'asin', kind: 'product', outcome: 'kept' });
  });

  it('is not misled by lists that count their rows', () => {
    const before = [{ from: 'search/hits', kept: many(10, (id) => id) as number[] }];
    expect(
      declared(
        many(3, (index) => ({ id: index + 1, name: `Rule ${index}` })),
        before,
      ),
    ).toBeNull();
  });

  it('takes nobody for dropped by absence where records are known to be missing', () => {
    const before = [{ from: 'search/hits', kept: many(10, (id) => id) as number[] }];
    const data = { items: many(3, (id) => ({ id: 3 * id, title: `Film ${id}` })), total: 10 };
    expect(declared(data, before)).toEqual({ candidate: 'id', label: 'title', records: 'items', total: 'total' });
  });

  it('takes a single record for what was chosen when it is one of those that came in', () => {
    const before = [{ from: 'rank/ranking', kind: 'product', kept: ['B1', 'B2', 'B3'] }];
    const choice = { selection: { asin: 'B2', title: 'Bottle 2', reason: 'the best score' }, model: 'm' };
    const chosen = { candidate: 'asin', kind: 'product', label: 'title', reason: 'reason', absent: 'dropped' };
    expect(declared(choice, before)).toEqual({ ...chosen, records: 'selection' });
    expect(declared(choice.selection, before)).toEqual(chosen);
    expect(declared(choice)).toBeNull();
  });

  it('finds pairs where no single id tells the records apart', () => {
    const data = many(9, (index) => ({
      user_id: index % 3,
      item_id: `i${Math.floor(index / 3)}`,
      selected: index > 4,
    }));
    expect(declared(data)).toEqual({ candidate: ['user_id', 'item_id'], outcome: 'selected' });
    expect(because(data, 'candidate')).toBe('user_id and item_id: together different in 9 of 9 records, alone not');
  });

  it('finds an id that records repeat, and says so', () => {
    const data = many(10, (index) => ({ id: index % 8, kept: true }));
    expect(because(data, 'candidate')).toBe('id: 8 different ids in 10 of 10 records, so records repeat a candidate');
  });

  it('finds ranks within groups, and chances that sum to 1 in each', () => {
    const data = many(9, (index) => ({
      ad: `a${index}`,
      ad_id: index,
      slot: Math.floor(index / 3),
      rank: (index % 3) + 1,
      chance: 1 / 3,
    }));
    expect(declared(data)).toMatchObject({ candidate: 'ad_id', group: 'slot', rank: 'rank', chance: 'chance' });
  });

  it('finds a score of which the smallest is the best', () => {
    const data = many(5, (index) => ({ id: `d${index}`, rank: index + 1, distance: index / 7 }));
    expect(declared(data)).toMatchObject({ score: 'distance', order: 'asc', rank: 'rank' });
  });

  it('prefers the score that parts the kept from the dropped', () => {
    const data = many(8, (id) => ({ id, similarity: (id * 5) % 8, risk: id, approved: id < 4 }));
    expect(declared(data)).toMatchObject({ score: 'risk', order: 'asc' });
  });

  it('takes the smallest score for the best when the one that was kept has it', () => {
    const data = many(4, (id) => ({ id, result: { of: { score: id, picked: id === 0 } } }));
    expect(declared(data)).toEqual({
      candidate: 'id',
      outcome: 'result.of.picked',
      score: 'result.of.score',
      order: 'asc',
    });
  });

  it('takes no probability for a chance that does not sum to 1', () => {
    expect(declared(many(5, (id) => ({ id, probability: 0.9, kept: true })))).toEqual({
      candidate: 'id',
      outcome: 'kept',
    });
  });

  it('finds who lost to whom', () => {
    const data = many(6, (id) => ({ id, duplicate_of: id > 3 ? id - 3 : null, kept: id <= 3 }));
    expect(declared(data)).toMatchObject({ lostTo: 'duplicate_of' });
    expect(because(data, 'lostTo')).toBe(
      'duplicate_of: the id of another record in 2 of 6 records, never of the record itself',
    );
    const orphans = many(6, (id) => ({ id, duplicate_of: 99, kept: false }));
    expect(declared(orphans)).not.toHaveProperty('lostTo');
  });

  it('finds sources among the ids that came in', () => {
    const before = [{ from: 'read/documents', kind: 'document', kept: ['d1', 'd2', 'd3'] }];
    const data = many(6, (index) => ({ chunk_id: `c${index}`, document_id: `d${(index % 3) + 1}`, score: index }));
    expect(declared(data, before)).toEqual({
      candidate: 'chunk_id',
      kind: 'chunk',
      sources: 'document_id',
      score: 'score',
    });
    expect(declared(data)).not.toHaveProperty('sources');
  });

  it('takes absence for a drop only when it knows who came in and nobody here was dropped', () => {
    const before = [{ from: 'search/hits', kind: 'film', kept: many(10, (id) => id) as number[] }];
    const survivors = many(4, (id) => ({ id: id * 2, title: `Film ${id}` }));
    expect(declared(survivors, before)).toEqual({
      candidate: 'id',
      kind: 'film',
      label: 'title',
      absent: 'dropped',
    });
    expect(because(survivors, 'absent', before)).toBe('6 of 10 that came in are not here, and nobody here was dropped');
    expect(refused(survivors)).toContain('nothing says what became of the records');
    const judged = many(4, (id) => ({ id: id * 2, kept: id > 0 }));
    expect(declared(judged, before)).not.toHaveProperty('absent');
  });

  it('finds the deepest list, escapes dots, and prefers the list that decides', () => {
    const data = {
      meta: { 'v1.2': { hits: many(3, (id) => ({ id, passed: id > 0 })), total: 9 } },
      filters: [{ name: 'price', min: 1 }],
    };
    expect(declared(data)).toEqual({
      candidate: 'id',
      records: 'meta.v1\\.2.hits',
      total: 'meta.v1\\.2.total',
      outcome: 'passed',
    });
  });

  it('looks at no more than 1,000 records, evenly, and says so', () => {
    const proposal = propose(many(50_000, (index) => ({ id: index, score: 1 / (index + 1), rank: index + 1 })));
    expect(proposal).toMatchObject({
      declaration: { candidate: 'id', score: 'score', rank: 'rank' },
      records: { lookedAt: 1000, of: 50_000 },
    });
    expect(JSON.stringify(proposal)).toContain('unique in 1000 of 1000 records looked at, of 50000 in all');
  });
});

describe('data that is no decision', () => {
  it.each<[string, Json, string]>([
    ['a text', 'hello', 'the data is a string, not records'],
    ['null', null, 'the data is null, not records'],
    ['nothing', [], 'the list is empty'],
    ['plain texts', ['a', 'b'], 'a list of 2, but not of objects: the first is a string'],
    ['a configuration', { model: 'm', limits: { price: { max: 3 } } }, 'an object of 2 keys without a list of objects'],
    [
      'a list of settings',
      {
        filters: [
          { name: 'price', min: 1 },
          { name: 'rating', min: 2 },
        ],
      },
      'nothing says what became of',
    ],
    [
      'records without an id',
      many(6, () => ({ colour: 'red', size: 4 })),
      'the nearest, colour has 1 different values in 6 of 6 records',
    ],
    [
      'people in an address book',
      many(6, (id) => ({ id, name: `P${id}`, city: 'Riga' })),
      'nothing says what became of',
    ],
    [
      'measurements',
      many(6, (index) => ({ timestamp: `2026-01-0${index + 1}`, value: index })),
      'no path tells the records apart',
    ],
  ])('gets no proposal: %s', (_what, data, reason) => {
    expect(refused(data)).toContain(reason);
  });

  it.each<[string, string]>([
    [
      'prototype keys',
      '[{"id":1,"__proto__":{"passed":true},"constructor":1},{"id":2,"__proto__":{"passed":false},"constructor":2}]',
    ],
    [
      'words that are prototype keys',
      '[{"id":1,"outcome":"kept"},{"id":2,"outcome":"__proto__"},{"id":3,"outcome":"constructor"}]',
    ],
    ['empty and dotted keys', '[{"":1,".":{"..":2},"id":"a"},{"":1,"id":"b"}]'],
    ['numbers without end', '[{"id":1e400,"score":1e400},{"id":2,"score":-1e400}]'],
  ])('is judged without harm: %s', (_what, text) => {
    expect(() => propose(JSON.parse(text) as Json)).not.toThrow();
    expect(({} as { passed?: boolean }).passed).toBeUndefined();
  });

  it('is judged in bounded work, however deep or wide it is', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(90)}[{"id":1,"kept":true}]${'}'.repeat(90)}`) as Json;
    const wide = many(300, (id) => ({
      id,
      kept: true,
      ...Object.fromEntries(many(400, (key) => [`k${id}-${key}`, key]) as [string, Json][]),
    }));
    expect(declared(deep)).toBeNull();
    expect(propose(wide)).toMatchObject({ declaration: { candidate: 'id' }, records: { lookedAt: 249, of: 300 } });
  });

  it('gives the same answer each time, and never fails', () => {
    const record = fc.dictionary(
      fc.constantFrom('id', 'rank', 'score', 'kept', 'reason', 'checks', 'a.b', 'x'),
      fc.jsonValue(),
    );
    const data = fc.oneof(fc.jsonValue(), fc.array(record), fc.record({ total: fc.nat(), items: fc.array(record) }));
    fc.assert(
      fc.property(data, (value) => {
        const before = JSON.stringify(value);
        expect(propose(value as Json)).toEqual(propose(value as Json));
        expect(JSON.stringify(value)).toBe(before);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
