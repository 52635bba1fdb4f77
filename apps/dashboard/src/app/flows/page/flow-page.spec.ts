import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { FETCH } from '../../api/fetch';
import { ENGINE_PORT } from '../../records/engine-port';
import { aDocument, anObservation, aStep } from '../../testing/a-flow';
import { aFlowSummary, aStage } from '../../testing/a-summary';
import { FakeEngine } from '../../testing/fake-engine';
import { FakeServer } from '../../testing/fake-server';
import { FlowPage } from './flow-page';

const films = JSON.stringify([
  { id: 1, title: 'Heat', rating: 8.2, kept: true },
  { id: 2, title: 'Ronin', rating: 7.3, kept: false },
  { id: 3, title: 'Drive', rating: 7.8, kept: true },
]);
const observation = anObservation({
  records: 3,
  role: 'output',
  queryable: { rating: 'number' },
  decision: { candidate: 'id', label: 'title', outcome: 'kept' },
});
const steps = [
  aStep({ name: 'search', reason: 'Three films found', observations: [observation] }),
  aStep({
    name: 'judge',
    position: 1,
    status: 'failed',
    reason: 'timed out',
    observations: [anObservation({ id: 'o1' })],
  }),
  aStep({ name: 'judge', position: 1, version: 2, reason: 'scored' }),
];

let server: FakeServer;
let engine: FakeEngine;
let harness: RouterTestingHarness;

const page = (): HTMLElement => harness.routeNativeElement as HTMLElement;
const find = (testId: string): HTMLElement | null => page().querySelector(`[data-testid="${testId}"]`);
const all = (testId: string): HTMLElement[] => [...page().querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)];
const words = (element: Element | null | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const titles = (): string[] => all('record-row').map((row) => words(row.querySelectorAll('.cell')[1]));
const url = (): string => TestBed.inject(Router).url;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await harness.fixture.whenStable();
}

async function visit(address: string): Promise<void> {
  harness = await RouterTestingHarness.create(address);
  await settle();
}

beforeEach(() => {
  server = new FakeServer().answerJson('/api/flows/x', aDocument(steps, { id: 'x' }));
  engine = new FakeEngine(films);
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

describe('the flow page', () => {
  test('answers with one sentence', async () => {
    await visit('/flows/x');
    expect(words(find('answer'))).toBe('Heat was drawn');
    expect(words(find('flow-status'))).toBe('completed');
  });

  test('marks the stage whose records are looked at, and none while all candidates are', async () => {
    const summary = aFlowSummary([aStage({ name: 'search/films', observations: [observation.id] })]);
    server.answerJson('/api/flows/x', aDocument(steps, { id: 'x', summary: summary as never }));
    const marked = (): string[] =>
      all('stage').flatMap((stage) => (stage.matches('.selected') ? words(stage.querySelector('.name')) : []));
    await visit('/flows/x?tab=records&step=search');
    expect(marked()).toEqual(['search']);
    find('tab-matrix')?.click();
    await settle();
    expect([all('stage').length, marked()]).toEqual([1, []]);
  });

  test('shows the failed try beside the one that went on', async () => {
    await visit('/flows/x');
    expect(all('step').map((step) => [...step.querySelectorAll('.name, .tag')].map(words).join(' '))).toEqual([
      'search',
      'judge try 1',
      'judge try 2',
    ]);
    expect(all('step').map(({ dataset }) => dataset['status'])).toEqual(['completed', 'failed', 'completed']);
  });

  test('asks for the attempt in the URL', async () => {
    server.answerJson('/api/flows/x', aDocument(steps, { id: 'x', attempts: [1, 2], attempt: 1 }));
    await visit('/flows/x?attempt=1');
    find('attempt-2')?.click();
    await settle();
    expect(server.asked.map(({ search }) => search)).toEqual(['?attempt=1', '?attempt=2']);
  });

  test('says what failed', async () => {
    server.answerProblem('/api/flows/x', 404, { title: 'Not found' });
    await visit('/flows/x');
    expect(words(find('failure'))).toContain('Not found');
    expect(words(page().querySelector('h1'))).toBe('Not found');
    expect(words(find('failure')?.querySelector('a'))).toBe('All flows');
    server.answerJson('/api/flows/x', aDocument(steps, { id: 'x' }));
    find('retry')?.click();
    await settle();
    expect(find('failure')).toBeNull();
  });

  test('offers no second try for what is gone', async () => {
    server.answerProblem('/api/flows/x', 410, { title: 'The flow was deleted' });
    await visit('/flows/x');
    expect([find('retry'), find('failure')?.querySelector('a')?.getAttribute('href')]).toEqual([null, '/flows']);
  });

  test('says that a step captured nothing', async () => {
    await visit('/flows/x?step=judge');
    expect(find('no-observations')).not.toBeNull();
  });

  test('keeps the chosen step in the URL', async () => {
    await visit('/flows/x');
    all('step')[1]?.click();
    await settle();
    expect(decodeURIComponent(url())).toBe('/flows/x?step=judge/1/1');
    all('step')[2]?.click();
    await settle();
    expect(url()).toBe('/flows/x?step=judge');
  });
});

describe('the records', () => {
  test('come in windows from the engine, declared columns first', async () => {
    await visit('/flows/x?step=search');
    expect(titles()).toEqual(['Heat', 'Ronin', 'Drive']);
    expect(words(find('record-count'))).toBe('3 of 3 records');
    expect(words(find('data-origin'))).toContain('from server');
    // What their values look like may stand there already.
    expect([...page().querySelectorAll('[role=columnheader]')].map((head) => words(head).split(' ')[0])).toEqual([
      '#',
      'id',
      'title',
      'kept',
      'rating',
    ]);
  });

  test('carry the outcome as a shape and a word', async () => {
    await visit('/flows/x?step=search');
    const outcome = all('record-row')[1]?.querySelector('[data-kind=dropped]');
    expect(outcome?.querySelector('svg.ring')).not.toBeNull();
    expect(words(outcome)).toBe('dropped');
  });

  test('are filtered, searched and sorted by the URL', async () => {
    await visit('/flows/x?step=search&where=rating%20%3E%3D%207.5&sort=title');
    expect(titles()).toEqual(['Drive', 'Heat']);
    expect(words(find('record-count'))).toBe('2 of 3 records');
    expect(words(find('condition'))).toContain('rating >= 7.5');
  });

  test('are sorted by a click, then the other way, then as recorded', async () => {
    await visit('/flows/x?step=search');
    const seen: string[][] = [];
    for (let click = 0; click < 3; click++) {
      find('sort-rating')?.click();
      await settle();
      seen.push(titles());
    }
    expect(seen).toEqual([
      ['Heat', 'Drive', 'Ronin'],
      ['Ronin', 'Drive', 'Heat'],
      ['Heat', 'Ronin', 'Drive'],
    ]);
  });

  test('are filtered by a condition that is put together', async () => {
    await visit('/flows/x?step=search');
    find('add-condition')?.click();
    await settle();
    (find('condition-path') as HTMLSelectElement).value = 'kept';
    (find('condition-value') as HTMLInputElement).value = 'dropped';
    find('condition-editor')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
    expect(titles()).toEqual(['Ronin']);
    find('condition')?.querySelector('button')?.click();
    await settle();
    expect(titles()).toHaveLength(3);
  });

  test('say when none matches', async () => {
    await visit('/flows/x?step=search&q=nothing');
    find('no-record-matches')?.querySelector('button')?.click();
    await settle();
    expect(titles()).toHaveLength(3);
  });

  test('open in full, by a click and by a link', async () => {
    await visit('/flows/x?step=search');
    all('record-row')[1]?.click();
    await settle();
    expect(url()).toBe('/flows/x?step=search&record=1');
    expect(words(find('record-drawer'))).toContain('"Ronin"');
    find('close-record')?.click();
    await settle();
    expect(find('record-drawer')).toBeNull();
  });

  test('are a tree when they are no records', async () => {
    engine = new FakeEngine('{"big":9007199254740993}');
    TestBed.overrideProvider(ENGINE_PORT, { useValue: engine });
    await visit('/flows/x?step=search');
    expect(find('record-table')).toBeNull();
    expect(words(find('json-tree'))).toContain('big:9007199254740993');
  });
});
