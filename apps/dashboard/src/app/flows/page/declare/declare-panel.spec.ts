import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { FETCH } from '../../../api/fetch';
import { ENGINE_PORT } from '../../../records/engine-port';
import { aDocument, anObservation, aStep } from '../../../testing/a-flow';
import { FakeEngine } from '../../../testing/fake-engine';
import { FakeServer, jsonReply } from '../../../testing/fake-server';
import { FlowPage } from '../flow-page';
import { PREVIEW_PORT } from './preview-client';
import type { PreviewAnswer } from './preview-messages';
import { PreviewReader } from './preview-reader';

const data = {
  candidates: [
    { asin: 'B1', ok: true },
    { asin: 'B2', ok: false },
    { asin: 'B3', ok: false },
  ],
};
const declaration = { candidate: 'asin', records: 'candidates', outcome: 'ok' };
const evidence = [{ part: 'candidate', because: 'asin: unique in 3 of 3 records' }];
const observation = anObservation({ id: 'o1', name: 'evaluation' });
const document = aDocument([aStep({ name: 'filter', observations: [observation] })], { id: 'x' });

let server: FakeServer;
let harness: RouterTestingHarness;
let bodies: unknown[];

const page = (): HTMLElement => harness.routeNativeElement as HTMLElement;
const find = <T extends HTMLElement>(testId: string): T | null => page().querySelector<T>(`[data-testid="${testId}"]`);
const words = (element: Element | null | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await harness.fixture.whenStable();
}

async function visit(address: string): Promise<void> {
  harness = await RouterTestingHarness.create(address);
  await settle();
}

/** The worker's own reader, without a worker. */
function aPort(): object {
  const reader = new PreviewReader(async () => jsonReply(data));
  let listener: (answer: PreviewAnswer) => void = () => undefined;
  return {
    send: async (request: never) => listener(await reader.read(request)),
    receive: (given: typeof listener) => (listener = given),
    close: () => undefined,
  };
}

beforeEach(() => {
  bodies = [];
  server = new FakeServer()
    .answerJson('/api/flows/x', document)
    .answerJson('/api/flows/x/observations/o1/proposal', { declaration, evidence, records: { lookedAt: 3, of: 3 } })
    .answerJson('/api/declarations', { flowName: 'movie-night', version: 2, declarations: [], pendingFlows: 0 });
  const fetch: typeof globalThis.fetch = (input, init) => {
    if (init?.method === 'PUT') bodies.push(JSON.parse(String(init.body)));
    return server.fetch(input, init);
  };
  TestBed.configureTestingModule({
    providers: [
      provideRouter([{ path: 'flows/:id', component: FlowPage }], withComponentInputBinding()),
      { provide: FETCH, useValue: fetch },
      { provide: ENGINE_PORT, useValue: new FakeEngine() },
      { provide: PREVIEW_PORT, useValue: aPort },
    ],
  });
});

test('proposes how to read records that nobody declared, with evidence, and counts what it would say', async () => {
  await visit('/flows/x');
  find('propose')?.click();
  await settle();
  expect(words(find('evidence'))).toBe('candidateasin: unique in 3 of 3 records');
  expect(words(find('preview'))).toContain('3 in = 1 kept + 0 dropped + 0 error + 0 skipped + 2 unexplained');
});

test('uses the proposal in one click, for every run of that name', async () => {
  await visit('/flows/x?view=declare');
  find('use-proposal')?.click();
  await settle();
  const place = { flowName: 'movie-night', step: 'filter', observation: 'evaluation' };
  expect(bodies).toEqual([{ ...place, decision: declaration, overridesRecorded: false }]);
  expect(words(find('saved'))).toBe('Kept for every run of movie-night (version 2). All past runs are read by it.');
});

test('counts again as the declaration is changed, and saves what was typed', async () => {
  await visit('/flows/x?view=declare');
  const field = find<HTMLInputElement>('word-outcome')!;
  field.value = '';
  field.dispatchEvent(new Event('change'));
  await settle();
  expect(words(find('preview'))).toContain('3 in = 3 kept + 0 dropped');
  find('save-declaration')?.click();
  await settle();
  expect(bodies).toMatchObject([{ decision: { candidate: 'asin', records: 'candidates' } }]);
});

test('saves nothing that is no declaration', async () => {
  await visit('/flows/x?view=declare');
  const json = find<HTMLTextAreaElement>('declaration-json')!;
  json.value = '{"outcome":"ok"}';
  json.dispatchEvent(new Event('input'));
  await settle();
  expect(words(find('json-problem'))).toContain('candidate is missing');
  expect(find<HTMLButtonElement>('save-declaration')?.disabled).toBe(true);
});

test('says why nothing is proposed', async () => {
  server.answerJson('/api/flows/x/observations/o1/proposal', { declaration: null, reason: 'the data is a text' });
  await visit('/flows/x?view=declare');
  expect(words(find('no-proposal'))).toBe('Nothing: the data is a text.');
});

test('says what the server refused', async () => {
  server.answerProblem('/api/declarations', 422, { title: 'Unprocessable', detail: 'candidate takes a path.' });
  await visit('/flows/x?view=declare');
  find('use-proposal')?.click();
  await settle();
  expect(words(find('save-failure'))).toContain('candidate takes a path.');
});
