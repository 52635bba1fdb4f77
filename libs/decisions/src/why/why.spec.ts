import type { DecisionDeclaration, Push, PushedObservation } from '@flow-trail/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { candidateKey, lookUp, Trail, type WhyAnswer, why } from '../index.js';
import { type PushTrail, trailOfPushes } from '../trail/push-trail.behaviour.js';

type Decided = [step: string, data: unknown, decision: Partial<DecisionDeclaration>];

const createdAt = '2026-11-01T12:00:00Z';

function flow(...decided: Decided[]): PushTrail {
  const steps = decided.map(([name, data, decision], position) => {
    const observation = {
      name: 'out',
      version: 1,
      data,
      decision: { candidate: 'id', ...decision },
    } as PushedObservation;
    const times = { createdAt, startedAt: null, finishedAt: null };
    return {
      name,
      version: 1,
      position,
      status: 'completed' as const,
      reason: null,
      ...times,
      observations: [observation],
    };
  });
  const push: Push = { flow: { name: 'flow', createdAt, finishedAt: null }, steps };
  return trailOfPushes([push]);
}

const explain = (trail: PushTrail, id: unknown, kind = ''): WhyAnswer =>
  trail.explain({ kind, key: candidateKey(id)! });
const told = (trail: PushTrail, id: unknown): [string, string] => {
  const { verdict, sentence } = explain(trail, id);
  return [verdict, sentence];
};

const search: Decided = ['search', [{ id: 'heat' }, { id: 'ronin' }, { id: 'gigli' }], {}];
const outcomes = { outcome: 'outcome', reason: 'why', label: 'title' };

describe('why not this one?', () => {
  it('never retrieved: no step names it', () => {
    expect(told(flow(search), 'alien')).toEqual(['never-retrieved', 'Never retrieved: no recorded step names alien.']);
  });

  it('dropped by a rule, with its numbers', () => {
    const rules: DecisionDeclaration['rules'] = { rating: { actual: 'rating', op: '>=', threshold: 7 } };
    const trail = flow(search, ['filters', [{ id: 'gigli', rating: 6.1 }], { rules }]);
    expect(explain(trail, 'gigli')).toMatchObject({
      verdict: 'dropped-by-rule',
      sentence: 'Dropped at filters by rule rating: 6.1 < 7.',
      stage: 'filters/out',
      rule: 'rating',
      margin: -0.9,
    });
  });

  it('dropped with a reason', () => {
    const trail = flow(search, ['judge', [{ id: 'gigli', outcome: 'dropped', why: 'off topic' }], outcomes]);
    expect(told(trail, 'gigli')).toEqual(['dropped-with-reason', 'Dropped at judge: off topic.']);
  });

  it('dropped where only survivors were captured', () => {
    const trail = flow(search, ['rerank', [{ id: 'heat' }], { absent: 'dropped' }]);
    expect(told(trail, 'gigli')).toEqual([
      'rule-not-recorded',
      'Dropped at rerank, rule not recorded: only survivors were captured.',
    ]);
  });

  it('leaves the order of words and numbers beside a name that turns it round', () => {
    const [override, isolate, end] = ['\u202e', '\u2068', '\u2069'];
    const rules = { [`fit${override}`]: { actual: 'fit', op: '>=', threshold: 7 } } as const;
    const gate: Decided = ['gate', [{ id: 'gigli', fit: 6.1 }], { rules }];
    expect(told(flow(search, gate), 'gigli')[1]).toBe(
      `Dropped at gate by rule ${isolate}fit${override}${end}: 6.1 < 7.`,
    );
    expect(told(flow(['חיפוש', [{ id: 1 }], {}]), `a${end}${override}b`)[1]).toBe(
      `Never retrieved: no recorded step names ${isolate}a${override}b${end}.`,
    );
    expect(told(flow(['חיפוש', [{ id: 1 }], {}]), 1)[1]).toBe(`Selected at ${isolate}חיפוש${end}.`);
  });

  it('cut below the last place that was kept', () => {
    const ranked = Array.from({ length: 12 }, (_, at) => ({
      id: at + 1,
      rank: at + 1,
      outcome: at < 10 ? 'kept' : 'dropped',
      why: 'r',
    }));
    expect(told(flow(['ranking', ranked, { ...outcomes, rank: 'rank' }]), 12)).toEqual([
      'cut',
      'Cut at 10 at ranking: it ranked 12.',
    ]);
  });

  it('cut at the declared limit of ranks, which is no rule like others', () => {
    const ranked = [1, 2, 3].map((rank) => ({ id: rank, rank, price: rank }));
    const rules = { limit: { actual: 'rank', op: '<=', threshold: 2 } } as const;
    const trail = flow(['ranking', ranked, { rank: 'rank', rules }]);
    expect(told(trail, 3)).toEqual(['cut', 'Cut at 2 at ranking: it ranked 3.']);
    expect(explain(trail, 3)).toMatchObject({ rule: 'limit', margin: -1 });
    const priced = { limit: { actual: 'price', op: '<=', threshold: 2 } } as const;
    expect(told(flow(['ranking', ranked, { rank: 'rank', rules: priced }]), 3)[0]).toBe('dropped-by-rule');
  });

  it('outranked by the winner, by so much', () => {
    const ranked = [
      { id: 'heat', title: 'Heat', score: 0.91, outcome: 'kept' },
      { id: 'ronin', title: 'Ronin', score: 0.79, outcome: 'dropped', why: 'not the best' },
    ];
    const trail = flow(['select', ranked, { ...outcomes, score: 'score' }]);
    expect(told(trail, 'ronin')).toEqual(['outranked', 'Outranked at select by Heat by 0.12.']);
    expect(explain(trail, 'ronin').margin).toBe(-0.12);
  });

  it('outranked within its own group', () => {
    const slots = [
      { id: 'heat', slot: 'top', score: 0.9, outcome: 'kept' },
      { id: 'ronin', slot: 'side', score: 0.7, outcome: 'kept' },
      { id: 'gigli', slot: 'side', score: 0.2, outcome: 'dropped', why: 'beaten' },
    ];
    expect(told(flow(['assign', slots, { ...outcomes, score: 'score', group: 'slot' }]), 'gigli')).toEqual([
      'outranked',
      'Outranked at assign by ronin by 0.5.',
    ]);
  });

  it('not drawn, with its chance', () => {
    const drawn = [
      { id: 'heat', p: 0.82, outcome: 'kept' },
      { id: 'ronin', p: 0.18, outcome: 'dropped' },
    ];
    expect(told(flow(['draw', drawn, { ...outcomes, chance: 'p' }]), 'ronin')).toEqual([
      'not-drawn',
      'Not drawn at draw (chance 0.18).',
    ]);
  });

  describe('of branches that came to different ends', () => {
    const rules: DecisionDeclaration['rules'] = { fit: { actual: 'fit', op: '>=', threshold: 5 } };
    const from = 'search/out';
    const cheap: Decided = ['cheap', [{ id: 'gigli', fit: 9 }], { rules, from }];
    const dear: Decided = ['dear', [{ id: 'gigli', fit: 1 }], { rules, from }];

    it('is selected where one kept it to the end', () => {
      expect(told(flow(search, cheap, dear), 'gigli')).toEqual(['selected', 'Selected at cheap.']);
    });

    it('vanished where what unites them does not name it', () => {
      const merge: Decided = ['merge', [{ id: 'heat', outcome: 'kept' }], outcomes];
      expect(told(flow(search, cheap, dear, merge), 'gigli')).toEqual([
        'vanished',
        'Vanished between cheap and merge: kept, and never seen again.',
      ]);
    });

    it('was dropped where only the survivors of what unites them were captured', () => {
      const merge: Decided = ['merge', [{ id: 'heat' }], { absent: 'dropped' }];
      expect(told(flow(search, cheap, dear, merge), 'gigli')[0]).toBe('rule-not-recorded');
    });

    it('was dropped where the one that kept it dropped it later', () => {
      const later: Decided = ['later', [{ id: 'gigli', fit: 2 }], { rules, from: 'cheap/out' }];
      expect(told(flow(search, cheap, later, dear), 'gigli')).toEqual([
        'dropped-by-rule',
        'Dropped at dear by rule fit: 1 < 5.',
      ]);
    });
  });

  it('lost its slot to another', () => {
    const slots = [
      { id: 'heat', title: 'Heat', slot: 'top', outcome: 'kept' },
      { id: 'ronin', slot: 'top', by: 'heat', outcome: 'dropped' },
    ];
    expect(told(flow(['assign', slots, { ...outcomes, group: 'slot', lostTo: 'by' }]), 'ronin')).toEqual([
      'lost-slot',
      'Lost slot top at assign to Heat.',
    ]);
  });

  it.each([
    ['errored', { outcome: 'error', why: 'timeout' }, 'Errored at judge: timeout.'],
    ['skipped', { outcome: 'skipped', why: 'budget' }, 'Skipped at judge: budget.'],
    ['unexplained', { outcome: 'dropped' }, 'Unexplained at judge: dropped with neither reason nor failed rule.'],
    ['unexplained', { outcome: 'perhaps' }, 'Unexplained at judge: nothing says what the outcome "perhaps" means.'],
    ['unexplained', {}, 'Unexplained at judge: it has no verdict.'],
    ['not-evaluated', { checks: { price: null } }, 'Not evaluated at judge: no rule has a verdict.'],
  ])('%s', (verdict, record, sentence) => {
    const trail = flow(search, ['judge', [{ id: 'gigli', ...record }], { ...outcomes, verdicts: 'checks' }]);
    expect(told(trail, 'gigli')).toEqual([verdict, sentence]);
  });

  it('vanished between two steps', () => {
    const trail = flow(search, ['judge', [{ id: 'heat', outcome: 'kept' }], outcomes]);
    expect(told(trail, 'gigli')).toEqual([
      'vanished',
      'Vanished between search and judge: kept, and never seen again.',
    ]);
  });

  it('not recorded, of how many', () => {
    const page = { list: [{ id: 'heat' }], total: 5000 };
    const trail = flow(['search', page, { records: 'list', total: 'total' }]);
    expect(told(trail, 'gigli')).toEqual(['not-recorded', 'Not recorded: search recorded 1 of 5000.']);
  });
});

describe('why this one?', () => {
  const drawn = [{ id: 'heat', title: 'Heat', p: 0.31, score: 0.91, rank: 1, outcome: 'kept', why: 'drawn' }];
  const select: Decided = ['select', drawn, { ...outcomes, chance: 'p', score: 'score', rank: 'rank' }];

  it('selected, with its chance, its place, and the path that led there', () => {
    expect(explain(flow(search, select), 'heat')).toEqual({
      kind: '',
      key: '"heat"',
      label: 'Heat',
      verdict: 'selected',
      sentence: 'Selected at select: chance 0.31, rank 1 of 1, score 0.91, drawn.',
      stage: 'select/out',
      rule: null,
      margin: null,
      path: [
        {
          stage: 'search/out',
          observationId: 'search/1/1/out',
          iteration: 1,
          index: 0,
          outcome: 'kept',
          rule: null,
          score: null,
          rank: null,
        },
        {
          stage: 'select/out',
          observationId: 'select/1/1/out',
          iteration: 1,
          index: 0,
          outcome: 'kept',
          rule: null,
          score: 0.91,
          rank: 1,
        },
      ],
      leftOut: 0,
      alsoNamed: [],
    });
  });

  it('by which of its rules, where not all let it through', () => {
    const rules: DecisionDeclaration['rules'] = {
      rating: { actual: 'rating', op: '>=', threshold: 7 },
      votes: { actual: 'votes', op: '>=', threshold: 100 },
      year: { actual: 'year', op: '>=', threshold: 1990 },
    };
    const films = [
      { id: 'heat', rating: 8, votes: 500, year: 1995 },
      { id: 'ronin', rating: 6, votes: 500, year: 1998 },
    ];
    const gate = (combine: DecisionDeclaration['combine']): PushTrail => flow(['gate', films, { rules, combine }]);
    expect(told(gate({ atLeast: 2 }), 'ronin')).toEqual([
      'selected',
      'Selected at gate: passed 2 of 3 rules (votes, year).',
    ]);
    expect(told(gate('any'), 'heat')).toEqual(['selected', 'Selected at gate.']);
  });

  it('or in what was made from it', () => {
    const chunks = [
      { id: 'c1', doc: 'heat', outcome: 'kept' },
      { id: 'c2', doc: 'heat', outcome: 'dropped', why: 'far' },
      { id: 'c3', doc: 'ronin', outcome: 'dropped', why: 'far' },
    ];
    const trail = flow(search, ['split', chunks, { ...outcomes, kind: 'chunk', sources: 'doc' }]);
    expect(told(trail, 'heat')).toEqual(['selected', 'Selected: of 2 made from it at split, 1 went to the end.']);
    expect(told(trail, 'ronin')[1]).toContain('none of 1 made from it at split went to the end');
  });

  it('or in what was made from what was made from it', () => {
    const made = (kind: string): Partial<DecisionDeclaration> => ({ kind, sources: 'of' });
    const trail = flow(
      search,
      [
        'split',
        [
          { id: 'c1', of: 'heat' },
          { id: 'c2', of: 'ronin' },
        ],
        made('chunk'),
      ],
      ['quote', [{ id: 'q1', of: 'c1' }], made('quote')],
    );
    expect(explain(trail, 'heat').verdict).toBe('selected');
    expect(explain(trail, 'ronin').verdict).toBe('dropped-with-reason');
  });

  it('only so far, when a step after the last decision failed', () => {
    const { parts, steps } = flow(search);
    const judge = { ...steps[0]!, name: 'judge', position: 1, status: 'failed' as const };
    const { sentence } = why(new Trail(parts, [...steps, judge]), { kind: '', key: '"heat"' });
    expect(sentence).toBe('Kept at search, the last decision; then judge failed.');
  });

  it('is answered without the data too, only without its numbers', () => {
    const { trail } = flow(search, select);
    expect(why(trail, { kind: '', key: '"heat"' }).sentence).toBe('Selected at select.');
  });
});

describe('a look-up by text', () => {
  const { trail } = flow(['search', [{ id: 42 }, { id: '42' }, { id: 'B01' }], {}]);

  it('finds the text and the number that look the same, and says so', () => {
    const [first, ...others] = lookUp(trail, '42');
    expect([first, others]).toEqual([{ kind: '', key: '"42"' }, [{ kind: '', key: '42' }]]);
    expect(why(trail, first!, new Map(), others).alsoNamed).toEqual(others);
  });

  it('names whom it would have found, when there is nobody', () => {
    expect(lookUp(trail, 'alien')).toEqual([{ kind: '', key: '"alien"' }]);
  });
});

describe('every answer', () => {
  it('is smaller than 2 KB, however long the names and the path are', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3000 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 30 }), (id, name, steps) => {
        const record = { id: `${id}!`, title: name, why: name, outcome: 'kept' };
        const decided = Array.from({ length: steps }, (_, at): Decided => [
          `${name.slice(0, 250)}${at}`,
          [record],
          outcomes,
        ]);
        const answer = explain(flow(...decided), record.id);
        expect(new TextEncoder().encode(JSON.stringify(answer)).length).toBeLessThan(2048);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
