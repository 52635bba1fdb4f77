import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { DecisionSummary } from '@flow-trail/decisions';
import { summariseData } from '@flow-trail/decisions';

import { aDocument, anObservation, aStep } from '../../../testing/a-flow';
import { aFlowSummary, aStage } from '../../../testing/a-summary';
import { RulesView } from './rules-view';

const declaration = {
  candidate: 'id',
  rules: {
    rating: { actual: 'rating', op: '>=' as const, threshold: 7 },
    votes: { actual: 'votes', op: '>=' as const, threshold: 1000 },
  },
  score: 'score',
  contributions: 'parts',
};
const films = [
  { id: 'Heat', rating: 8.2, votes: 5000, score: 0.9, parts: { a: 0.5, b: 0.4 } },
  { id: 'Ronin', rating: 6.9, votes: 5000, score: 0.8, parts: { a: 0.5, b: 0.2 } },
  { id: 'Drive', rating: 5, votes: 10 },
];

let page: HTMLElement;
const words = (element: Element | null | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const all = (testId: string): string[] => [...page.querySelectorAll(`[data-testid="${testId}"]`)].map(words);

async function show(
  change: (decision: DecisionSummary) => DecisionSummary = (decision) => decision,
  declared: DecisionDeclaration = declaration,
): Promise<void> {
  const { summary } = summariseData(films, { decision: declaration });
  const decision = change(summary.decision!);
  const observation = anObservation({ id: 'o1', decision: declared, summary: { ...summary, decision } as never });
  const stage = aStage({ name: 'filters/films', observations: ['o1'] });
  const steps = [aStep({ name: 'filters', observations: [observation] })];
  const fixture = TestBed.createComponent(RulesView);
  fixture.componentRef.setInput('document', aDocument(steps, { summary: aFlowSummary([stage]) as never }));
  fixture.componentRef.setInput('observation', observation);
  await fixture.whenStable();
  page = fixture.nativeElement as HTMLElement;
}

beforeEach(() => {
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
});

test('counts whom each rule failed, failed first and failed alone', async () => {
  await show();
  const rows = [...page.querySelectorAll('[data-testid="rule"]')].map((row) => [...row.children].map(words));
  expect(rows).toEqual([
    ['rating', '≥ 7', '', '2', '2', '1', '1', 'all 3'],
    ['votes', '≥ 1000', '', '1', '0', '0', '2', 'all 3'],
  ]);
});

test('names who only just failed, and by how much', async () => {
  await show();
  expect(all('near-misses')[0]).toContain('Ronin6.9, short by 0.1');
});

test('names rules that failed together', async () => {
  await show();
  expect(all('overlaps')).toEqual(['rating and votes 1']);
});

test('says so when of some nobody knows whether a rule alone kept them out', async () => {
  await show((decision) => ({ ...decision, rules: decision.rules.map((rule) => ({ ...rule, failedAloneOf: 1 })) }));
  expect(all('rule')[0]).toContain('of 1');
});

test('leads to those that a rule alone kept out', async () => {
  await show();
  const [, , alone] = page.querySelectorAll('[data-testid="rule"] a');
  expect(new URL(alone?.getAttribute('href') ?? '', 'http://x').searchParams.get('match')).toBe(
    'filters.outcome = dropped and filters."failed alone" = rating',
  );
});

test('says what of a score its parts leave unexplained', async () => {
  await show();
  expect(all('residual')[0]).toBe('The sum of the parts leaves up to 0.1 of a score unexplained, over 2 of 3 records.');
});

test('shows what of the declaration could not be understood', async () => {
  await show((decision) => ({ ...decision, problems: ['The rule x has no threshold.'] }));
  expect(all('problem')).toEqual(['The rule x has no threshold.']);
});

const linkOf = (testId: string, index = 0): URLSearchParams => {
  const link = page.querySelectorAll(`[data-testid="${testId}"] a`)[index];
  return new URL(link?.getAttribute('href') ?? '', 'http://x').searchParams;
};

test('leads to those that two rules failed', async () => {
  await show();
  expect(linkOf('overlaps').get('match')).toBe('filters.failed = rating and filters.failed = votes');
});

test('of a step with iterations, leads to the records of the one that is looked at', async () => {
  const decision: DecisionDeclaration = { candidate: 'id', outcome: 'kept', reason: 'why' };
  const data = [{ id: 1, kept: false, why: 'too old' }];
  const { summary } = summariseData(data, { decision });
  const turns = [1, 2].map((iteration) =>
    anObservation({ id: `o${iteration}`, name: 'tools', decision, summary: summary as never }),
  );
  const steps = turns.map((turn, at) => aStep({ name: 'turn', iteration: at + 1, observations: [turn] }));
  const stage = aStage({ name: 'turn/tools', observations: ['o1', 'o2'], iterations: 2 });
  const fixture = TestBed.createComponent(RulesView);
  fixture.componentRef.setInput('document', aDocument(steps, { summary: aFlowSummary([stage]) as never }));
  fixture.componentRef.setInput('observation', turns[0]);
  await fixture.whenStable();
  const href = fixture.nativeElement.querySelector('[data-testid=reasons] a')?.getAttribute('href');
  expect(decodeURIComponent(href).replaceAll('+', ' ')).toContain('where=kept = dropped&where=why = too old');
});

test('leads to those that have a reason', async () => {
  await show();
  expect(linkOf('reasons').get('match')).toBe('filters.outcome = dropped and filters.rule = rating');
});

test('shows groups with their ranks, and chances as chances', async () => {
  const bids = [
    { id: 'a1', slot: 'top', rank: 1, p: 0.6, won: true },
    { id: 'a2', slot: 'top', rank: 2, p: 0.4, won: false },
  ];
  const decision = { candidate: 'id', group: 'slot', rank: 'rank', chance: 'p', outcome: 'won' };
  await show(() => summariseData(bids, { decision }).summary.decision!, decision);
  expect(all('groups')).toEqual(['top 1 of 2 kept']);
  expect([linkOf('groups').get('where'), linkOf('groups').get('sort')]).toEqual(['slot = top', 'rank']);
  expect(all('drawn')).toEqual(['a1 drawn with chance 0.6']);
});

test('names who won by how much without the marks of their key', async () => {
  await show();
  expect(all('won-by')[0]).toBe('Heat (0.9) won by 0.1 over Ronin, the first of the dropped (0.8).');
});

const rowLinks = (): string[] =>
  [...(page.querySelector('[data-testid="rule"]')?.querySelectorAll('a') ?? [])].map(
    (link) => new URL(link.href, 'http://x').searchParams.get('match') ?? '',
  );

test('leads to those that passed a rule, and to all that it was asked about', async () => {
  await show();
  expect(rowLinks().slice(-2)).toEqual([
    'filters.outcome != none and not filters.failed = rating',
    'filters.outcome != none',
  ]);
});

test('leads nowhere from those that passed where not all were asked, for they cannot be told apart', async () => {
  await show((decision) => ({ ...decision, in: 4 }));
  expect(rowLinks()).toHaveLength(3);
});
