import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { FETCH } from '../api/fetch';
import { FlowPage } from '../flows/page/flow-page';
import { ENGINE_PORT } from '../records/engine-port';
import { aDocument, anObservation, aStep } from '../testing/a-flow';
import { FakeEngine } from '../testing/fake-engine';
import { FakeServer } from '../testing/fake-server';

const found = [
  { id: 1, title: 'Heat', rank: 1 },
  { id: 2, title: '<img src=x onerror=alert(1)>', rank: 2 },
  { id: 3, title: 'Thief', rank: 3 },
];
const judged = [
  { id: 1, rating: 8.2, votes: 9000 },
  { id: 2, rating: 6.1, votes: 9000 },
  { id: 3, rating: 6.4, votes: 812 },
];
const rules = {
  rating: { actual: 'rating', op: '>=', threshold: 7 },
  votes: { actual: 'votes', op: '>=', threshold: 1000 },
} as const;
const search = anObservation({ id: 's', decision: { candidate: 'id', label: 'title', rank: 'rank' } });
const filters = anObservation({ id: 'f', decision: null, declared: { candidate: 'id', rules } });
const steps = [
  aStep({ name: 'search', observations: [search] }),
  aStep({ name: 'filters', position: 1, observations: [filters] }),
];

let server: FakeServer;
let engine: FakeEngine;
let harness: RouterTestingHarness;

const page = (): HTMLElement => harness.routeNativeElement as HTMLElement;
const find = (testId: string): HTMLElement | null => page().querySelector(`[data-testid="${testId}"]`);
const all = (testId: string): HTMLElement[] => [...page().querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)];
const words = (element: Element | null | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const rows = (): string[] => all('matrix-row').map((row) => words(row.querySelector('.label')));
const query = (): Record<string, unknown> => {
  const router = TestBed.inject(Router);
  return router.parseUrl(router.url).queryParams;
};

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await harness.fixture.whenStable();
}

async function visit(match = '', rest = ''): Promise<void> {
  harness = await RouterTestingHarness.create(`/flows/x?match=${encodeURIComponent(match)}${rest}`);
  await settle();
}

async function type(text: string): Promise<void> {
  const field = find('matrix-filter') as HTMLInputElement;
  field.focus();
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(new Event('input'));
  await settle();
}

async function press(key: string, target: EventTarget | null = document.activeElement): Promise<void> {
  target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settle();
}

beforeEach(() => {
  server = new FakeServer().answerJson('/api/flows/x', aDocument(steps, { id: 'x' }));
  engine = new FakeEngine({ s: JSON.stringify(found), f: JSON.stringify(judged) });
  // jsdom lays nothing out: rows and columns need a size to be in view.
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 1200 });
  TestBed.configureTestingModule({
    providers: [
      provideRouter([{ path: 'flows/:id', component: FlowPage }], withComponentInputBinding()),
      { provide: FETCH, useValue: server.fetch },
      { provide: ENGINE_PORT, useValue: engine },
    ],
  });
});

describe('the matrix', () => {
  test('is the first view of a flow that decided something, a row a candidate', async () => {
    await visit();
    expect(rows()).toEqual(['Heat 1', '<img src=x onerror=alert(1)> 2', 'Thief 3']);
    expect(words(find('matrix-count'))).toBe('3 of 3 candidates');
    expect([...page().querySelectorAll('.fields [role=columnheader]')].map(words)).toEqual([
      'candidate',
      'outcome',
      'rank',
      'outcome',
      'rule',
    ]);
    expect(page().querySelector('img')).toBeNull();
  });

  test('shows in the words of the flow what can be asked', async () => {
    await visit();
    expect((find('matrix-filter') as HTMLInputElement).placeholder).toContain(
      'search.rank <= 10 and filters.outcome = dropped',
    );
  });

  test('says why each was dropped, and whether one rule alone did it', async () => {
    await visit();
    expect(all('matrix-row').map((row) => words([...row.querySelectorAll('.cell')].at(-1)))).toEqual([
      '',
      'rating 6.1 < 7alone',
      'rating 6.4 < 7',
    ]);
  });

  test('shows an outcome as a shape and a word', async () => {
    await visit();
    const cell = all('matrix-row')[1]?.querySelectorAll('[data-field=outcome]')[1];
    expect(cell?.querySelector('svg.ring')).not.toBeNull();
    expect(words(cell)).toBe('dropped');
  });

  test('answers by a link which of the first results one rule alone dropped', async () => {
    await visit('search.rank <= 10 and filters.outcome = dropped and filters.failed alone');
    expect(rows()).toEqual(['<img src=x onerror=alert(1)> 2']);
    expect(words(find('matrix-count'))).toBe('1 of 3 candidates');
  });

  test('is filtered as one types, and what is half typed leaves the last condition in force', async () => {
    await visit();
    await type('search.rank <= 1');
    expect(rows()).toEqual(['Heat 1']);
    await type('search.rank <= 1 and fil');
    expect(rows()).toEqual(['Heat 1']);
    expect(find('filter-problem')).toBeNull();
    await press('Escape');
    expect(words(find('filter-problem'))).toContain('Not applied. fil is no field.');
    expect(query()['match']).toBe('search.rank <= 1 and fil');
  });

  test('completes steps, fields and words by keyboard', async () => {
    await visit();
    await type('fil');
    await press('Tab');
    await type(`${(find('matrix-filter') as HTMLInputElement).value}ou`);
    await press('ArrowDown');
    await press('Enter');
    await type(`${(find('matrix-filter') as HTMLInputElement).value}= dr`);
    await press('Tab');
    expect((find('matrix-filter') as HTMLInputElement).value).toBe('filters.outcome = dropped ');
    expect(rows()).toHaveLength(2);
    await press('Escape');
    await press('Enter');
    expect(document.activeElement).toBe(find('matrix-table'));
  });

  test('answers what is asked most with three keys', async () => {
    await visit();
    await press('/', document.body);
    await press('Tab');
    expect(query()['match']).toBe('search.rank <= 10 and filters.outcome = dropped and filters.failed alone');
    expect(rows()).toEqual([expect.stringContaining('onerror')]);
    await press('Enter');
    await press('Enter');
    expect(query()['candidate']).toBe('2');
  });

  test('is filtered by a click on an outcome, and by another one no more', async () => {
    await visit();
    find('tally-dropped')?.click();
    await settle();
    expect(query()['match']).toBe('filters.outcome = dropped');
    expect(rows()).toHaveLength(2);
    find('tally-dropped')?.click();
    await settle();
    expect(rows()).toHaveLength(3);
  });

  test('is filtered by a click on a rule', async () => {
    await visit();
    all('matrix-row')[1]?.querySelector<HTMLElement>('.rule')?.click();
    await settle();
    expect(query()['match']).toBe('filters.failed alone = rating');
  });

  test('is sorted by a click, then the other way, then by who got furthest', async () => {
    await visit();
    const seen: string[][] = [];
    for (let click = 0; click < 3; click++) {
      find('order-search.rank')?.click();
      await settle();
      seen.push(rows().map((text) => text.slice(-1)));
    }
    expect(seen).toEqual([
      ['1', '2', '3'],
      ['3', '2', '1'],
      ['1', '2', '3'],
    ]);
  });

  test('opens a candidate by keyboard, and closes it', async () => {
    await visit();
    await press('j', document.body);
    await press('Enter', document.body);
    expect(query()).toMatchObject({ candidate: '2' });
    expect(all('matrix-row')[1]?.getAttribute('aria-selected')).toBe('true');
    await press('j', document.body);
    expect(query()).toMatchObject({ candidate: '3' });
    await press('Escape', document.body);
    expect(query()['candidate']).toBeUndefined();
  });

  test('says when none matches', async () => {
    await visit('search.rank > 99');
    find('no-candidate-matches')?.querySelector('button')?.click();
    await settle();
    expect(rows()).toHaveLength(3);
  });

  test('says what could not be read', async () => {
    const failure = { title: 'Gone', detail: 'It was deleted.', retryable: false, requestId: null, status: 410 };
    engine.failMatrix(failure);
    await visit();
    expect(words(find('failure'))).toContain('Gone');
  });

  test('leads to the records of a step and back', async () => {
    await visit();
    all('step')[0]?.click();
    await settle();
    expect(find('record-table')).not.toBeNull();
    find('tab-matrix')?.click();
    await settle();
    expect(rows()).toHaveLength(3);
  });

  test('says what to do when nothing is declared', async () => {
    server.answerJson('/api/flows/x', aDocument([aStep({ observations: [anObservation()] })], { id: 'x' }));
    await visit('', '&tab=matrix');
    expect(words(find('no-decisions'))).toContain('decision:');
  });
});

test('a link to whom a condition finds opens the first of them, once', async () => {
  await visit('filters.rule = rating', '&first=open');
  expect(query()['candidate']).toBe('2');
  expect(query()['first']).toBeUndefined();
});

test('a link to whom a condition finds opens nobody when there is nobody', async () => {
  await visit('filters.outcome = error', '&first=open');
  expect(find('no-candidate-matches')).not.toBeNull();
  expect(find('candidate-panel')).toBeNull();
});
