import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { FlowListItem } from '@flow-trail/contracts';

import { FETCH } from '../../api/fetch';
import { aFlow } from '../../testing/a-flow';
import { FakeServer } from '../../testing/fake-server';
import { FlowListPage } from './flow-list-page';

let server: FakeServer;
let page: HTMLElement;
let harness: RouterTestingHarness;

const find = (testId: string): HTMLElement | null => page.querySelector(`[data-testid="${testId}"]`);
const rows = (): Element[] => [...page.querySelectorAll('[data-testid="flow-row"]')];
const answer = (flows: FlowListItem[], nextCursor: string | null = null): FakeServer =>
  server.answerJson('/api/flows', { flows, nextCursor });

async function settle(): Promise<void> {
  await jest.advanceTimersByTimeAsync(200);
  await harness.fixture.whenStable();
}

async function visit(url: string): Promise<void> {
  harness = await RouterTestingHarness.create(url);
  page = harness.routeNativeElement as HTMLElement;
  await settle();
}

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-01-01T12:02:10.000Z') });
  sessionStorage.clear();
  server = new FakeServer();
  TestBed.configureTestingModule({
    providers: [
      provideRouter([{ path: 'flows', component: FlowListPage }], withComponentInputBinding()),
      { provide: FETCH, useValue: server.fetch },
    ],
  });
});

describe('the flows page', () => {
  test('says whom a flow selected that gives no reason', async () => {
    const decided = (kept: number, ...selected: string[]): FlowListItem =>
      aFlow({ reason: null, funnel: { stages: [{ name: 'a/b', in: 12, kept }], unexplained: 0, selected } });
    const before = aFlow({ reason: null, funnel: { stages: [{ name: 'a/b', in: 12, kept: 1 }], unexplained: 0 } });
    const flows = [decided(5, 'Heat', 'Ronin', 'Thief'), decided(1, 'Heat'), decided(0), before];
    answer(flows.map((flow, at) => ({ ...flow, attempt: at + 1 })));
    await visit('/flows');
    expect(rows().map((row) => row.querySelector('.reason')?.textContent?.trim())).toEqual([
      'Heat, Ronin, Thief and 2 more were selected',
      'Heat was selected',
      'nobody was selected',
      'no reason given',
    ]);
  });

  test('tells of each flow what was decided and what it cost', async () => {
    answer([aFlow({ attempt: 2 })]);
    await visit('/flows');
    const cells = [...(rows()[0]?.querySelectorAll('[role=cell]') ?? [])];
    expect(cells.map(({ textContent }) => textContent?.trim())).toEqual([
      'completed',
      'movie-night#000001attempt 2',
      'Heat was drawn',
      '–',
      '2',
      '1',
      '1.2 kB',
      '4.00 s',
      '2.4.0',
      '2 min ago',
    ]);
    expect(rows()[0]?.querySelector('a')?.getAttribute('href')).toBe(
      '/flows/0199a41f-7c02-7d11-a000-000000000001?attempt=2',
    );
  });

  test('shows how candidates became fewer, and marks what nobody explained', async () => {
    const funnel = { stages: [{ name: 'a/b', in: 3201, kept: 12 }], unexplained: 3 };
    answer([aFlow({ funnel }), aFlow({ attempt: 2, funnel: { ...funnel, unexplained: 0 } })]);
    await visit('/flows');
    const [odd, fine] = rows().map((row) => row.querySelector('[data-testid=small-funnel]'));
    expect(odd?.getAttribute('title')).toBe('a/b: 3,201 in, 12 kept');
    expect(odd?.textContent).toContain('?3');
    expect(fine?.textContent).not.toContain('?');
  });

  test('takes hostile names for text', async () => {
    answer([aFlow({ name: '<img src=x onerror=alert(1)>', reason: '<script>alert(1)</script>' })]);
    await visit('/flows');
    expect(page.querySelector('img, script')).toBeNull();
    expect(rows()[0]?.textContent).toContain('<script>alert(1)</script>');
  });

  test('draws the skeleton while it waits', async () => {
    server.answer('/api/flows', () => new Promise(() => undefined));
    await visit('/flows');
    expect(find('skeleton')).not.toBeNull();
  });

  test('says what failed, with the request id, and tries again', async () => {
    server.answerProblem('/api/flows', 503);
    await visit('/flows');
    expect(find('failure')?.textContent).toContain('It was refused.');
    expect(find('failure')?.textContent).toContain('r-1');
    answer([aFlow()]);
    find('retry')?.click();
    await settle();
    expect(rows()).toHaveLength(1);
  });

  test('asks for a key when the server wants one, and keeps it in the tab', async () => {
    server.answerProblem('/api/flows', 401, { retryable: false });
    await visit('/flows');
    const key = find('key') as HTMLInputElement;
    expect(key.type).toBe('password');
    key.value = ' ft_live_0123456789abcdef\n';
    answer([aFlow()]);
    find('key-form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
    expect(rows()).toHaveLength(1);
    expect(server.authorizations).toEqual([undefined, 'Bearer ft_live_0123456789abcdef']);
    expect(sessionStorage.getItem('flow-trail.api-key')).toBe('ft_live_0123456789abcdef');
    expect(localStorage.getItem('flow-trail.api-key')).toBeNull();
  });

  test('asks for another key when the one it has does not open the flows', async () => {
    sessionStorage.setItem('flow-trail.api-key', 'ft_live_ingest_only_key');
    server.answerProblem('/api/flows', 403, { retryable: false });
    await visit('/flows');
    expect(server.authorizations).toEqual(['Bearer ft_live_ingest_only_key']);
    expect(find('key-form')).not.toBeNull();
  });

  test.each([403, 404, 503])('asks for no key when something else is wrong: %d', async (status) => {
    server.answerProblem('/api/flows', status);
    await visit('/flows');
    expect(find('failure')).not.toBeNull();
    expect(find('key-form')).toBeNull();
  });

  test('shows the first steps when nothing was ever sent', async () => {
    answer([]);
    await visit('/flows');
    expect(find('first-steps')?.textContent).toContain("from '@flow-trail/sdk'");
  });

  test('offers to clear a filter that nothing matches', async () => {
    answer([]);
    await visit('/flows?name=zzz&status=failed');
    expect(server.asked[0]?.search).toBe('?limit=50&name=zzz&status=failed');
    find('no-match')?.querySelector('button')?.click();
    await settle();
    expect(TestBed.inject(Router).url).toBe('/flows');
  });
});

describe('the filters', () => {
  test('are in the URL, and the server is asked once for a typed word', async () => {
    answer([aFlow()]);
    await visit('/flows');
    const name = find('filter-name') as HTMLInputElement;
    for (const typed of ['j', 'ju', 'jud']) {
      name.value = typed;
      name.dispatchEvent(new Event('input'));
      await jest.advanceTimersByTimeAsync(20);
    }
    find('filter-failed')?.click();
    await settle();
    expect(TestBed.inject(Router).url).toBe('/flows?name=jud&status=failed');
    expect(server.asked.map(({ search }) => search)).toEqual(['?limit=50', '?limit=50&name=jud&status=failed']);
    expect(find('filter-failed')?.getAttribute('aria-pressed')).toBe('true');
  });

  test('ignore a status that there is not', async () => {
    answer([]);
    await visit('/flows?status=failed,nonsense');
    expect(server.asked[0]?.searchParams.get('status')).toBe('failed');
  });
});

test('new runs wait in a quiet line', async () => {
  answer([aFlow({ id: 'a' })]);
  await visit('/flows');
  answer([aFlow({ id: 'b' }), aFlow({ id: 'a' })]);
  await jest.advanceTimersByTimeAsync(5000);
  await settle();
  expect(rows()).toHaveLength(1);
  expect(find('arrivals')?.textContent?.trim()).toBe('1 new run · show');
  find('arrivals')?.click();
  await settle();
  expect(rows()).toHaveLength(2);
});

test('j and k move over the rows', async () => {
  answer([aFlow({ id: 'a' }), aFlow({ id: 'b' })]);
  await visit('/flows');
  const press = (key: string): unknown => document.dispatchEvent(new KeyboardEvent('keydown', { key }));
  document.body.append(page);
  press('j');
  press('j');
  expect(document.activeElement?.getAttribute('href')).toBe('/flows/b?attempt=1');
  press('k');
  expect(document.activeElement?.getAttribute('href')).toBe('/flows/a?attempt=1');
});

test.each([
  [[], '/flows/a?attempt=1'],
  [['j', 'j'], '/flows/b?attempt=1'],
])('enter opens a flow after %j', async (before, opened) => {
  TestBed.inject(Router).resetConfig([
    { path: 'flows', component: FlowListPage },
    { path: 'flows/:id', children: [] },
  ]);
  answer([aFlow({ id: 'a' }), aFlow({ id: 'b' })]);
  await visit('/flows');
  const press = (key: string): unknown => document.dispatchEvent(new KeyboardEvent('keydown', { key }));
  document.body.append(page);
  for (const key of [...before, 'Enter']) press(key);
  await settle();
  expect(TestBed.inject(Router).url).toBe(opened);
});
