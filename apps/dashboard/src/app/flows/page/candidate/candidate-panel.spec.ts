import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { FETCH } from '../../../api/fetch';
import { ENGINE_PORT } from '../../../records/engine-port';
import { aDocument, anObservation, aStep } from '../../../testing/a-flow';
import { FakeEngine } from '../../../testing/fake-engine';
import { FakeServer } from '../../../testing/fake-server';
import { FlowPage } from '../flow-page';

const document = aDocument(
  [aStep({ name: 'filters', observations: [anObservation({ id: 'o1', name: 'verdicts' })] })],
  {
    id: 'x',
  },
);
const answer = {
  kind: 'film',
  key: '"B7"',
  label: 'Heat <b>',
  verdict: 'dropped-by-rule',
  sentence: 'Dropped at filters by rule rating: 6.1 < 7.',
  stage: 'filters/verdicts',
  rule: 'rating',
  margin: -0.9,
  path: [
    {
      stage: 'filters/verdicts',
      observationId: 'o1',
      iteration: 1,
      index: 4,
      outcome: 'dropped',
      rule: 'rating',
      score: 6.1,
      rank: null,
    },
  ],
  leftOut: 0,
  alsoNamed: [{ kind: '', key: '7' }],
};

let server: FakeServer;
let harness: RouterTestingHarness;

const page = (): HTMLElement => harness.routeNativeElement as HTMLElement;
const find = (testId: string): HTMLElement | null => page().querySelector(`[data-testid="${testId}"]`);
const words = (element: Element | null | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await harness.fixture.whenStable();
}

async function visit(address: string): Promise<void> {
  harness = await RouterTestingHarness.create(address);
  await settle();
}

beforeEach(() => {
  server = new FakeServer().answerJson('/api/flows/x', document).answerJson('/api/flows/x/candidates/B7', answer);
  TestBed.configureTestingModule({
    providers: [
      provideRouter([{ path: 'flows/:id', component: FlowPage }], withComponentInputBinding()),
      { provide: FETCH, useValue: server.fetch },
      { provide: ENGINE_PORT, useValue: new FakeEngine() },
    ],
  });
});

test('answers with a verdict, a sentence and the path', async () => {
  await visit('/flows/x?candidate=B7&kind=film');
  expect(server.asked.at(-1)?.search).toBe('?attempt=1&kind=film');
  expect(words(find('verdict'))).toBe('dropped by a rule');
  expect(words(find('sentence'))).toBe(answer.sentence);
  expect(words(find('candidate-panel')?.querySelector('h2'))).toBe('Heat <b> film');
  expect(words(find('path-place'))).toBe('filters/verdicts droppedrule ratingscore 6.1record 4');
});

test('leads to the record at each place, and keeps the question', async () => {
  await visit('/flows/x?candidate=B7');
  find('path-place')?.click();
  await settle();
  expect(TestBed.inject(Router).url).toBe('/flows/x?candidate=B7&record=4&step=filters&obs=verdicts');
});

test('reports ids that differ only in type', async () => {
  await visit('/flows/x?candidate=B7');
  expect(words(find('also-named'))).toBe('The same text names another candidate:7');
  expect(find('also-named')?.querySelector('a')?.getAttribute('href')).toBe('/flows/x?candidate=7');
});

test('takes a key for what it is, though a text looks the same', async () => {
  const alsoNamed = [{ kind: 'film', key: '7' }];
  server
    .answerJson('/api/flows/x/candidates/7', { ...answer, key: '"7"', label: 'the text', alsoNamed })
    .answerJson('/api/flows/x/candidates/%207', { ...answer, key: '7', label: 'the number', alsoNamed: [] });
  await visit('/flows/x?candidate=7');
  expect(words(find('candidate-panel')?.querySelector('h2'))).toBe('the number film');
  expect(words(find('also-named'))).toContain('"7"');
});

test('asks for what is typed', async () => {
  await visit('/flows/x?candidate=');
  (find('candidate-field') as HTMLInputElement).value = ' B7 ';
  find('candidate-field')
    ?.closest('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle();
  expect(words(find('sentence'))).toBe(answer.sentence);
  find('close-candidate')?.click();
  await settle();
  expect(find('candidate-panel')).toBeNull();
});

test('says what failed', async () => {
  server.answerProblem('/api/flows/x/candidates/B7', 503);
  await visit('/flows/x?candidate=B7');
  expect(words(find('failure'))).toContain('It was refused.');
});

test('takes a label for an id, whoever it is', async () => {
  const films = anObservation({ id: 'f', decision: { candidate: 'id', label: 'title' } });
  server
    .answerJson('/api/flows/x', aDocument([aStep({ observations: [films] })], { id: 'x' }))
    .answerJson('/api/flows/x/candidates/%22B7%22', answer);
  TestBed.overrideProvider(ENGINE_PORT, {
    useValue: new FakeEngine({ f: '[{"id":"B6","title":"Heat wave"},{"id":"B7","title":"Heat"}]' }),
  });
  await visit('/flows/x?candidate=');
  (find('candidate-field') as HTMLInputElement).value = 'heat';
  find('candidate-field')
    ?.closest('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle();
  expect(words(find('sentence'))).toBe(answer.sentence);
});

test('shows the record that was read last, whoever asks', async () => {
  const records = Array.from({ length: 5 }, (_, at) => ({ id: `B${at + 3}`, rating: at }));
  TestBed.overrideProvider(ENGINE_PORT, { useValue: new FakeEngine(JSON.stringify(records)) });
  await visit('/flows/x?candidate=B7');
  expect(words(find('sighted-record'))).toContain('filters/verdicts, record 4');
  expect(words(find('sighted-record'))).toContain('"B7"');
});
