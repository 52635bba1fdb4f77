import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';

import { FETCH } from '../../api/fetch';
import { ENGINE_PORT } from '../../records/engine-port';
import { aDocument } from '../../testing/a-flow';
import { FakeEngine } from '../../testing/fake-engine';
import { FakeServer } from '../../testing/fake-server';
import { FlowStore } from './flow-store';

let server: FakeServer;
let engine: FakeEngine;
let store: FlowStore;

beforeEach(() => {
  server = new FakeServer();
  engine = new FakeEngine();
  TestBed.configureTestingModule({
    providers: [FlowStore, { provide: FETCH, useValue: server.fetch }, { provide: ENGINE_PORT, useValue: engine }],
  });
  store = TestBed.inject(FlowStore);
});

test('reads a finished flow once', async () => {
  server.answerJson('/api/flows/x', aDocument([]));
  await store.load('x', null);
  await store.refresh();
  expect(store.state()).toMatchObject({ status: 'ready', document: { flow: { name: 'movie-night' } } });
  expect(server.asked).toHaveLength(1);
});

test('reads a running flow again until it ends', async () => {
  server.answerJson('/api/flows/x', aDocument([], { id: 'x', status: 'running' }));
  await store.load('x', null);
  server.answerJson('/api/flows/x', aDocument([], { id: 'x', status: 'completed', revision: 2 }));
  await store.refresh();
  expect(store.state()).toMatchObject({ document: { flow: { status: 'completed' } } });
});

test('stands still while nothing changes', async () => {
  server.answerJson('/api/flows/x', aDocument([], { id: 'x', status: 'running' }));
  await store.load('x', null);
  const before = store.state();
  await store.refresh();
  expect(store.state()).toBe(before);
});

test('keeps what it shows when a refresh fails', async () => {
  server.answerJson('/api/flows/x', aDocument([], { id: 'x', status: 'running' }));
  await store.load('x', null);
  server.answerProblem('/api/flows/x', 503);
  await store.refresh();
  expect(store.state().status).toBe('ready');
});

test('drops the cached bytes of a flow that is gone', async () => {
  server.answerProblem('/api/flows/x', 410);
  await store.load('x', null);
  expect(store.state()).toMatchObject({ status: 'failed', failure: { status: 410 } });
  expect(engine.of('forget')).toMatchObject([{ flowId: 'x' }]);
});
