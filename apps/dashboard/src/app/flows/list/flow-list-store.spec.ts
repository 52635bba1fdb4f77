import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import type { FlowListItem } from '@flow-trail/contracts';

import { FETCH } from '../../api/fetch';
import { aFlow } from '../../testing/a-flow';
import { FakeServer, jsonReply } from '../../testing/fake-server';
import { FlowListStore } from './flow-list-store';

const all = { name: '', statuses: [] };
const flow = (id: string, given: Partial<FlowListItem> = {}): FlowListItem => aFlow({ id, ...given });

let server: FakeServer;
let store: FlowListStore;
const answer = (flows: FlowListItem[], nextCursor: string | null = null): FakeServer =>
  server.answerJson('/api/flows', { flows, nextCursor });
const ids = (): string[] => {
  const state = store.state();
  return state.status === 'ready' ? state.flows.map(({ id }) => id) : [state.status];
};

beforeEach(() => {
  server = new FakeServer();
  TestBed.configureTestingModule({ providers: [FlowListStore, { provide: FETCH, useValue: server.fetch }] });
  store = TestBed.inject(FlowListStore);
});

describe('pages', () => {
  test('are put one after the other by cursor', async () => {
    answer([flow('c'), flow('b')], 'after b');
    await store.load(all);
    answer([flow('b'), flow('a')]);
    await store.loadMore();
    expect(ids()).toEqual(['c', 'b', 'a']);
    expect(server.asked[1]?.searchParams.get('cursor')).toBe('after b');
  });

  test('stop after the last', async () => {
    answer([flow('a')]);
    await store.load(all);
    await store.loadMore();
    expect(server.asked).toHaveLength(1);
  });

  test('that fail leave the rows and can be asked again', async () => {
    answer([flow('b')], 'next');
    await store.load(all);
    server.answerProblem('/api/flows', 503);
    await store.loadMore();
    expect(store.state()).toMatchObject({ status: 'ready', more: { status: 'failed' } });
    answer([flow('a')]);
    await store.loadMore();
    expect(ids()).toEqual(['b', 'a']);
  });

  test('of an older filter do not overtake a newer one', async () => {
    const slow = Promise.withResolvers<Response>();
    server.answer('/api/flows', () => slow.promise);
    const first = store.load({ name: 'old', statuses: [] });
    answer([flow('new')]);
    await store.load({ name: 'new', statuses: [] });
    slow.resolve(jsonReply({ flows: [flow('old')], nextCursor: null }));
    await first;
    expect(ids()).toEqual(['new']);
  });
});

test('a first page that fails is an error with the words of the server', async () => {
  server.answerProblem('/api/flows', 503);
  await store.load(all);
  expect(store.state()).toMatchObject({ status: 'failed', failure: { requestId: 'r-1' } });
});

describe('new runs', () => {
  beforeEach(async () => {
    answer([flow('b', { status: 'running' }), flow('a')]);
    await store.load(all);
  });

  test('wait until they are asked for', async () => {
    answer([flow('c'), flow('b'), flow('a')]);
    await store.poll();
    expect(ids()).toEqual(['b', 'a']);
    expect(store.arrivals().map(({ id }) => id)).toEqual(['c']);
    store.showArrivals();
    expect(ids()).toEqual(['c', 'b', 'a']);
    expect(store.arrivals()).toEqual([]);
  });

  test('leave known rows in their place, with their new status', async () => {
    answer([flow('b', { status: 'completed' }), flow('a')]);
    await store.poll();
    expect(store.state()).toMatchObject({ flows: [{ id: 'b', status: 'completed' }, { id: 'a' }] });
    expect(store.arrivals()).toEqual([]);
  });

  test('take the place of the rows when a gap lies between', async () => {
    answer([flow('z'), flow('y')], 'after y');
    await store.poll();
    store.showArrivals();
    expect(ids()).toEqual(['z', 'y']);
    expect(store.state()).toMatchObject({ nextCursor: 'after y' });
  });

  test('put another attempt above, and leave the one before where it is', async () => {
    answer([flow('a', { attempt: 2 }), flow('b'), flow('a')]);
    await store.poll();
    store.showArrivals();
    expect(ids()).toEqual(['a', 'b', 'a']);
  });

  test('are no news when the poll fails', async () => {
    server.answerProblem('/api/flows', 503);
    await store.poll();
    expect(ids()).toEqual(['b', 'a']);
  });
});
