import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { FETCH } from '../../../api/fetch';
import { ENGINE_PORT } from '../../../records/engine-port';
import { aDocument, anObservation, aStep } from '../../../testing/a-flow';
import { FakeEngine } from '../../../testing/fake-engine';
import { FakeServer, jsonReply } from '../../../testing/fake-server';
import { PREVIEW_PORT } from '../declare/preview-client';
import type { PreviewAnswer } from '../declare/preview-messages';
import { PreviewReader } from '../declare/preview-reader';
import { FlowPage } from '../flow-page';
import { undeclaredIn } from './undeclared';

const data = {
  candidates: [
    { asin: 'B1', ok: true },
    { asin: 'B2', ok: false },
  ],
};
const declaration = { candidate: 'asin', records: 'candidates', outcome: 'ok' };
const proposal = {
  declaration,
  evidence: [{ part: 'outcome', because: 'ok: true or false' }],
  records: { lookedAt: 2, of: 2 },
};
const steps = [
  aStep({ name: 'keywords', observations: [anObservation({ id: 'k', name: 'words' })] }),
  aStep({ name: 'filter', position: 1, observations: [anObservation({ id: 'f', name: 'evaluation' })] }),
  aStep({ name: 'rank', position: 2, observations: [anObservation({ id: 'r', name: 'ranking' })] }),
];

let server: FakeServer;
let harness: RouterTestingHarness;
let bodies: { step: string }[];

const page = (): HTMLElement => harness.routeNativeElement as HTMLElement;
const find = <T extends HTMLElement>(testId: string): T | null => page().querySelector<T>(`[data-testid="${testId}"]`);
const all = (testId: string): HTMLElement[] => [...page().querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)];
const words = (element: Element | null | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await harness.fixture.whenStable();
}

async function click(testId: string): Promise<void> {
  find(testId)?.click();
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

beforeEach(async () => {
  bodies = [];
  server = new FakeServer()
    .answerJson('/api/flows/x', aDocument(steps, { id: 'x', name: 'competitors' }))
    .answerJson('/api/flows/x/observations/k/proposal', { declaration: null, reason: 'no list of objects' })
    .answerJson('/api/flows/x/observations/f/proposal', proposal)
    .answerJson('/api/flows/x/observations/r/proposal', proposal)
    .answerJson('/api/declarations', { flowName: 'competitors', declarations: [], pendingFlows: 0 });
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
  harness = await RouterTestingHarness.create('/flows/x');
  await settle();
});

test('a flow that declares nothing is offered to be read, previewed and kept at once', async () => {
  await click('find-decisions');
  expect(all('found-decision').map(({ dataset }) => dataset['place'])).toEqual(['filter/evaluation', 'rank/ranking']);
  expect(all('preview').map(words)[0]).toContain('2 in = 1 kept + 0 dropped + 0 error + 0 skipped + 1 unexplained');
  expect(words(find('no-decisions-in'))).toBe('keywords / words: no list of objects');
  await click('keep-all');
  expect(bodies).toEqual([
    { flowName: 'competitors', step: 'filter', observation: 'evaluation', decision: declaration },
    { flowName: 'competitors', step: 'rank', observation: 'ranking', decision: declaration },
  ]);
  expect(words(find('declare-all-state'))).toContain('2 declarations are kept for every run of competitors.');
  expect(words(find('declare-all-state'))).toContain('All past runs are read by them.');
  expect(find('keep-all')).toBeNull();
});

test('what is not wanted is not kept', async () => {
  await click('find-decisions');
  find('found-decision')?.querySelector('input')?.click();
  await settle();
  expect(words(find('keep-all'))).toBe('Keep 1 for every run of competitors');
  await click('keep-all');
  expect(bodies.map(({ step }) => step)).toEqual(['rank']);
});

test('says what was kept when the server refuses the rest', async () => {
  await click('find-decisions');
  server.answerProblem('/api/declarations', 503);
  await click('keep-all');
  expect(words(find('declare-all-state'))).toBe('0 of 2 kept. Refused: It was refused. r-1');
  expect((find<HTMLButtonElement>('keep-all') as HTMLButtonElement).disabled).toBe(false);
});

test('of tries and iterations the last one stands for all, and settings decide nothing', () => {
  const observation = anObservation({ id: 'last' });
  const config = anObservation({ name: 'settings', role: 'config' });
  const known = anObservation({ name: 'known', decision: { candidate: 'id' } });
  const tries = [
    aStep({ observations: [anObservation({ id: 'first' })] }),
    aStep({ version: 2, observations: [observation, config, known] }),
  ];
  expect(undeclaredIn(aDocument(tries)).map(({ observation: { id } }) => id)).toEqual(['last']);
});
