import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { FETCH } from '../../api/fetch';
import { FlowPage } from '../../flows/page/flow-page';
import { aDocument, anObservation, aStep } from '../../testing/a-flow';
import { FakeEngine } from '../../testing/fake-engine';
import { FakeServer } from '../../testing/fake-server';
import { ENGINE_PORT } from '../engine-port';

const films = Array.from({ length: 40 }, (_, id) => ({ id, genre: id % 4 === 0 ? 'Drama' : 'Crime', year: 1960 + id }));
const steps = [aStep({ observations: [anObservation({ id: 'o1', records: 40 })] })];
let harness: RouterTestingHarness;

const page = (): HTMLElement => harness.routeNativeElement as HTMLElement;
const find = <T extends HTMLElement>(testId: string): T => page().querySelector(`[data-testid="${testId}"]`) as T;
const words = (element: Element | null): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const heads = (): string[] => [...page().querySelectorAll('ft-column-head .sort')].map(words);
const query = (): Record<string, unknown> => {
  const router = TestBed.inject(Router);
  return router.parseUrl(router.url).queryParams;
};

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await harness.fixture.whenStable();
}

/** Until the heads say how their values are spread. */
async function counted(): Promise<void> {
  await jest.advanceTimersByTimeAsync(500);
  await settle();
}

async function click(testId: string): Promise<void> {
  find(testId).click();
  await settle();
}

async function visit(rest = ''): Promise<void> {
  harness = await RouterTestingHarness.create(`/flows/x?step=search${rest}`);
  await settle();
}

beforeEach(() => {
  jest.useFakeTimers({
    advanceTimers: true,
    doNotFake: ['queueMicrotask', 'requestAnimationFrame', 'nextTick', 'setImmediate'],
  });
  // jsdom shows no dialogs, and lays nothing out: rows and columns need a size to be in view.
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 1200 });
  TestBed.configureTestingModule({
    providers: [
      provideRouter([{ path: 'flows/:id', component: FlowPage }], withComponentInputBinding()),
      { provide: FETCH, useValue: new FakeServer().answerJson('/api/flows/x', aDocument(steps, { id: 'x' })).fetch },
      { provide: ENGINE_PORT, useValue: new FakeEngine(JSON.stringify(films)) },
    ],
  });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a column', () => {
  test('says how its values are spread over the records that match', async () => {
    await visit();
    await counted();
    expect(find('about-genre').getAttribute('aria-label')).toBe('genre: 40 of 40 have a value, 2 different');
    expect(find('about-year').querySelector('svg')).not.toBeNull();
    await harness.navigateByUrl('/flows/x?step=search&where=genre%20%3D%20Drama');
    await settle();
    await counted();
    expect(find('about-genre').getAttribute('aria-label')).toBe('genre: 10 of 10 have a value, 1 different');
    await click('about-genre');
    expect(words(find('column-card'))).toContain('10 of 10 records that match have a value');
  });

  test('is filtered by a value of its picture', async () => {
    await visit();
    await counted();
    await click('about-genre');
    find('column-card').querySelector<HTMLElement>('li:last-child button')?.click();
    await settle();
    expect(query()['where']).toBe('genre = Drama');
    expect(words(find('record-count'))).toBe('10 of 40 records');
  });

  test('is filtered by a part of its histogram', async () => {
    await visit();
    await counted();
    await click('about-year');
    find('column-card').querySelector<HTMLElement>('.bins button:last-child')?.click();
    await settle();
    expect(query()['where']).toEqual(['year >= 1997.375', 'year <= 1999']);
    expect(words(find('record-count'))).toBe('2 of 40 records');
  });

  test('is pinned and hidden, and the URL keeps it', async () => {
    await visit();
    await click('about-year');
    await click('pin-column');
    expect(heads()).toEqual(['year', 'id', 'genre']);
    await click('about-genre');
    await click('hide-column');
    expect(heads()).toEqual(['year', 'id']);
    expect(query()).toEqual({ step: 'search', pin: 'year', hide: 'genre' });
    expect(words(find('hidden-columns'))).toBe('1 column hidden');
  });

  test('is made wider by pointer and by keyboard, and takes its own width back', async () => {
    await visit('&width=id:100');
    const at = (type: string, clientX: number): void => {
      const event = new MouseEvent(type, { bubbles: true, clientX });
      Object.defineProperty(event, 'pointerId', { value: 1 });
      find('grip-id').dispatchEvent(event);
    };
    find('grip-id').setPointerCapture = () => undefined;
    at('pointerdown', 200);
    at('pointermove', 240);
    at('pointerup', 250);
    await settle();
    expect(query()['width']).toBe('id:150');
    find('sort-id').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', shiftKey: true, bubbles: true }));
    await settle();
    expect(query()['width']).toBe('id:126');
    find('grip-id').dispatchEvent(new MouseEvent('dblclick'));
    await settle();
    expect(query()['width']).toBeUndefined();
  });
});

test('all columns are found by name, shown again and put back', async () => {
  await visit('&hide=genre&pin=year');
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'h', cancelable: true }));
  await settle();
  expect(words(find('columns-menu').querySelector('h2'))).toBe('2 of 3 columns shown');
  const field = find<HTMLInputElement>('find-column');
  field.value = 'GEN';
  field.dispatchEvent(new Event('input'));
  await settle();
  find('columns-menu').querySelector<HTMLElement>('[type=checkbox]')?.click();
  await settle();
  expect(heads()).toEqual(['year', 'id', 'genre']);
  await click('reset-columns');
  expect(query()).toEqual({ step: 'search' });
});

describe('the stats', () => {
  test('say of each path how its values are spread, over the records that match', async () => {
    await visit('&view=stats');
    await counted();
    expect(words(find('stats-year'))).toContain('40 of 40 have a value, 40 different · mean 1979.5');
    await harness.navigateByUrl('/flows/x?step=search&view=stats&where=genre%20%3D%20Drama');
    await settle();
    await counted();
    expect(words(find('stats-id'))).toContain('10 of 10 that match have a value');
    expect(words(find('record-count'))).toBe('10 of 40 records');
  });

  test('filter by what is clicked', async () => {
    await visit('&view=stats');
    await counted();
    find('stats-genre').querySelector<HTMLElement>('li button')?.click();
    await settle();
    expect(query()['where']).toBe('genre = Crime');
  });
});
