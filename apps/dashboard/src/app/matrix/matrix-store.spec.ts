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
  expect(store.window()).toMatchObject({ matched: 1, rows, isWhole: false });
});

test('leaves rows that are not what is looked for', () => {
  void store.open(address, false);
  engine.say({ type: 'matrixGrew', id: engine.of('openMatrix')[0]?.id ?? 0, shape, first });
  expect(store.state().status).toBe('ready');
  expect(store.window()).toBeNull();
});
