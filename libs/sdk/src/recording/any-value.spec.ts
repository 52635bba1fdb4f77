import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { FakePlatform } from '../../test/fake-platform.js';
import { createFlow, FlowTrailError } from '../index.js';
import type { Receipt } from '../index.js';

/** The data of the only capture of a flow, as text. */
async function captured(data: unknown): Promise<{ json: string; data: unknown; receipt: Receipt }> {
  const platform = new FakePlatform();
  const flow = createFlow('movie-night', { platform });
  flow.createStep('search').capture({ name: 'films', data });
  const receipt = await platform.settle(flow.finish());
  const { text } = platform.requests[0]!;
  const json = /"data":(.*?)\}(\]\}\]\}|\}\n)$/s.exec(text)![1]!;
  return { json, data: JSON.parse(json), receipt };
}

const throwing = (message: string) => () => {
  throw new Error(message);
};

it('is never a throw into the host, not even of a proxy that forbids to be asked what it is', async () => {
  const hostile = new Proxy(
    {},
    { getPrototypeOf: throwing('prototype'), get: throwing('get'), ownKeys: throwing('keys') },
  );
  const platform = new FakePlatform();
  const flow = createFlow('movie-night', { platform, input: hostile, redact: { by: (value) => value } });
  flow.createStep('search', { config: hostile }).capture({ name: 'films', data: hostile });
  const plain = createFlow('movie-night', { platform, input: hostile });
  plain.createStep('search').capture({ name: 'films', data: hostile });
  const { reason } = await platform.settle(flow.finish());
  const { status } = await platform.settle(plain.finish({ output: hostile }));
  expect([reason, status]).toEqual([undefined, 'accepted']);
  expect(platform.push.flow).toMatchObject({ input: { $ft: 'threw' }, output: { $ft: 'threw' } });
});

it('is never a throw into the host where options are such a proxy', async () => {
  const hostile = new Proxy({}, { get: throwing('get'), ownKeys: throwing('keys') }) as never;
  const platform = new FakePlatform();
  const flow = createFlow('movie-night', { platform });
  expect(flow.step('search', () => 7, { parent: hostile })).toBe(7);
  expect(flow.step(hostile, () => 8, hostile)).toBe(8);
  flow.createStep('rank', hostile).capture(hostile).set(hostile).finish(hostile);
  flow.set(hostile).createStep('draw').finish(hostile);
  const { status } = await platform.settle(flow.finish(hostile));
  expect([status, platform.push.steps.at(-1)]).toMatchObject(['accepted', { name: 'draw', status: 'completed' }]);
  expect(() => createFlow('movie-night', hostile)).toThrow(FlowTrailError);
});

describe('plain data', () => {
  it('in a long list loses nothing to one value at its end for which JSON has no word', async () => {
    const data = [...Array.from({ length: 150 }, (_, at) => at), 7n];
    const { data: recorded } = await captured(data);
    expect(recorded).toEqual([...data.slice(0, -1), { $ft: 'bigint', value: '7' }]);
  });

  it('in a list that prints itself arrives as the list says, however long it is', async () => {
    const own = Object.assign(new Array(100).fill(1), { toJSON: () => 'own' });
    const inherited = new (class extends Array<number> {
      toJSON() {
        return 'inherited';
      }
    })(100);
    expect([(await captured(own)).data, (await captured(inherited)).data]).toEqual(['own', 'inherited']);
  });

  it('arrives as JSON.stringify printed it, key order, __proto__ and lone surrogates included', async () => {
    const data = JSON.parse(
      '{"b":1,"a":{"__proto__":{"x":1e21}},"c":"\\ud800 \\u2028 ü","10":true,"2":null}',
    ) as unknown;
    const { json, receipt } = await captured(data);
    expect(json).toBe(JSON.stringify(data));
    expect(receipt.warnings).toEqual([]);
  });

  it('may hold dates, instances of classes, objects of another realm and members that are undefined', async () => {
    class Film {
      readonly title = 'Alien';
      get year() {
        return 1979;
      }
    }
    const data = [new Date(0), new Film(), runInNewContext('({ a: [1, { b: null }] })'), { gone: undefined, stays: 1 }];
    const { json, receipt } = await captured(data);
    expect(json).toBe('["1970-01-01T00:00:00.000Z",{"title":"Alien"},{"a":[1,{"b":null}]},{"stays":1}]');
    expect(receipt.warnings).toEqual([]);
  });

  it.each([0, 1, 64, 65, 200])('may be a list of %d', async (length) => {
    const data = Array.from({ length }, (_, id) => ({ id, title: 'Alien' }));
    const { json, receipt } = await captured(data);
    expect(json).toBe(JSON.stringify(data));
    expect(receipt.warnings).toEqual([]);
  });

  it('in a list stays as it is beside a strange value anywhere in it', async () => {
    const { data, receipt } = await captured(Array.from({ length: 200 }, (_, id) => (id === 150 ? NaN : id)));
    expect(data).toEqual(Array.from({ length: 200 }, (_, id) => (id === 150 ? { $ft: 'number', value: 'NaN' } : id)));
    expect(receipt.warnings).toHaveLength(1);
  });

  it('is what it was at the moment of the capture, markers included', async () => {
    const platform = new FakePlatform();
    const flow = createFlow('movie-night', { platform });
    const plain = [{ title: 'Alien' }];
    const strange = new Map([['title', plain]]);
    flow.createStep('search').capture({ name: 'plain', data: plain }).capture({ name: 'strange', data: strange });
    plain[0]!.title = 'changed';
    strange.clear();
    await platform.settle(flow.finish());
    expect(platform.push.steps[0]!.observations.map(({ data }) => data)).toEqual([
      [{ title: 'Alien' }],
      { $ft: 'map', entries: [['title', [{ title: 'Alien' }]]] },
    ]);
  });
});

describe('what JSON has no word for', () => {
  const circular: Record<string, unknown> = { films: [] };
  circular['films'] = [{ list: circular }];
  const shared = { title: 'Alien' };
  const revocable = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const sparse: unknown[] = [];
  sparse[3] = { votes: 1n };
  sparse[10_000_000] = 'last';

  it.each<[string, unknown, unknown]>([
    ['undefined', undefined, { $ft: 'undefined' }],
    ['a function', throwing('never called'), { $ft: 'function' }],
    ['a symbol', Symbol('s'), { $ft: 'symbol', description: 's' }],
    ['a BigInt', [{ votes: 9007199254740993n }], [{ votes: { $ft: 'bigint', value: '9007199254740993' } }]],
    ['NaN', { score: NaN }, { score: { $ft: 'number', value: 'NaN' } }],
    ['Infinity', [-Infinity], [{ $ft: 'number', value: '-Infinity' }]],
    ['an invalid date', { at: new Date(NaN) }, { at: { $ft: 'date', value: 'Invalid Date' } }],
    ['a regular expression', [/a+/g], [{ $ft: 'regexp', value: '/a+/g' }]],
    ['a promise', { film: Promise.resolve(1) }, { film: { $ft: 'promise' } }],
    ['a hole', [1, , 2], [1, { $ft: 'undefined' }, 2]],
    ['what keeps its content to itself', [new WeakMap(), [].values()], [{ $ft: 'weakmap' }, { $ft: 'array iterator' }]],
    [
      'a map',
      new Map([['a', new Set([1n])]]),
      { $ft: 'map', entries: [['a', { $ft: 'set', values: [{ $ft: 'bigint', value: '1' }] }]] },
    ],
    ['bytes', Buffer.from('hello'), { $ft: 'Uint8Array', length: 5, base64: 'aGVsbG8=' }],
    ['a typed array', { v: new Float32Array([1.5, 2]) }, { v: { $ft: 'Float32Array', values: [1.5, 2] } }],
    ['a boxed number', { n: Object(1) as unknown, s: Object('s') as unknown }, { n: 1, s: 's' }],
    ['a circle', circular, { films: [{ list: { $ft: 'circular', path: '' } }] }],
    ['a shared object', [shared, shared, NaN], [shared, shared, { $ft: 'number', value: 'NaN' }]],
    [
      'a sparse array',
      sparse,
      { $ft: 'sparse', length: 10_000_001, 3: { votes: { $ft: 'bigint', value: '1' } }, 10_000_000: 'last' },
    ],
    [
      'a throwing getter',
      Object.defineProperty({ id: 1 }, 'title', { get: throwing('lazy'), enumerable: true }),
      { id: 1, title: { $ft: 'threw', reason: 'lazy' } },
    ],
    ['a throwing toJSON', [{ toJSON: throwing('not today') }], [{ $ft: 'threw', reason: 'not today' }]],
    [
      'a toJSON that answers something strange',
      { price: { toJSON: () => ({ cents: 5n }) } },
      { price: { cents: { $ft: 'bigint', value: '5' } } },
    ],
    [
      'a toJSON that answers itself',
      {
        title: 'Alien',
        toJSON() {
          return this;
        },
      },
      { title: 'Alien', toJSON: { $ft: 'function' } },
    ],
    [
      'a throwing proxy',
      { film: new Proxy({}, { ownKeys: throwing('trap') }) },
      { film: { $ft: 'threw', reason: 'trap' } },
    ],
    ['a revoked proxy', { film: revocable() }, { film: { $ft: 'threw', reason: expect.stringMatching(/revoked/) } }],
    [
      'something thrown that cannot be printed',
      {
        toJSON: () => {
          throw Object.create(null);
        },
      },
      { $ft: 'threw', reason: expect.stringMatching(/something unreadable/) },
    ],
    [
      'an error of another realm',
      runInNewContext('[new TypeError("far")]'),
      [{ $ft: 'error', name: 'TypeError', message: 'far', stack: expect.any(String) }],
    ],
  ])('is marked in its place: %s', async (_, data, expected) => {
    const { data: arrived, receipt } = await captured(data);
    expect(arrived).toEqual(expected);
    expect(receipt.status).toBe('accepted');
  });

  it('keeps name, message, stack, cause and own members of an error', async () => {
    const error = Object.assign(new Error('no films', { cause: new TypeError('fetch failed') }), { code: 'E_FILMS' });
    expect((await captured({ error })).data).toEqual({
      error: {
        $ft: 'error',
        name: 'Error',
        message: 'no films',
        stack: error.stack,
        code: 'E_FILMS',
        cause: { $ft: 'error', name: 'TypeError', message: 'fetch failed', stack: expect.any(String) },
      },
    });
  });

  it('keeps -0 as JSON writes it', async () => {
    expect((await captured([-0, 0])).json).toBe('[-0,0]');
  });

  it('is cut below ninety levels', async () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const { json } = await captured(deep);
    expect(json).toMatch(/^\[{91}\{"\$ft":"depth"\}\]{91}$/);
  });

  it('is cut when it would print to more than any memory holds', async () => {
    const { json, receipt } = await captured({ text: 'x'.repeat(40 * 1024 * 1024) });
    expect(JSON.parse(json)).toEqual({ text: { $ft: 'cut', length: 40 * 1024 * 1024, head: 'x'.repeat(1000) } });
    expect(receipt.status).toBe('accepted');
  });

  it.each<[string, (below: unknown) => unknown]>([
    ['arrays', (below) => [below, below]],
    ['objects', (below) => ({ a: below, b: below })],
    ['maps', (below) => new Map([below, below].entries())],
    ['objects that are not plain', (below) => ({ a: below, b: below, size: 1n })],
  ])('is cut where %s share their parts over forty levels', async (_, twice) => {
    let shared: unknown = {};
    for (let level = 0; level < 40; level++) shared = twice(shared);
    const { json, receipt } = await captured(shared);
    expect(receipt.status).toBe('accepted');
    expect(json).toContain('"$ft":"cut"');
  });

  it('has an end where iterating it has none, and bytes are cut before they are printed', async () => {
    class Endless extends Map<number, number> {
      override *[Symbol.iterator](): MapIterator<[number, number]> {
        for (;;) yield [1, 1];
      }
    }
    const { data } = await captured([new Endless([[1, 2]]), new Uint8Array(40 * 1024 * 1024), new Float64Array(1e7)]);
    expect(data).toMatchObject([
      { $ft: 'map', entries: [[1, 2]] },
      { $ft: 'cut', length: 40 * 1024 * 1024 },
      { $ft: 'Float64Array', values: { $ft: 'cut', total: 1e7 } },
    ]);
  });

  it('is printed without the toJSON that a library gave to all objects', async () => {
    Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'wrong', configurable: true });
    try {
      expect((await captured({ a: [{ b: 1 }] })).json).toBe('{"a":[{"b":1}]}');
    } finally {
      delete (Object.prototype as { toJSON?: unknown }).toJSON;
    }
  });

  it('leaves all else of a flow as it is too where a library gave one to all objects', async () => {
    Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'wrong', configurable: true });
    const platform = new FakePlatform();
    const rules = { rating: { actual: 'rating', op: '>', threshold: 7 } } as const;
    try {
      const flow = createFlow('movie-night', { platform, tags: ['friday'], metadata: { of: 'test' } });
      const options = { candidate: 'id', rules, queryable: { rating: 'number' } } as const;
      for (const name of ['one', 'two', 'one'])
        flow.step(name, (outer) =>
          flow.step('inner', (step) => step.filter('kept', [{ id: 1, rating: 8 }], options), {
            parent: outer,
            metrics: { cost: 1 },
          }),
        );
      await platform.settle(flow.finish());
    } finally {
      delete (Object.prototype as { toJSON?: unknown }).toJSON;
    }
    const { flow, steps } = platform.push;
    expect(flow).toMatchObject({ tags: ['friday'], metadata: { of: 'test' } });
    expect(steps.map(({ name, iteration }) => `${name} ${iteration}`)).toEqual([
      ...['one 1', 'inner 1', 'two 1', 'inner 2', 'one 2', 'inner 3'],
    ]);
    expect(steps[1]).toMatchObject({
      ...{ parent: { name: 'one' }, metrics: { cost: 1 } },
      observations: [{ queryable: { rating: 'number' }, decision: { rules: { rating: { threshold: 7 } } } }],
    });
  });

  it('is said in one warning a capture: what, how often and where first', async () => {
    const { receipt } = await captured([{ votes: 1 }, { votes: 1n }, { votes: 2n, at: new Date(NaN) }]);
    expect(receipt.warnings).toEqual([
      'In the data of "search/films", markers stand for 2 bigint, 1 date, the first at 1.votes.',
    ]);
  });
});
