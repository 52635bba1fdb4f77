import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { FakePlatform } from '../../test/fake-platform.js';
import { createFlow, currentFlow, currentStep, wrap } from '../index.js';
import type { Flow, FlowOptions } from '../index.js';

function aFlow(options: FlowOptions = {}) {
  const platform = new FakePlatform();
  const flow = createFlow('movie-night', { platform, ...options });
  return { platform, flow, sent: async () => (await platform.settle(flow.finish()), platform.push) };
}

const failing = (error: unknown) => () => {
  throw error;
};

describe('flow.run()', () => {
  it('gives back what was returned, at once or as a promise, and finishes the flow', async () => {
    const one = aFlow();
    expect(one.flow.run(() => 7)).toBe(7);
    expect((await one.sent()).flow).toMatchObject({ finishedAt: expect.any(String) });
    const two = aFlow();
    expect(await two.flow.run(async (flow) => (await turn(), flow.id))).toBe(two.flow.id);
    expect((await two.sent()).flow).toMatchObject({ finishedAt: expect.any(String) });
  });

  it('sends without being asked, and does not wait for it', async () => {
    const { platform, flow } = aFlow();
    flow.run(() => flow.step('search', () => undefined));
    expect(platform.requests).toHaveLength(0);
    while (platform.requests.length === 0) await turn();
    expect(platform.push.steps).toMatchObject([{ name: 'search', status: 'completed' }]);
  });

  it('makes output and reason of the result', async () => {
    const { flow, sent } = aFlow();
    await flow.run(async () => ['Alien', 'Heat'], {
      output: ([first]) => first,
      reason: (films) => `${films.length} films`,
    });
    expect((await sent()).flow).toMatchObject({ output: 'Alien', reason: '2 films' });
  });

  it('takes the result itself as output when told so, and what set() said else', async () => {
    const one = aFlow();
    one.flow.run(() => 'Alien', { output: true });
    expect((await one.sent()).flow.output).toBe('Alien');
    const two = aFlow();
    two.flow.run((flow) => void flow.set({ output: 'Heat', reason: 'the best' }));
    expect((await two.sent()).flow).toMatchObject({ output: 'Heat', reason: 'the best' });
  });

  it.each([
    ['thrown', (error: Error): unknown => failing(error)()],
    ['rejected with', async (error: Error) => (await turn(), failing(error)())],
  ])('keeps an error that was %s, and lets it through unchanged', async (_, act) => {
    const { flow, sent } = aFlow();
    const error = new TypeError('no films');
    await expect((async () => flow.run(() => act(error)))()).rejects.toBe(error);
    expect((await sent()).flow).toMatchObject({ status: 'failed', reason: 'TypeError: no films' });
  });

  it('is not disturbed by what describes its end', async () => {
    const { flow, sent, platform } = aFlow();
    expect(flow.run(() => 7, { output: failing(new Error('trap')) })).toBe(7);
    expect((await sent()).flow.finishedAt).toEqual(expect.any(String));
    expect((await platform.settle(flow.finish())).warnings).toEqual(['Finishing the flow failed: trap']);
  });

  it('leaves the ending to a finish() inside of it', async () => {
    const { flow, sent } = aFlow();
    flow.run(() => void flow.finish({ reason: 'enough' }), { reason: 'too late' });
    expect((await sent()).flow.reason).toBe('enough');
  });
});

describe('flow.step()', () => {
  it('records input, output, reason and metrics of a call', async () => {
    const { flow, sent } = aFlow();
    const found = await flow.step('search', async () => ['Alien'], {
      config: { index: 'films' },
      input: { words: ['space'] },
      output: (films) => films.length,
      reason: (films) => `${films.length} film matches`,
      metrics: (films) => ({ films: films.length }),
    });
    expect(found).toEqual(['Alien']);
    expect((await sent()).steps).toMatchObject([
      {
        name: 'search',
        status: 'completed',
        config: { index: 'films' },
        reason: '1 film matches',
        metrics: { films: 1 },
        observations: [
          { name: 'input', role: 'input', data: { words: ['space'] } },
          { name: 'output', role: 'output', data: 1 },
        ],
      },
    ]);
  });

  it('adds up what is said while it runs', async () => {
    const { flow, sent } = aFlow();
    flow.step(
      'judge',
      (step) => void step.set({ metrics: { tokens: 10 }, reason: 'asked' }).set({ metrics: { cost: 1 } }),
      {
        metrics: { tokens: 20 },
      },
    );
    expect((await sent()).steps).toMatchObject([{ reason: 'asked', metrics: { tokens: 20, cost: 1 } }]);
  });

  it('keeps an error in every step that it passes, its details once, and lets it through', async () => {
    const { flow, sent } = aFlow();
    const error = new RangeError('too many');
    const pipeline = () => flow.step('outer', () => flow.step('inner', failing(error)));
    expect(pipeline).toThrow(error);
    const [outer, inner] = (await sent()).steps;
    expect([outer, inner]).toMatchObject([
      { name: 'outer', status: 'failed', reason: 'RangeError: too many', observations: [] },
      { name: 'inner', status: 'failed', reason: 'RangeError: too many' },
    ]);
    expect(inner!.observations).toMatchObject([{ name: 'error', data: { name: 'RangeError', message: 'too many' } }]);
  });

  it.each([
    ['a string', 'gone', 'gone'],
    ['nothing', undefined, 'undefined'],
    ['what cannot be described', Object.create(null) as unknown, 'something unreadable'],
    ['an error with a hostile name', Object.defineProperty(new Error('odd'), 'name', { get: failing('trap') }), 'odd'],
  ])('lets %s through that was thrown', async (_, thrown, reason) => {
    const { flow, sent } = aFlow();
    let caught: unknown = 'nothing was thrown';
    try {
      flow.step('search', failing(thrown));
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(thrown);
    expect((await sent()).steps).toMatchObject([{ status: 'failed', reason }]);
  });

  it('calls the function also when options are wrong or the flow is over', async () => {
    const { flow } = aFlow();
    const hostile = Object.defineProperty({}, 'input', { get: failing(new Error('trap')), enumerable: true });
    expect(flow.step('search', () => 1, hostile)).toBe(1);
    expect(flow.step('search', () => 2, null as never)).toBe(2);
    expect(flow.step(undefined as never, () => 3)).toBe(3);
    void flow.finish();
    expect(flow.step('late', () => 4)).toBe(4);
  });

  it('makes parts of the step around it, in parallel too', async () => {
    const { flow, sent } = aFlow();
    await flow.run(() =>
      flow.step('judge', () =>
        Promise.all([
          flow.step('ask', async () => (await turn(), flow.step('parse', () => 1))),
          flow.step('look up', async () => (await turn(), flow.createStep('cache').finish())),
        ]),
      ),
    );
    const parents = (await sent()).steps.map(({ name, parent }) => [name, parent?.name]);
    expect(parents).toEqual([
      ['judge', undefined],
      ['ask', 'judge'],
      ['look up', 'judge'],
      ['parse', 'ask'],
      ['cache', 'look up'],
    ]);
  });

  const places = async (act: (flow: Flow) => unknown) => {
    const { flow, sent } = aFlow();
    await act(flow);
    return (await sent()).steps.map(({ name, iteration, version, status }) => [name, iteration, version, status]);
  };

  it('of the same name is the next iteration, one after the other or side by side', async () => {
    const ask = async (flow: Flow) => flow.step('ask', () => turn());
    expect(await places(async (flow) => Promise.all([ask(flow), ask(flow)]).then(() => ask(flow)))).toEqual([
      ['ask', 1, 1, 'completed'],
      ['ask', 2, 1, 'completed'],
      ['ask', 3, 1, 'completed'],
    ]);
  });

  it('is the next iteration also of a name that is none', async () => {
    const twice = (flow: Flow) => ['ask\n', 'ask\n'].forEach((name) => flow.step(name, () => 1));
    expect(await places(twice)).toEqual([
      ['ask ', 1, 1, 'completed'],
      ['ask ', 2, 1, 'completed'],
    ]);
  });

  it('after one that failed is the next try', async () => {
    const attempt = (flow: Flow, fn: () => unknown) => flow.step('ask', async () => fn()).catch(() => undefined);
    const tries = async (flow: Flow) => {
      await attempt(flow, failing(1));
      await attempt(flow, failing(2));
      await attempt(flow, () => 'yes');
      await attempt(flow, () => 'next');
    };
    expect(await places(tries)).toEqual([
      ['ask', 1, 1, 'failed'],
      ['ask', 1, 2, 'failed'],
      ['ask', 1, 3, 'completed'],
      ['ask', 2, 1, 'completed'],
    ]);
  });

  it('is what the caller says when he says it', async () => {
    const told = (flow: Flow) => {
      flow.step('page', () => 1, { iteration: 5 });
      flow.step('page', () => 1, { iteration: 5 });
      flow.step('page', () => 1);
    };
    expect(await places(told)).toEqual([
      ['page', 5, 1, 'completed'],
      ['page', 5, 2, 'completed'],
      ['page', 6, 1, 'completed'],
    ]);
  });
});

describe('what is current', () => {
  it('is known at any depth, and nowhere else', async () => {
    const { flow } = aFlow();
    const deep = async () => (await turn(), [currentFlow()?.id, currentStep()?.name]);
    const [inStep, inRun] = await flow.run(async () => [await flow.step('search', deep), await deep()]);
    expect(inStep).toEqual([flow.id, 'search']);
    expect(inRun).toEqual([flow.id, undefined]);
    expect(await deep()).toEqual([undefined, undefined]);
  });

  it('never mixes among two hundred concurrent flows', async () => {
    const flows = Array.from({ length: 200 }, (_, i) => ({ i, ...aFlow() }));
    await Promise.all(
      flows.map(({ i, flow }) =>
        flow.run(async () => {
          for (const name of ['search', 'filter', 'rank']) {
            if (i % 3 === 0) await turn();
            await currentFlow()!.step(name, async () => {
              if (i % 2 === 0) await turn();
              currentStep()!.capture({ name: 'i', data: i });
            });
          }
        }),
      ),
    );
    for (const { i, flow, sent } of flows) {
      const push = await sent();
      expect(push.flow.id).toBe(flow.id);
      expect(push.steps.map(({ name, observations }) => [name, observations.map(({ data }) => data)])).toEqual([
        ['search', [i]],
        ['filter', [i]],
        ['rank', [i]],
      ]);
    }
  });

  it('links a flow inside of a flow, whose steps are its own', async () => {
    const outer = aFlow();
    const inner = await outer.flow.run(() =>
      outer.flow.step('delegate', async () => {
        const made = aFlow();
        await made.flow.run(() => made.flow.step('search', () => turn()));
        return made;
      }),
    );
    const [outerPush, innerPush] = [await outer.sent(), await inner.sent()];
    expect(innerPush.flow.parent).toBe(outer.flow.id);
    expect(innerPush.steps).toMatchObject([{ name: 'search' }]);
    expect(innerPush.steps[0]).not.toHaveProperty('parent');
    expect(outerPush.flow).not.toHaveProperty('parent');
    expect(outerPush.steps.map(({ name }) => name)).toEqual(['delegate']);
  });
});

describe('a result that throws when it is asked for its then()', () => {
  const hostile = {
    get then(): never {
      throw new Error('trap');
    },
  };

  it('is given back as it is also where its then() throws, or returns nothing', () => {
    const { flow } = aFlow();
    const throws = { then: failing(new Error('trap')) };
    const silent = { then: () => undefined };
    expect(flow.step('search', () => throws)).toBe(throws);
    expect(flow.step('search', () => silent)).toBe(silent);
  });

  it('is given back as it is, and recorded', async () => {
    const { flow, sent } = aFlow();
    const run = () => flow.step('search', () => hostile, { output: true });
    expect(flow.run(run)).toBe(hostile);
    const { steps } = await sent();
    expect(steps).toMatchObject([
      { status: 'completed', observations: [{ data: { then: { $ft: 'threw', reason: 'trap' } } }] },
    ]);
  });
});

describe('wrap()', () => {
  it('keeps the name, the length and the members of the function', () => {
    const judge = Object.assign(
      function judge(film: string, votes: number) {
        return `${film} ${votes}`;
      },
      { model: 'large' },
    );
    const wrapped = wrap(judge);
    expect([wrapped.name, wrapped.length, wrapped.model]).toEqual(['judge', 2, 'large']);
  });

  it('makes each call a step of the current flow', async () => {
    const judge = wrap(
      async function judge(film: string, votes: number) {
        await turn();
        return { film, score: votes / 10, tokens: 12 };
      },
      { input: true, metrics: ({ tokens }) => ({ tokens }), reason: ({ score }) => `score ${score}` },
    );
    const { flow, sent } = aFlow();
    expect(await flow.run(() => judge('Alien', 9))).toEqual({ film: 'Alien', score: 0.9, tokens: 12 });
    expect((await sent()).steps).toMatchObject([
      { name: 'judge', reason: 'score 0.9', metrics: { tokens: 12 }, observations: [{ data: ['Alien', 9] }] },
    ]);
  });

  it('just calls where there is no flow, with the same this', () => {
    const counter = {
      count: 1,
      next: wrap(function (this: { count: number }, by: number) {
        return this.count + by;
      }),
    };
    expect(counter.next(2)).toBe(3);
  });

  it('keeps the flow in which it was wrapped for calls from elsewhere', async () => {
    const { flow, sent } = aFlow();
    let listener = (_data: string): unknown => undefined;
    flow.run(
      () => flow.step('subscribe', () => void (listener = wrap((data: string) => data, { name: 'message' }))),
      {},
    );
    listener('after the end');
    const other = aFlow();
    const open = aFlow();
    open.flow.step(
      'subscribe',
      () => void (listener = wrap((data: string) => data, { name: 'message', input: (data) => data })),
    );
    listener('hello');
    expect((await open.sent()).steps).toMatchObject([
      { name: 'subscribe' },
      { name: 'message', parent: { name: 'subscribe' }, observations: [{ name: 'input', data: 'hello' }] },
    ]);
    expect((await other.sent()).steps).toEqual([]);
    expect((await sent()).steps).toHaveLength(1);
  });

  it('does not let its own input function disturb the call', async () => {
    const { flow, sent } = aFlow();
    const search = wrap(() => 7, { name: 'search', input: failing(new Error('trap')) });
    expect(flow.run(() => search())).toBe(7);
    expect((await sent()).steps).toMatchObject([{ name: 'search', status: 'completed', observations: [] }]);
  });
});

describe('what is said of a flow while it runs', () => {
  it('adds tags and merges metadata', async () => {
    const { flow, sent } = aFlow({ tags: ['friday'], metadata: { user: 7, plan: 'free' } });
    flow.set({ tags: ['night', 'friday'], metadata: { plan: 'paid' } }).set({ metadata: { films: 2 } });
    expect((await sent()).flow).toMatchObject({
      tags: ['friday', 'night'],
      metadata: { user: 7, plan: 'paid', films: 2 },
    });
  });

  it('leaves out what the server would refuse the flow for', async () => {
    const { flow, sent, platform } = aFlow({ tags: ['friday'], metadata: { user: 7 } });
    flow.set({ tags: ['', ...Array.from({ length: 70 }, (_, i) => `tag ${i}`)] });
    flow.set({ metadata: { huge: 'x'.repeat(5000) } });
    const push = await sent();
    expect([push.flow.tags!.length, push.flow.metadata]).toEqual([64, { user: 7 }]);
    expect((await platform.settle(flow.finish())).warnings).toEqual([
      'Tags of the flow were left out: they are at most 64 names.',
      'Metadata of the flow were left out: they are at most 4096 bytes.',
    ]);
  });
});
