import { beforeEach, expect, jest, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { FETCH } from '../../api/fetch';
import { aDocument, aFlow, anObservation, aStep } from '../../testing/a-flow';
import { FakeEngine } from '../../testing/fake-engine';
import { FakeServer } from '../../testing/fake-server';
import { ENGINE_PORT } from '../../records/engine-port';
import { TypedAhead } from '../../ui/typed-ahead';
import { CurrentFlow } from './current-flow';
import { Palette } from './palette';

const id = '0199a41f-7c02-7d11-a000-000000000001';
const steps = [
  aStep({ name: 'search', observations: [anObservation({ name: 'matches' })] }),
  aStep({ name: 'judge', position: 1 }),
];
const answer = { kind: 'film', key: '7', label: 'Heat', sentence: 'Selected at select.', path: [{}], alsoNamed: [] };

const films = JSON.stringify(
  Array.from({ length: 9 }, (_, at) => ({ key: `k${at}`, title: `Film <b>${at}</b>`, kept: at > 7, why: 'too long' })),
);
const decision = { candidate: 'key', label: 'title', outcome: 'kept', reason: 'why' };

let server: FakeServer;
let page: HTMLElement;

const all = (): string[] =>
  [...page.querySelectorAll('[data-testid="place"]')].map((place) =>
    [...place.children].map(({ textContent }) => textContent?.trim()).join(' | '),
  );
const field = (): HTMLInputElement => page.querySelector('[data-testid="palette-field"]') as HTMLInputElement;

async function open(document: ReturnType<typeof aDocument> | null): Promise<void> {
  TestBed.inject(CurrentFlow).show(document);
  const fixture = TestBed.createComponent(Palette);
  page = fixture.nativeElement as HTMLElement;
  await jest.advanceTimersByTimeAsync(50);
}

async function type(text: string): Promise<void> {
  field().value = text;
  field().dispatchEvent(new Event('input'));
  await jest.advanceTimersByTimeAsync(300);
}

const press = (key: string): boolean => field().dispatchEvent(new KeyboardEvent('keydown', { key }));

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
  // jsdom has no dialogs.
  HTMLDialogElement.prototype.showModal = function (): void {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function (): void {
    this.open = false;
  };
  server = new FakeServer()
    .answerJson('/api/flows', { flows: [aFlow()], nextCursor: null })
    .answerJson(`/api/flows/${id}/candidates/7`, answer);
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      { provide: FETCH, useValue: server.fetch },
      { provide: ENGINE_PORT, useValue: new FakeEngine({ f: films }) },
    ],
  });
});

test('offers the steps and observations of the open flow', async () => {
  await open(aDocument(steps));
  expect(all()).toEqual(['step | search | completed', 'step | judge | completed', 'observation | matches | in search']);
});

test('finds what was typed before it was there', async () => {
  TestBed.inject(TypedAhead).begin(() => undefined);
  for (const key of 'ju') document.dispatchEvent(new KeyboardEvent('keydown', { key }));
  await open(aDocument(steps));
  expect([field().value, all()]).toEqual(['ju', ['step | judge | completed']]);
});

test('finds a candidate by its id, and flows by their name', async () => {
  await open(aDocument(steps, { id, summary: {} }));
  await type('7');
  expect(all()).toEqual(['candidate | Heat | Selected at select.', 'flow | movie-night #000001 | Heat was drawn']);
});

test('finds a flow by its id', async () => {
  server.answerJson(`/api/flows/${id}`, aDocument([]));
  await open(null);
  await type(id);
  expect(all()).toEqual(['flow | movie-night #000001 | Heat was drawn']);
});

test('finds a flow by what is shown of its id, and by the beginning of it', async () => {
  await open(null);
  for (const text of ['#000001', '0199a41f-7c']) {
    await type(text);
    expect(all()).toEqual(['flow | movie-night #000001 | Heat was drawn']);
  }
  expect(server.asked.map(({ searchParams }) => searchParams.get('id')).filter(Boolean)).toEqual([
    '000001',
    '0199a41f-7c',
  ]);
});

test('goes where the arrows lead', async () => {
  await open(aDocument(steps));
  const navigate = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
  press('ArrowDown');
  press('Enter');
  expect(navigate.mock.calls[0]?.[1]?.queryParams).toMatchObject({ step: 'judge', tab: null });
});

test('says when nothing is called that', async () => {
  server.answerJson('/api/flows', { flows: [], nextCursor: null });
  await open(aDocument(steps));
  await type('nowhere');
  expect(page.querySelector('[data-testid="no-place"]')).not.toBeNull();
});

test('finds any candidate by a part of its label, and leads to all of them', async () => {
  await open(aDocument([aStep({ observations: [anObservation({ id: 'f', decision })] })], { id, summary: {} }));
  server.answerJson('/api/flows', { flows: [], nextCursor: null });
  await type('<B>3');
  expect(all()).toEqual(['candidate | Film <b>3</b> | dropped: too long']);
  await type('film "');
  expect(page.querySelector('[data-testid="no-place"]')).not.toBeNull();
  await type('film');
  expect(all()).toHaveLength(8);
  const navigate = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
  for (let down = 0; down < 7; down++) press('ArrowDown');
  press('Enter');
  expect(navigate.mock.calls[0]?.[1]?.queryParams).toEqual({
    tab: 'matrix',
    match: 'label contains "film"',
    order: null,
  });
});
