import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';

import { FakeEngine } from '../../testing/fake-engine';
import { EngineClient } from '../engine-client';
import { ENGINE_PORT } from '../engine-port';
import { WindowStore } from './window-store';

const query = { conditions: [], text: '', sort: null };
const declared = { queryable: null, decision: null };

let engine: FakeEngine;
let store: WindowStore;

beforeEach(async () => {
  engine = new FakeEngine('[{"id":0},{"id":1},{"id":2},{"id":3}]');
  TestBed.configureTestingModule({ providers: [WindowStore, { provide: ENGINE_PORT, useValue: engine }] });
  const address = { flowId: 'f', attempt: 1, observationId: 'o' };
  await TestBed.inject(EngineClient).open(address, declared, new AbortController().signal, () => undefined);
  store = TestBed.inject(WindowStore);
});

test('asks one window at a time, and of those that come meanwhile only the last', async () => {
  const shown = [0, 1, 2, 3].map((from) =>
    store.show({ observationId: 'o', query, range: { from, count: 1 }, columns: ['id'] }),
  );
  await Promise.all(shown);
  expect(engine.of('window').map(({ from }) => from)).toEqual([0, 3]);
  expect(store.window()).toMatchObject({ from: 3, rows: [{ index: 3 }], total: 4 });
});

test('shows no rows of an observation that was left', async () => {
  const showing = store.show({ observationId: 'o', query, range: { from: 0, count: 1 }, columns: ['id'] });
  store.clear();
  await showing;
  expect(store.window()).toBeNull();
});
