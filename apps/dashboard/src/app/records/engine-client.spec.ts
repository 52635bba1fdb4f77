import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';

import { ApiKey } from '../api/api-key';
import { FakeEngine } from '../testing/fake-engine';
import type { EngineRequest } from './engine/messages';
import { EngineClient } from './engine-client';
import { ENGINE_PORT } from './engine-port';

const address = { flowId: 'f', attempt: 1, observationId: 'o' };
const declared = { queryable: null, decision: null };
const query = { conditions: [], text: '', sort: null };
const failure = { title: 'No', detail: '', retryable: false, requestId: null, status: null };

class MuteEngine extends FakeEngine {
  override send(request: EngineRequest): void {
    this.requests.push(request);
  }
}

let engine: MuteEngine;
let client: EngineClient;
beforeEach(() => {
  engine = new MuteEngine();
  TestBed.configureTestingModule({ providers: [{ provide: ENGINE_PORT, useValue: engine }] });
  client = TestBed.inject(EngineClient);
});

test('answers each question with its own answer, in any order', async () => {
  const first = client.text('o', 'data', 'a');
  const second = client.text('o', 'data', 'b');
  const [one, two] = engine.of('text');
  engine.say({ type: 'text', id: two?.id ?? 0, text: 'B' });
  engine.say({ type: 'text', id: one?.id ?? 0, text: 'A' });
  expect([await first, await second]).toEqual([
    { status: 'ok', value: 'A' },
    { status: 'ok', value: 'B' },
  ]);
});

test('hands the key of the tab to the worker', () => {
  TestBed.inject(ApiKey).keep('ft_live_0123456789abcdef');
  void client.open(address, declared, new AbortController().signal, () => undefined);
  TestBed.inject(ApiKey).keep('');
  void client.open(address, declared, new AbortController().signal, () => undefined);
  expect(engine.of('open').map(({ apiKey }) => apiKey)).toEqual(['ft_live_0123456789abcdef', null]);
});

test('reports progress before the answer', async () => {
  const seen: unknown[] = [];
  const opening = client.open(address, declared, new AbortController().signal, (...progress) => seen.push(progress));
  engine.say({ type: 'progress', id: 1, received: 5, of: 10 });
  engine.say({ type: 'failed', id: 1, failure });
  expect(await opening).toEqual({ status: 'failed', failure });
  expect(seen).toEqual([[5, 10]]);
});

test('tells the worker when an opening is left, and answers null', async () => {
  const abort = new AbortController();
  const opening = client.open(address, declared, abort.signal, () => undefined);
  abort.abort();
  expect(await opening).toBeNull();
  expect(engine.of('cancel')).toEqual([{ type: 'cancel', id: 1 }]);
});

test('answers all open questions when the worker stops', async () => {
  const asked = client.window('o', query, 0, 10);
  engine.crash('out of memory');
  expect(await asked).toMatchObject({ status: 'failed', failure: { title: 'The record engine stopped' } });
});
