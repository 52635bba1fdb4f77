import 'fake-indexeddb/auto';

import { gzipSync } from 'node:zlib';

import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { FlowDocument } from '@flow-trail/contracts';

import { aDocument, anObservation, aStep } from '../../testing/a-flow';
import { ByteCache } from './byte-cache';
import { DataLoader } from './data-loader';
import { matrixAddress } from './matrix/matrix-address';
import type { EngineMessage, EngineRequest } from './messages';
import { RecordEngine } from './record-engine';

const address = { flowId: 'flow', attempt: 2, observationId: 'obs' };
const declared = { queryable: null, decision: null };
const open: EngineRequest = { type: 'open', id: 1, address, declared, apiKey: null };
const everything = { conditions: [], text: '', sort: null };
let database = 0;

type Fetch = typeof globalThis.fetch;
interface Asked {
  url: string;
  init: RequestInit | undefined;
}

class Bench {
  readonly messages: EngineMessage[] = [];
  readonly asked: Asked[] = [];
  answer: () => Response | Promise<Response> = () => gzipped('[{"id":1},{"id":2}]');
  now = (): number => 0;
  readonly #cache = new ByteCache({ database: `engine-${database}` });
  engine = this.restart();

  restart(): RecordEngine {
    const fetch: Fetch = async (input, init) => {
      this.asked.push({ url: String(input), init });
      return this.answer();
    };
    this.engine = new RecordEngine(
      new DataLoader(this.#cache, fetch),
      (message) => this.messages.push(message),
      () => this.now(),
    );
    return this.engine;
  }

  get last(): EngineMessage | undefined {
    return this.messages.at(-1);
  }
}

const gzipped = (text: string): Response =>
  new Response(new Uint8Array(gzipSync(text)), { headers: { 'content-type': 'application/gzip' } });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const problem = (status: number): Response =>
  Response.json(
    { title: 'Gone', detail: 'It was deleted.', retryable: false, requestId: 'r-1', status },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );

let bench: Bench;
beforeEach(() => {
  database++;
  bench = new Bench();
});

describe('opening an observation', () => {
  test('asks for the stored bytes and tells what is in them', async () => {
    await bench.engine.handle(open);
    expect(bench.asked[0]?.url).toBe('/api/flows/flow/observations/obs/data?attempt=2');
    expect(bench.asked[0]?.init?.headers).toEqual({ accept: 'application/gzip' });
    expect(bench.last).toMatchObject({ type: 'opened', id: 1, data: { origin: 'server', table: { records: 2 } } });
    expect(bench.messages[0]).toMatchObject({ type: 'progress', id: 1 });
  });

  test('sends the key that the page hands over', async () => {
    await bench.engine.handle({ ...open, apiKey: 'ft_live_0123456789abcdef' });
    expect(bench.asked[0]?.init?.headers).toMatchObject({ authorization: 'Bearer ft_live_0123456789abcdef' });
  });

  test('asks the cache first the second time', async () => {
    await bench.engine.handle(open);
    await bench.restart().handle({ ...open, id: 2 });
    expect(bench.last).toMatchObject({ type: 'opened', id: 2, data: { origin: 'cache', table: { records: 2 } } });
    expect(bench.asked).toHaveLength(1);
  });

  test('reads bytes that something on the way has inflated', async () => {
    bench.answer = () => new Response('[{"id":1}]');
    await bench.engine.handle(open);
    expect(bench.last).toMatchObject({ type: 'opened', data: { table: { records: 1 } } });
  });

  test('answers the problem of the server as a value', async () => {
    bench.answer = () => problem(410);
    await bench.engine.handle(open);
    expect(bench.last).toEqual({
      type: 'failed',
      id: 1,
      failure: { title: 'Gone', detail: 'It was deleted.', retryable: false, requestId: 'r-1', status: 410 },
    });
  });

  test('answers a broken connection as a value that can be retried', async () => {
    bench.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    await bench.engine.handle(open);
    expect(bench.last).toMatchObject({ type: 'failed', failure: { retryable: true, status: null } });
  });

  test('answers data that is no JSON as a value', async () => {
    bench.answer = () => gzipped('[1,');
    await bench.engine.handle(open);
    expect(bench.last).toMatchObject({ type: 'failed', failure: { title: 'The answer could not be read' } });
  });

  test('says nothing more once it is cancelled', async () => {
    const gate = Promise.withResolvers<Response>();
    bench.answer = () => gate.promise;
    const opening = bench.engine.handle(open);
    await bench.engine.handle({ type: 'cancel', id: 1 });
    gate.resolve(gzipped('[]'));
    await opening;
    expect(bench.messages.filter(({ type }) => type !== 'progress')).toEqual([]);
  });

  test('forgets the bytes of a flow that is gone', async () => {
    await bench.engine.handle(open);
    await bench.engine.handle({ type: 'forget', id: 2, flowId: 'flow' });
    expect(bench.last).toEqual({ type: 'forgotten', id: 2 });
    await bench.restart().handle({ ...open, id: 3 });
    expect(bench.asked).toHaveLength(2);
  });

  test('finds the records where the declaration says, and counts what was not recorded', async () => {
    bench.answer = () => gzipped('{"meta":{"hits":9},"result":{"items":[{"id":1}]}}');
    const decision = { candidate: 'id', records: 'result.items', total: 'meta.hits' };
    await bench.engine.handle({ ...open, declared: { queryable: null, decision } });
    expect(bench.last).toMatchObject({ data: { table: { records: 1, declaredTotal: 9 } } });
  });

  test.each(['{"a":1}', '[1,2]', '[{"a":1},2]', '"text"'])('offers no table for %s', async (text) => {
    bench.answer = () => gzipped(text);
    await bench.engine.handle(open);
    expect(bench.last).toMatchObject({ type: 'opened', data: { table: null } });
  });
});

describe('an open observation', () => {
  test('answers windows on its records', async () => {
    await bench.engine.handle(open);
    await bench.engine.handle({ type: 'window', id: 2, observationId: 'obs', query: everything, from: 1, count: 5 });
    expect(bench.last).toMatchObject({ type: 'window', id: 2, window: { matched: 2, rows: [{ index: 1 }] } });
  });

  test('answers lines and text of one record with exact numbers', async () => {
    bench.answer = () => gzipped('[{"id":1},{"id":9007199254740993}]');
    await bench.engine.handle(open);
    await bench.engine.handle({ type: 'lines', id: 2, observationId: 'obs', root: 1, toggled: [], from: 0, count: 9 });
    expect(bench.last).toMatchObject({ lines: { total: 2, lines: [{}, { key: 'id', text: '9007199254740993' }] } });
    await bench.engine.handle({ type: 'text', id: 3, observationId: 'obs', root: 'data', path: '1.id' });
    expect(bench.last).toEqual({ type: 'text', id: 3, text: '9007199254740993' });
  });

  test('answers how the values of a path are spread', async () => {
    await bench.engine.handle(open);
    await bench.engine.handle({ type: 'distribution', id: 2, observationId: 'obs', query: everything, path: 'id' });
    expect(bench.last).toMatchObject({ type: 'distribution', id: 2, distribution: { present: 2, distinct: 2 } });
  });

  test('stays open beside the next one, so that one can go back', async () => {
    await bench.engine.handle(open);
    await bench.engine.handle({ ...open, id: 2, address: { ...address, observationId: 'other' } });
    await bench.engine.handle({ type: 'window', id: 3, observationId: 'obs', query: everything, from: 0, count: 5 });
    expect(bench.last).toMatchObject({ type: 'window', id: 3, window: { matched: 2 } });
  });

  test('is asked for by its id, or the question fails', async () => {
    await bench.engine.handle(open);
    await bench.engine.handle({ type: 'window', id: 2, observationId: 'other', query: everything, from: 0, count: 5 });
    expect(bench.last).toMatchObject({ type: 'failed', id: 2, failure: { title: 'Other observations are open' } });
  });
});

describe('the matrix of a flow', () => {
  const step = { name: 'search', version: 1, iteration: 1 };
  const trailStep = { ...step, position: 0, parent: null, createdAt: '2026-01-01', startedAt: null, finishedAt: null };
  const part = (observationId: string, declaration: object = {}) => ({
    observationId,
    step,
    name: observationId,
    version: 1,
    role: null,
    records: null,
    declaration: { candidate: 'id', ...declaration },
  });
  const openMatrix = (parts = [part('a'), part('b')], id = 1): EngineRequest => ({
    type: 'openMatrix',
    id,
    address: { matrixId: 'm', flowId: 'flow', attempt: 1, parts, steps: [trailStep] },
    apiKey: null,
  });
  const range = { from: 0, count: 10, firstStage: 0, stageCount: 10 };
  const window: EngineRequest = {
    type: 'matrixWindow',
    id: 2,
    matrixId: 'm',
    query: { filter: null, sort: null },
    range,
  };

  test('reads all observations and joins them', async () => {
    await bench.engine.handle(openMatrix());
    expect(bench.last).toMatchObject({ type: 'matrixOpened', shape: { candidates: 2, records: 4, isComplete: true } });
    await bench.engine.handle(window);
    expect(bench.last).toMatchObject({ type: 'matrixWindow', window: { matched: 2, total: 2 } });
  });

  test('reads records that an object wraps, and bytes that something inflated', async () => {
    bench.answer = () => new Response('{"meta":{"hits":9},"items":[{"id":1}]}');
    await bench.engine.handle(openMatrix([part('a', { records: 'items', total: 'meta.hits' })]));
    expect(bench.last).toMatchObject({ shape: { candidates: 1, stages: [{ notRecorded: 8 }] } });
  });

  /** Pieces of a body, each sent when it is asked for. */
  const inPieces = (...pieces: string[]): { answer: () => Response; send: () => Promise<void> } => {
    const body = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
    const writer = body.writable.getWriter();
    const send = async (): Promise<void> => {
      await writer.write(new TextEncoder().encode(pieces.shift()));
      if (pieces.length === 0) await writer.close();
      let turns = 0;
      await until(() => ++turns > 100);
    };
    return { answer: () => new Response(body.readable), send };
  };

  test('answers rows before the last byte', async () => {
    const { answer, send } = inPieces(`[{"id":1},${' '.repeat(100)}`, '{"id":2}]');
    bench.answer = answer;
    let now = 0;
    bench.now = () => (now += 1000);
    const opening = bench.engine.handle(openMatrix([part('a')]));
    await send();
    expect(bench.last).toMatchObject({
      type: 'matrixGrew',
      shape: { candidates: 1, isComplete: false },
      first: { window: { matched: 1, rows: [{ key: '1' }] } },
    });
    await bench.engine.handle(window);
    expect(bench.last).toMatchObject({ type: 'matrixWindow', window: { matched: 1 } });
    await send();
    await opening;
    expect(bench.last).toMatchObject({ type: 'matrixOpened', shape: { candidates: 2, isComplete: true } });
  });

  const recordsFrom = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, place) => `{"id":${from + place}},`).join('');
  const grown = (candidates: number): object => ({ type: 'matrixGrew', shape: { candidates } });

  test('says what came since the last sign when nothing more comes', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
    const { answer, send } = inPieces(`[${recordsFrom(0, 50)}`, recordsFrom(50, 60), '{"id":60}]');
    bench.answer = answer;
    const opening = bench.engine.handle(openMatrix([part('a')]));
    try {
      await send();
      expect(bench.messages).toMatchObject([grown(50)]);
      await bench.engine.handle({ type: 'drawn', matrixId: 'm' });
      await send();
      expect(bench.messages).toHaveLength(1);
      bench.now = () => 1000;
      jest.advanceTimersByTime(1000);
      expect(bench.messages.slice(1)).toMatchObject([grown(60)]);
    } finally {
      jest.useRealTimers();
      await send();
      await opening;
    }
    expect(bench.messages.slice(2)).toMatchObject([{ type: 'matrixOpened', shape: { candidates: 61 } }]);
  });

  test('says nothing of no rows, and at once that there is a screen of them', async () => {
    const { answer, send } = inPieces(`[${' '.repeat(100)}`, recordsFrom(0, 2), recordsFrom(2, 50), '{"id":50}]');
    bench.answer = answer;
    const opening = bench.engine.handle(openMatrix([part('a')]));
    bench.now = () => 200;
    await send();
    expect(bench.messages).toEqual([]);
    await send();
    expect(bench.messages).toMatchObject([grown(2)]);
    await send();
    expect(bench.messages.slice(1)).toMatchObject([grown(50)]);
    await bench.engine.handle({ type: 'drawn', matrixId: 'm' });
    await send();
    await opening;
  });

  test('names what could not be read, and is then not complete', async () => {
    let asked = 0;
    bench.answer = () => (asked++ === 0 ? gzipped('[1,') : gzipped('[{"id":1}]'));
    await bench.engine.handle(openMatrix());
    expect(bench.last).toMatchObject({
      shape: { candidates: 1, isComplete: false, failures: [{ observation: 'search/a' }], observations: 2 },
    });
  });

  test('says nothing more once it is cancelled', async () => {
    const gate = Promise.withResolvers<Response>();
    bench.answer = () => gate.promise;
    const opening = bench.engine.handle(openMatrix());
    await bench.engine.handle({ type: 'cancel', id: 1 });
    gate.resolve(gzipped('[]'));
    await opening;
    expect(bench.messages).toEqual([]);
  });

  test('is kept when it is asked for again', async () => {
    await bench.engine.handle(openMatrix());
    await bench.engine.handle(openMatrix([part('a'), part('b')], 3));
    expect(bench.last).toMatchObject({ type: 'matrixOpened', id: 3 });
    expect(bench.asked).toHaveLength(2);
  });

  describe('of the flow that the page begins with', () => {
    const matrixOf = (document: FlowDocument, id = 1): EngineRequest => {
      const address = matrixAddress(document);
      if (!address) throw new Error('nothing is decided');
      return { type: 'openMatrix', id, address, apiKey: null };
    };
    const flowOf = (...names: string[]): FlowDocument => {
      const observations = names.map((name) => anObservation({ id: name, name, decision: { candidate: 'id' } }));
      return aDocument([aStep({ observations })]);
    };
    const readAhead = (document: FlowDocument): Promise<void> =>
      bench.engine.handle({ type: 'readAhead', text: JSON.stringify(document), apiKey: 'ft_live_x' });
    /** Until nothing more is asked, told or read. */
    const settle = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    const records = (count: number): Response =>
      gzipped(JSON.stringify(Array.from({ length: count }, (_, id) => ({ id, why: `${Math.sin(id)}` }))));

    test('is read before anybody opens it, and then told', async () => {
      await readAhead(flowOf('a', 'b'));
      await settle();
      expect(bench.messages).toEqual([]);
      expect(bench.asked.map(({ init }) => init?.headers)).toMatchObject([
        { authorization: 'Bearer ft_live_x' },
        { authorization: 'Bearer ft_live_x' },
      ]);
      await bench.engine.handle(matrixOf(flowOf('a', 'b'), 7));
      expect(bench.messages).toMatchObject([
        { type: 'matrixGrew', id: 7, first: { window: { matched: 2 } } },
        { type: 'matrixOpened', id: 7, shape: { candidates: 2, isComplete: true } },
      ]);
      expect(bench.asked).toHaveLength(2);
    });

    test('is read no further than a screen until somebody opens it', async () => {
      bench.answer = () => records(5000);
      const document = flowOf('a');
      await readAhead(document);
      await settle();
      const { address } = matrixOf(document) as Extract<EngineRequest, { type: 'openMatrix' }>;
      await bench.engine.handle({ ...window, matrixId: address.matrixId } as EngineRequest);
      const read = (bench.last as Extract<EngineMessage, { type: 'matrixWindow' }>).window.total;
      expect(read).toBeGreaterThan(49);
      expect(read).toBeLessThan(500);
      await bench.engine.handle(matrixOf(document));
      expect(bench.last).toMatchObject({ type: 'matrixOpened', shape: { candidates: 5000, isComplete: true } });
      expect(bench.asked).toHaveLength(1);
    });

    test('leaves the cores to the page until that has drawn the first rows', async () => {
      // Those that end its patience never fire.
      jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
      try {
        bench.answer = () => records(5000);
        const opening = matrixOf(flowOf('a')) as Extract<EngineRequest, { type: 'openMatrix' }>;
        void bench.engine.handle(opening);
        await until(() => bench.messages.length > 0);
        let turns = 0;
        await until(() => ++turns > 100);
        expect(bench.last).toMatchObject({ type: 'matrixGrew', shape: { isComplete: false } });
        await bench.engine.handle({ type: 'drawn', matrixId: opening.address.matrixId });
        await until(() => bench.last?.type === 'matrixOpened');
        expect(bench.last).toMatchObject({ shape: { candidates: 5000 } });
      } finally {
        jest.useRealTimers();
      }
    });

    test('is left when another one is opened', async () => {
      bench.answer = () => records(5000);
      await readAhead(flowOf('a'));
      await bench.engine.handle(matrixOf(flowOf('b')));
      expect(bench.last).toMatchObject({ type: 'matrixOpened', shape: { candidates: 5000, observations: 1 } });
      expect(bench.messages.filter(({ type }) => type === 'matrixOpened')).toHaveLength(1);
    });

    test('is read anew when it failed and is wanted again', async () => {
      bench.answer = () => problem(503);
      await readAhead(flowOf('a'));
      await bench.engine.handle(matrixOf(flowOf('a'), 1));
      expect(bench.last).toMatchObject({
        id: 1,
        shape: { isComplete: false, failures: [{ observation: 'search/a' }] },
      });
      bench.answer = () => gzipped('[{"id":1}]');
      await bench.engine.handle(matrixOf(flowOf('a'), 2));
      expect(bench.last).toMatchObject({ id: 2, shape: { isComplete: true, candidates: 1 } });
    });

    test.each(['', '{"flow":{}}', 'null', JSON.stringify(aDocument([aStep()]))])('is nothing for %s', async (text) => {
      await bench.engine.handle({ type: 'readAhead', text, apiKey: null });
      expect([bench.asked, bench.messages]).toEqual([[], []]);
    });
  });
});
