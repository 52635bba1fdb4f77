import { describe, expect, it } from '@jest/globals';
import type { PushedObservation } from '@flow-trail/contracts';
import { FakePlatform } from '../../test/fake-platform.js';
import { createFlow, FlowTrailError } from '../index.js';
import type { FilterOptions, Step } from '../index.js';

interface Film {
  id: string;
  title: string;
  rating?: number;
  votes: number;
  genres: string[];
}

const films: Film[] = [
  { id: 'a', title: 'Alien', rating: 8.5, votes: 900, genres: ['Horror', 'SciFi'] },
  { id: 'b', title: 'Brazil', rating: 7.9, votes: 200, genres: ['SciFi'] },
  { id: 'c', title: 'Clueless', votes: 700, genres: ['Comedy'] },
  { id: 'd', title: 'Dune', rating: 6.3, votes: 100, genres: ['SciFi'] },
];
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

async function recorded(decide: (step: Step) => unknown) {
  const platform = new FakePlatform();
  const flow = createFlow('movie-night', { platform });
  await decide(flow.createStep('step'));
  const { warnings } = await platform.settle(flow.finish());
  const [observation] = platform.push.steps[0]!.observations as [PushedObservation & { data: never[] }];
  return { ...observation, warnings };
}

describe('filter', () => {
  it('compares values that JSON has no word for, and does not compare what cannot be looked at', async () => {
    const circle: { id: string; self?: object } = { id: 'circle' };
    circle.self = circle;
    const hostile = new Proxy([], { get: () => JSON.parse('broken') as never });
    const items = [
      { id: 1, of: circle },
      { id: 2, of: { big: 1n } },
      { id: 3, of: hostile },
    ];
    const kept = (rule: object) => {
      const step = createFlow('movie-night', { platform: new FakePlatform() }).createStep('step');
      return step.filter('of', items, { candidate: 'id', rules: { of: rule as never }, combine: null as never });
    };
    expect(kept({ actual: 'of', op: '=', threshold: circle }).map(({ id }) => id)).toEqual([1]);
    expect(kept({ actual: 'of', op: 'in', threshold: [{ big: 1n }] }).map(({ id }) => id)).toEqual([2, 3]);
    expect(kept({ op: '>', threshold: 1 })).toEqual(items);
  });

  it('takes holes for items without a value', async () => {
    const { data, warnings } = await recorded((step) =>
      step.filter('a', [, { id: 1 }] as { id: number }[], {
        candidate: 'id',
        rules: { a: { actual: 'id', op: '>', threshold: 0 } },
      }),
    );
    expect(data).toMatchObject([{ outcome: 'kept' }, { item: { id: 1 }, outcome: 'kept' }]);
    expect(warnings).toEqual([]);
  });

  const rules: FilterOptions<Film>['rules'] = {
    rating: { actual: (film) => film.rating, op: '>=', threshold: 7, missing: 'drop' },
    votes: { actual: 'votes', op: 'between', threshold: [150, 900] },
  };

  it.each([64, 65, 200])(
    'records each of %d items with its own verdict, also beside a strange value',
    async (count) => {
      const items = Array.from({ length: count }, (_, id) => ({ id, seen: id === count - 1 ? new Set([1]) : id }));
      const { data } = await recorded((step) =>
        step.filter('even', items, { candidate: 'id', rules: { even: ({ id }) => id % 2 === 0 } }),
      );
      const plain = items.slice(0, -1);
      const expected = plain.map((item) => ({ ...item, outcome: item.id % 2 === 0 ? 'kept' : 'dropped' }));
      expect(data.slice(0, -1)).toMatchObject(expected);
      expect(data.at(-1)).toMatchObject({ id: count - 1, seen: { $ft: 'set', values: [1] } });
      const { data: others } = await recorded((step) =>
        step.filter('even', plain, { candidate: 'id', rules: { even: ({ id }) => id % 2 === 0 } }),
      );
      expect(others).toMatchObject(expected);
    },
  );

  it('returns the survivors, and records every item once with the constants in the declaration', async () => {
    let kept: Film[] = [];
    const { name, role, data, decision, warnings } = await recorded((step) => {
      kept = step.filter('filters', films, { candidate: (film) => film.id, kind: 'film', label: 'title', rules });
    });
    expect(ids(kept)).toEqual(['a', 'b']);
    expect(kept[0]).toBe(films[0]);
    expect([name, role, warnings]).toEqual(['filters', 'output', []]);
    expect(decision).toEqual({
      candidate: 'id',
      kind: 'film',
      label: 'title',
      outcome: 'outcome',
      combine: 'all',
      rules: {
        rating: { actual: 'rating', op: '>=', threshold: 7, missing: 'drop' },
        votes: { actual: 'votes', op: 'between', threshold: [150, 900] },
      },
    });
    expect(data).toEqual(films.map((film, at) => ({ ...film, outcome: at < 2 ? 'kept' : 'dropped' })));
  });

  it.each<[string, FilterOptions<Film>['rules'][string], string[]]>([
    ['=', { actual: 'title', op: '=', threshold: 'Dune' }, ['d']],
    ['!=', { actual: 'title', op: '!=', threshold: 'Dune' }, ['a', 'b', 'c']],
    ['<', { actual: 'votes', op: '<', threshold: 200 }, ['d']],
    ['<=', { actual: 'votes', op: '<=', threshold: 200 }, ['b', 'd']],
    ['>', { actual: 'votes', op: '>', threshold: 700 }, ['a']],
    ['>=', { actual: 'votes', op: '>=', threshold: 700 }, ['a', 'c']],
    ['between', { actual: 'votes', op: 'between', threshold: [200, 700] }, ['b', 'c']],
    ['in, with a list of values', { actual: 'genres', op: 'in', threshold: ['Comedy', 'Horror'] }, ['a', 'c']],
    ['notIn', { actual: 'id', op: 'notIn', threshold: ['a'] }, ['b', 'c', 'd']],
    ['texts, as dates are ordered', { actual: 'title', op: '>=', threshold: 'C' }, ['c', 'd']],
    ['a value that is missing', { actual: 'rating', op: '>=', threshold: 7 }, ['a', 'b', 'c']],
    [
      'a value that is missing and dropped',
      { actual: 'rating', op: '>=', threshold: 1, missing: 'drop' },
      ['a', 'b', 'd'],
    ],
    ['a value that is missing and kept', { actual: 'rating', op: '<', threshold: 1, missing: 'keep' }, ['c']],
    ['a value of another type', { actual: 'title', op: '>', threshold: 1 }, ['a', 'b', 'c', 'd']],
    ['a path that leads nowhere', { actual: 'title.length', op: '>', threshold: 1, missing: 'drop' }, []],
    ['a function', (film) => film.title.length > 4, ['a', 'b', 'c']],
  ])('knows %s', (_, rule, survivors) => {
    expect(ids(createFlow('x').createStep('s').filter('f', films, { candidate: 'id', rules: { rule } }))).toEqual(
      survivors,
    );
  });

  it.each<[FilterOptions<Film>['combine'], string[]]>([
    ['all', ['a']],
    ['any', ['a', 'b', 'c']],
    [{ atLeast: 2 }, ['a', 'b']],
  ])('combines by %j', (combine, survivors) => {
    const three = {
      good: (film: Film) => (film.rating ?? 0) > 7,
      known: (film: Film) => film.votes > 500,
      far: (film: Film) => film.genres.includes('SciFi') && film.votes > 100,
    };
    expect(ids(createFlow('x').createStep('s').filter('f', films, { candidate: 'id', rules: three, combine }))).toEqual(
      survivors,
    );
  });

  it('records what only a function knows: values beside the item, verdicts of functions, and which rules those are', async () => {
    const { data, decision } = await recorded((step) =>
      step.filter('filters', films.slice(0, 2), {
        candidate: ({ id, title }) => `${id}-${title}`,
        rules: {
          length: { actual: ({ title }) => title.length, op: '<', threshold: 6 },
          mood: ({ genres }) => genres.includes('Horror') || { passed: false, actual: 'none', reason: 'no horror' },
        },
      }),
    );
    expect(decision).toMatchObject({
      candidate: 'candidate',
      rules: { length: { actual: 'actual.length', op: '<', threshold: 6 } },
      verdicts: 'verdicts',
      functions: ['mood'],
    });
    expect(data).toMatchObject([
      { id: 'a', candidate: 'a-Alien', outcome: 'kept', actual: { length: 5 }, verdicts: { mood: true } },
      {
        candidate: 'b-Brazil',
        outcome: 'dropped',
        actual: { length: 6 },
        verdicts: { mood: { passed: false, actual: 'none', reason: 'no horror' } },
      },
    ]);
  });

  it('stops at the first failure when told to, and says which rules were not asked', async () => {
    const asked: string[] = [];
    const { data } = await recorded((step) =>
      step.filter('filters', films, {
        candidate: 'id',
        stopAtFirst: true,
        rules: {
          rating: rules['rating']!,
          votes: { actual: ({ id, votes }) => (asked.push(id), votes), op: '>', threshold: 500 },
        },
      }),
    );
    expect(asked).toEqual(['a', 'b']);
    expect(data.map((record: { verdicts?: unknown }) => record.verdicts)).toEqual([
      undefined,
      undefined,
      { votes: null },
      { votes: null },
    ]);
  });

  it('throws what a rule throws, as the pipeline would without it, after recording how far it came', async () => {
    const { data } = await recorded((step) => {
      const filter = () =>
        step.filter('filters', films, {
          candidate: 'id',
          rules: {
            broken: ({ id }) => {
              if (id === 'c') throw new Error('no such film');
              return true;
            },
          },
        });
      expect(filter).toThrow('no such film');
    });
    expect(data.map((record: { outcome: string }) => record.outcome)).toEqual(['kept', 'kept', 'error', 'skipped']);
  });

  it('takes items of any kind', async () => {
    class Chunk {
      constructor(
        readonly name: string,
        readonly length: number,
      ) {}
      get id() {
        return this.name;
      }
    }
    const { data, decision } = await recorded((step) =>
      step.filter('chunks', [new Chunk('x', 1), new Chunk('y', 2)], {
        candidate: (chunk) => chunk.id,
        rules: { length: { actual: 'length', op: '>', threshold: 1 } },
      }),
    );
    expect(decision).toMatchObject({ candidate: 'candidate', rules: { length: { actual: 'actual.length' } } });
    expect(data).toEqual([
      { item: { name: 'x', length: 1 }, candidate: 'x', outcome: 'dropped', actual: { length: 1 } },
      { item: { name: 'y', length: 2 }, candidate: 'y', outcome: 'kept', actual: { length: 2 } },
    ]);
    const words = await recorded((step) =>
      step.filter('words', new Set(['a', 'bb']), {
        candidate: (word) => word,
        rules: { long: (word) => word.length > 1 },
      }),
    );
    expect(words.data).toMatchObject([
      { item: 'a', outcome: 'dropped' },
      { item: 'bb', outcome: 'kept' },
    ]);
  });

  it('leaves the members of the items alone', async () => {
    const { data, decision } = await recorded((step) =>
      step.filter('f', [{ id: 1, outcome: 'won', score: 3 }], {
        candidate: 'id',
        score: ({ score }) => score / 2,
        rules: {},
      }),
    );
    expect(data).toEqual([{ id: 1, outcome: 'won', score: 3, $outcome: 'kept', $score: 1.5 }]);
    expect(decision).toMatchObject({ outcome: '$outcome', score: '$score' });
  });

  it('records what is asked for, in all words of a declaration', async () => {
    const { data, decision, queryable, role } = await recorded((step) =>
      step.filter('pairs', films.slice(0, 1), {
        candidate: ['id', ({ title }) => title.toLowerCase()],
        record: ({ id, votes }) => ({ id, votes }),
        group: ({ genres }) => genres[0],
        sources: ({ genres }) => genres,
        lostTo: () => 'z',
        reason: () => 'because',
        rank: () => 4,
        chance: () => 0.5,
        contributions: { votes: ({ votes }) => votes / 1000, luck: () => 0.1 },
        combineContributions: 'product',
        score: ({ votes }) => votes,
        order: 'asc',
        from: 'search/films',
        total: 40,
        queryable: { votes: 'number' },
        role: 'input',
        rules: {},
      }),
    );
    expect([queryable, role]).toEqual([{ votes: 'number' }, 'input']);
    expect(decision).toEqual({
      candidate: ['id', 'candidate2'],
      group: 'group',
      sources: 'sources',
      lostTo: 'lostTo',
      reason: 'reason',
      rank: 'rank',
      chance: 'chance',
      contributions: 'contributions',
      combineContributions: 'product',
      score: 'score',
      order: 'asc',
      from: 'search/films',
      combine: 'all',
      outcome: 'outcome',
      records: 'records',
      total: 'total',
    });
    expect(data).toEqual({
      total: 40,
      records: [
        {
          id: 'a',
          votes: 900,
          outcome: 'kept',
          candidate2: 'alien',
          group: 'Horror',
          sources: ['Horror', 'SciFi'],
          lostTo: 'z',
          reason: 'because',
          rank: 4,
          score: 900,
          chance: 0.5,
          contributions: { votes: 0.9, luck: 0.1 },
        },
      ],
    });
  });

  it('compares dates and BigInts as what is recorded of them', async () => {
    const items = [
      { id: 1, votes: 5n, at: new Date(1) },
      { id: 2, votes: 50n, at: new Date(2) },
    ];
    const { data, decision } = await recorded((step) => {
      const kept = step.filter('f', items, {
        candidate: 'id',
        rules: {
          votes: { actual: 'votes', op: '>', threshold: 10 },
          at: { actual: 'at', op: '>=', threshold: new Date(2) },
        },
      });
      expect(kept).toEqual([items[1]]);
    });
    expect(decision!.rules).toEqual({
      votes: { actual: 'actual.votes', op: '>', threshold: 10 },
      at: { actual: 'at', op: '>=', threshold: '1970-01-01T00:00:00.002Z' },
    });
    expect(data).toMatchObject([{ at: '1970-01-01T00:00:00.001Z', actual: { votes: 5 } }, { actual: { votes: 50 } }]);
  });

  it('declares a threshold that is a BigInt as the number it is, and records what it was compared with', async () => {
    const items = [
      { id: 1, stage: 1, size: 9n },
      { id: 2, stage: 3, size: 1n },
      { id: 3, stage: 3, size: 5n },
    ];
    const rules = {
      stage: { actual: 'stage', op: '>', threshold: 2 },
      size: { actual: 'size', op: '>', threshold: 2n },
    } as const;
    const { data, decision } = await recorded((step) => {
      expect(step.filter('sizes', items, { candidate: 'id', rules, stopAtFirst: true })).toEqual([items[2]]);
    });
    expect(decision!.rules).toMatchObject({ size: { actual: 'actual.size', op: '>', threshold: 2 } });
    expect(data.map(({ actual, verdicts }: Record<string, unknown>) => [actual, verdicts])).toEqual([
      [undefined, { size: null }],
      [{ size: 1 }, undefined],
      [{ size: 5 }, undefined],
    ]);
  });

  it('keeps all digits of ids that are BigInts', async () => {
    const { data, decision } = await recorded((step) =>
      step.filter('f', [{ id: 9007199254740993n }], { candidate: 'id', rules: {} }),
    );
    expect([data, decision]).toMatchObject([[{ candidate: '9007199254740993' }], { candidate: 'candidate' }]);
  });

  it.each<[string, (step: Step) => unknown[]]>([
    ['items that are no list', (step) => step.filter('f', null as never, { candidate: 'id', rules: {} })],
    ['no options', (step) => step.filter('f', [], undefined as never)],
    ['a rule that is none', (step) => step.filter('f', [], { candidate: 'id', rules: { odd: null as never } })],
  ])('does no harm with %s', async (_, filter) => {
    let kept: unknown;
    await recorded((step) => {
      kept = filter(step);
      step.capture({ name: 'after', data: 1 });
    });
    expect(kept).toEqual([]);
  });

  it('still decides when the flow is finished, or an item cannot be recorded', async () => {
    const flow = createFlow('x', { platform: new FakePlatform() });
    const step = flow.createStep('s');
    void flow.finish();
    expect(step.filter('late', films, { candidate: 'id', rules })).toHaveLength(2);
    const hostile = [
      {
        id: 1,
        get title(): string {
          throw new Error('lazy');
        },
      },
    ];
    const { data, warnings } = await recorded((one) =>
      expect(one.filter('f', hostile, { candidate: ({ id }) => id, rules: {} })).toHaveLength(1),
    );
    expect(data).toMatchObject([{ item: { id: 1, title: { $ft: 'threw', reason: 'lazy' } }, outcome: 'kept' }]);
    expect(warnings).toEqual([expect.stringMatching(/markers stand for 1 threw, the first at 0.item.title/)]);
  });
});

describe('rank', () => {
  it('puts the best first, keeps as many as asked, and declares the cut as a rule whose threshold can be moved', async () => {
    let best: Film[] = [];
    const { data, decision } = await recorded((step) => {
      best = step.rank('ranking', films, { candidate: 'id', score: (film) => film.rating, limit: 2 });
    });
    expect(ids(best)).toEqual(['a', 'b']);
    expect(decision).toEqual({
      candidate: 'id',
      score: 'rating',
      order: 'desc',
      rank: 'rank',
      outcome: 'outcome',
      rules: { limit: { actual: 'rank', op: '<=', threshold: 2 } },
    });
    expect(
      data.map(({ id, rank, outcome }: { id: string; rank: number; outcome: string }) => [id, rank, outcome]),
    ).toEqual([
      ['a', 1, 'kept'],
      ['b', 2, 'kept'],
      ['d', 3, 'dropped'],
      ['c', 4, 'dropped'],
    ]);
  });

  it.each([
    ['sum', ['c', 'a', 'b', 'd']],
    ['product', ['a', 'b', 'd', 'c']],
  ] as const)('adds up contributions as a %s', async (combineContributions, order) => {
    const contributions = {
      rating: (film: Film) => (film.rating ?? 0.5) / 10,
      other: (film: Film) => (film.id === 'c' ? 5 : 0.5),
    };
    const { data, decision } = await recorded((step) => {
      expect(ids(step.rank('ranking', films, { candidate: 'id', contributions, combineContributions }))).toEqual(order);
    });
    expect(decision).toMatchObject({ score: 'score', contributions: 'contributions', combineContributions });
    expect(data[0]).toMatchObject({ contributions: { rating: expect.any(Number), other: expect.any(Number) } });
  });

  it('adds up contributions that are read by a path or by a function', () => {
    const step = createFlow('x').createStep('s');
    const contributions = { likes: 'likes.count', other: ({ id }: { id: string }) => (id === 'b' ? 3 : 0) };
    const items = [
      { id: 'a', likes: { count: 2 } },
      { id: 'b', likes: { count: 1 } },
    ];
    expect(ids(step.rank('ranking', items, { candidate: 'id', contributions }))).toEqual(['b', 'a']);
  });

  it('ranks within groups, the least first when asked, and equal ones as they came', () => {
    const step = createFlow('x').createStep('s');
    const items = [
      { id: 'a', slot: 1, price: 3 },
      { id: 'b', slot: 2, price: 9 },
      { id: 'c', slot: 1, price: 2 },
      { id: 'd', slot: 1, price: 2 },
    ];
    const kept = step.rank('r', items, { candidate: 'id', score: 'price', order: 'asc', group: 'slot', limit: 1 });
    expect(ids(kept)).toEqual(['c', 'b']);
  });
});

describe('select', () => {
  it('draws one by its chance, which is recorded as a probability', async () => {
    let drawn: Film | undefined;
    const { data, decision } = await recorded((step) => {
      drawn = step.select('draw', films, { candidate: 'id', chance: ({ votes }) => votes, random: () => 0.5 });
    });
    expect(drawn?.id).toBe('b');
    expect(decision).toEqual({ candidate: 'id', outcome: 'outcome', chance: 'chance', reason: 'reason' });
    expect(
      data.map(({ outcome, reason, chance }: Record<string, unknown>) => [
        outcome,
        reason,
        (chance as number).toFixed(3),
      ]),
    ).toEqual([
      ['dropped', 'not drawn', '0.474'],
      ['kept', 'drawn', '0.105'],
      ['dropped', 'not drawn', '0.368'],
      ['dropped', 'not drawn', '0.053'],
    ]);
  });

  it('draws several, each at most once, and never what has no chance', () => {
    const step = createFlow('x').createStep('s');
    const drawn = step.select('s', films, {
      candidate: 'id',
      chance: ({ id }) => (id === 'c' ? 0 : 1),
      count: 9,
      random: () => 0.999999,
    });
    expect(ids(drawn)).toEqual(['d', 'b', 'a']);
    expect(step.select('s', [], { candidate: 'id' })).toBeUndefined();
  });

  it("takes the platform's chance, and all alike, when nothing is said", async () => {
    const platform = new FakePlatform();
    platform.randomNumber = 0.3;
    const step = createFlow('x', { platform }).createStep('s');
    expect(step.select('s', films, { candidate: 'id' })?.id).toBe('b');
  });

  it('notes what the pipeline chose itself', async () => {
    const { data, decision } = await recorded((step) => {
      expect(step.select('s', films, { candidate: 'id', chosen: films[2] })).toBe(films[2]);
    });
    expect(decision).not.toHaveProperty('chance');
    expect(data.map(({ reason }: { reason: string }) => reason)).toEqual([
      'not chosen',
      'not chosen',
      'chosen',
      'not chosen',
    ]);
  });
});

describe('judge', () => {
  it('gives answers to what follows, and records answers, errors, lost tries and what was skipped', async () => {
    let judgement: unknown;
    const { data, decision } = await recorded(async (step) => {
      judgement = await step.judge(
        'judgements',
        films,
        async ({ id, votes }, attempt) => {
          await Promise.resolve();
          if (id === 'b' && attempt === 1) throw new Error('rate limited');
          if (id === 'c') throw new Error(`lost ${attempt}`);
          return { relevance: votes / 1000, why: `about ${id}` };
        },
        {
          candidate: 'id',
          tries: 2,
          limit: 3,
          score: 'answer.relevance',
          reason: ({ answer }) => answer.why,
          rules: { relevance: { actual: 'answer.relevance', op: '>=', threshold: 0.5 } },
        },
      );
    });
    expect(judgement).toEqual({
      kept: [{ item: films[0], answer: { relevance: 0.9, why: 'about a' } }],
      dropped: [{ item: films[1], answer: { relevance: 0.2, why: 'about b' } }],
      errors: [{ item: films[2], error: new Error('lost 2') }],
      skipped: [films[3]],
    });
    expect(decision).toMatchObject({
      candidate: 'id',
      outcome: 'outcome',
      score: 'answer.relevance',
      reason: 'reason',
      combine: 'all',
      verdicts: 'verdicts',
      rules: { relevance: { actual: 'answer.relevance', op: '>=', threshold: 0.5 } },
    });
    const facts = data.map(({ outcome, reason, failures, answer, verdicts }: Record<string, unknown>) => ({
      outcome,
      reason,
      failures,
      answer,
      verdicts,
    }));
    expect(facts).toEqual([
      { outcome: 'kept', reason: 'about a', answer: { relevance: 0.9, why: 'about a' } },
      { outcome: 'dropped', reason: 'about b', failures: ['rate limited'], answer: { relevance: 0.2, why: 'about b' } },
      { outcome: 'error', reason: 'lost 2', failures: ['lost 1', 'lost 2'], verdicts: { relevance: null } },
      { outcome: 'skipped', reason: 'only 3 were judged', verdicts: { relevance: null } },
    ]);
  });

  it('asks about so many at a time, in the order of the items', async () => {
    let running = 0;
    let most = 0;
    const asked: string[] = [];
    const judge = async ({ id }: Film) => {
      asked.push(id);
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return id;
    };
    const { kept } = await createFlow('x')
      .createStep('s')
      .judge('j', films, judge, { candidate: 'id', concurrency: 2 });
    expect([most, asked, kept.map(({ answer }) => answer)]).toEqual([2, ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd']]);
  });

  it('rejects with what a rule throws, after recording', async () => {
    const { data } = await recorded(async (step) => {
      const judging = step.judge('j', films.slice(0, 2), ({ id }) => id, {
        candidate: 'id',
        rules: {
          broken: ({ answer }) => {
            if (answer === 'b') throw new Error('broken');
            return true;
          },
        },
      });
      await expect(judging).rejects.toThrow('broken');
    });
    expect(data.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['kept', 'error']);
  });
});

it('keeps its types: this compiles', async () => {
  const step = createFlow('x').createStep('s');
  const kept: Film[] = step.filter('f', films, {
    candidate: 'id',
    rules: { votes: { actual: (film) => film.votes, op: '>', threshold: 1 } },
  });
  const ranked: Film[] = step.rank('r', kept, { candidate: 'id', score: 'votes' });
  const one: Film | undefined = step.select('s', ranked, { candidate: 'id' });
  const several: Film[] = step.select('s', ranked, { candidate: 'id', count: 2 });
  const judged = await step.judge('j', ranked, async (film) => film.votes / 2, {
    candidate: 'id',
    score: ({ answer }) => answer.valueOf(),
  });
  const answers: number[] = judged.kept.map(({ answer }) => answer);
  // @ts-expect-error a candidate is needed
  step.filter('f', films, { rules: {} });
  // @ts-expect-error no such operator
  step.filter('f', films, { candidate: 'id', rules: { votes: { actual: 'votes', op: '~', threshold: 1 } } });
  // @ts-expect-error films have no price
  step.rank('r', films, { candidate: 'id', score: (film) => film.price });
  expect([one, several, answers]).toHaveLength(3);
});

describe('options that throw when they are read', () => {
  type Helper = 'filter' | 'rank' | 'select' | 'judge';
  const decide = async (step: Step, helper: Helper, options: object): Promise<unknown> =>
    helper === 'judge'
      ? step.judge('j', films, ({ id }) => id, options as never)
      : (step[helper] as (name: string, items: Film[], options: object) => unknown)(helper, films, options);
  const trap = (): never => {
    throw new TypeError('trap');
  };
  const throwing = (word: string, more: object = {}) =>
    Object.defineProperty({ candidate: 'id', ...more }, word, { get: trap, enumerable: true });

  it.each<[Helper, string]>([
    ...['rules', 'combine', 'stopAtFirst'].map((word): [Helper, string] => ['filter', word]),
    ...['score', 'contributions', 'combineContributions', 'group', 'order', 'limit'].map((word): [Helper, string] => [
      'rank',
      word,
    ]),
    ...['chance', 'count', 'chosen', 'random'].map((word): [Helper, string] => ['select', word]),
    ...['rules', 'combine', 'limit', 'concurrency', 'tries'].map((word): [Helper, string] => ['judge', word]),
  ])('are wrong options of %s where %s decides', async (helper, word) => {
    const step = createFlow('x', { platform: new FakePlatform() }).createStep('s');
    for (const options of [throwing(word), new Proxy({}, { get: trap })]) {
      const error = await decide(step, helper, options).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(FlowTrailError);
      expect(error).toMatchObject({
        code: 'invalid-option',
        message: `${helper}: options must be an object, received one that throws "trap".`,
      });
    }
  });

  it.each<[string, Helper, object]>([
    ['a word of a rule', 'filter', { rules: { rating: throwing('threshold', { actual: 'rating', op: '>=' }) } }],
    ['a word of a combination', 'filter', { rules: {}, combine: throwing('atLeast') }],
    ['a contribution', 'rank', { contributions: throwing('votes') }],
  ])('are wrong where it is %s', async (_, helper, options) => {
    const step = createFlow('x', { platform: new FakePlatform() }).createStep('s');
    await expect(decide(step, helper, options)).rejects.toMatchObject({ code: 'invalid-option' });
  });

  it.each<[Helper, object, string]>([
    ['filter', { rules: {} }, 'record'],
    ['rank', { score: 'votes' }, 'label'],
    ['select', { random: () => 0 }, 'record'],
    ['judge', {}, 'record'],
  ])('decide all the same in %s where the word only describes', async (helper, options, word) => {
    const platform = new FakePlatform();
    const flow = createFlow('x', { platform });
    const step = flow.createStep('s');
    const told = await decide(step, helper, throwing(word, options));
    expect(told).toEqual(await decide(step, helper, { candidate: 'id', ...options }));
    const { warnings } = await platform.settle(flow.finish());
    expect(warnings).toEqual(['A decision in step "s" failed: trap']);
  });

  it('are asked once for what decides: the record says the same as the result', async () => {
    const limits = [1, 3];
    const options = {
      candidate: 'id',
      score: 'votes',
      get limit() {
        return limits.shift();
      },
    };
    const { data, decision } = await recorded((step) => expect(step.rank('r', films, options)).toHaveLength(1));
    expect(decision!.rules).toEqual({ limit: { actual: 'rank', op: '<=', threshold: 1 } });
    expect(data.map(({ outcome }) => outcome)).toEqual(['kept', 'dropped', 'dropped', 'dropped']);
  });

  it('are asked for no word twice', async () => {
    const asked: (string | symbol)[] = [];
    const noting = <Options extends object>(options: Options) =>
      new Proxy(options, { get: (all, word) => (asked.push(word), Reflect.get(all, word) as unknown) });
    await recorded((step) => {
      step.rank('r', films, noting({ candidate: 'id', score: 'votes', limit: 2, group: 'title' }));
      asked.push('…');
      step.select('s', films, noting({ candidate: 'id', chance: 'votes', random: () => 0 }));
    });
    const [ofRank, ofSelect] = [asked.slice(0, asked.indexOf('…')), asked.slice(asked.indexOf('…') + 1)];
    expect([new Set(ofRank).size, new Set(ofSelect).size]).toEqual([ofRank.length, ofSelect.length]);
    expect([ofRank, ofSelect]).toEqual([
      expect.arrayContaining(['score', 'limit']),
      expect.arrayContaining(['chance']),
    ]);
  });
});
