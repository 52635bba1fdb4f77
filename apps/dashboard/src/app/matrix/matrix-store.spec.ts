import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';

import type { MatrixShape } from '../records/engine/matrix/matrix';
import type { EngineRequest } from '../records/engine/messages';
import { ENGINE_PORT } from '../records/engine-port';
import { FakeEngine } from '../testing/fake-engine';
import { MatrixStore } from './matrix-store';

/** Answers when it is told to. */
class MuteEngine extends FakeEngine {
  override send(request: EngineRequest): void {
    this.requests.push(request);
  }
}

const address = { matrixId: 'm', flowId: 'f', attempt: 1, parts: [], steps: [] };
const shape: MatrixShape = {
  stages: [],
  candidates: 1,
  records: 1,
  expectedRecords: 2,
  withoutId: 0,
  isComplete: false,
  failures: [],
  observations: 1,
};
const rows = [{ kind: '', key: '1', id: '1', label: 'Heat', cells: [] }];
const first = { window: { matched: 1, total: 1, from: 0, firstStage: 0, rows, outcomes: [] }, tookMs: 1 };

let engine: MuteEngine;
let store: MatrixStore;
beforeEach(() => {
  engine = new MuteEngine();
  TestBed.configureTestingModule({ providers: [MatrixStore, { provide: ENGINE_PORT, useValue: engine }] });
  store = TestBed.inject(MatrixStore);
});

test('has the first rows as soon as there are some', () => {
  void store.open(address, true);
  engine.say({ type: 'matrixGrew', id: engine.of('openMatrix')[0]?.id ?? 0, shape, first });
  expect(store.state().status).toBe('ready');
  expect(store.window()).toMatchObject({ matched: 1, rows, shape });
});

test('leaves rows that are not what is looked for', () => {
  void store.open(address, false);
  engine.say({ type: 'matrixGrew', id: engine.of('openMatrix')[0]?.id ?? 0, shape, first });
  expect(store.state().status).toBe('ready');
  expect(store.window()).toBeNull();
});

test('asks for no rows that it has', async () => {
  void store.open(address, true);
  engine.say({ type: 'matrixGrew', id: engine.of('openMatrix')[0]?.id ?? 0, shape, first });
  const query = { filter: null, sort: null };
  await store.show(query, { from: 0, count: 40, firstStage: 0, stageCount: 0 });
  expect(engine.of('matrixWindow')).toHaveLength(0);

  engine.say({
    type: 'matrixGrew',
    id: engine.of('openMatrix')[0]?.id ?? 0,
    shape: { ...shape, records: 2 },
    first: null,
  });
  void store.show(query, { from: 0, count: 40, firstStage: 0, stageCount: 0 });
  expect(engine.of('matrixWindow')).toHaveLength(1);
});

test.each([
  ['other rows', { from: 0, count: 3, firstStage: 0, stageCount: 0 }, null],
  ['further stages', { from: 0, count: 1, firstStage: 0, stageCount: 1 }, null],
  ['another order', { from: 0, count: 1, firstStage: 0, stageCount: 0 }, { by: null, direction: 'asc' } as const],
])('asks for %s', (_, range, sort) => {
  void store.open(address, true);
  const window = { ...first.window, matched: 3 };
  engine.say({ type: 'matrixGrew', id: engine.of('openMatrix')[0]?.id ?? 0, shape, first: { ...first, window } });
  void store.show({ filter: null, sort }, range);
  expect(engine.of('matrixWindow')).toMatchObject([{ range, query: { sort } }]);
});
