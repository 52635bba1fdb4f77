import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionDeclaration, Json, PushedStep } from '@flow-trail/contracts';
import { aPush, type PushBuilder, TestClient } from '@flow-trail/testing';
import type { Browser } from 'playwright';
import { startServer, type Server } from './programs.js';
import { openBrowser, Visitor } from './visitor.js';

type Decided = [step: string, data: Json, decision?: Partial<DecisionDeclaration>, step?: Partial<PushedStep>];

const flowOf = (...decided: Decided[]): PushBuilder =>
  decided.reduce(
    (push, [name, data, decision, step]) =>
      push.withStep(name, step).withObservation('films', data, { decision: { candidate: 'id', ...decision } }),
    aPush('verdicts'),
  );

const all = [{ id: 'heat' }, { id: 'ronin' }, { id: 'gigli' }];
const search: Decided = ['search', all];
const said = { outcome: 'outcome', reason: 'why', label: 'title' } as const;
const rules = {
  rating: { actual: 'rating', op: '>=', threshold: 7 },
  votes: { actual: 'votes', op: '>=', threshold: 100 },
  year: { actual: 'year', op: '>=', threshold: 1990 },
} as const;
const gigli = { id: 'gigli', rating: 2.6, votes: 900, year: 2003 };
const unrated = { ...gigli, rating: null };
const judged = (record: object): Decided => ['judge', [{ id: 'gigli', ...record }], { ...said, verdicts: 'checks' }];

const ranked: Json = [1, 2, 3].map((rank) => ({ id: rank, rank, outcome: rank < 3 ? 'kept' : 'dropped', why: 'low' }));
const scored: Json = [
  { id: 'heat', title: 'Heat', score: 0.91, outcome: 'kept' },
  { id: 'ronin', score: 0.79, outcome: 'dropped', why: 'not the best' },
  { id: 'gigli', score: 0.91, outcome: 'dropped', why: 'not the first' },
];
const slots: Json = [
  { id: 'heat', title: 'Heat', slot: 'top', outcome: 'kept' },
  { id: 'gigli', slot: 'top', by: 'heat', outcome: 'dropped' },
];
const drawn: Json = [
  { id: 'heat', p: 0.82, outcome: 'kept' },
  { id: 'gigli', p: 0.18, outcome: 'dropped' },
];

const cases: [what: string, push: PushBuilder, id: string, words: string, sentence: string][] = [
  // Each word of the closed list.
  ['selected', flowOf(search), 'heat', 'selected', 'Selected at search.'],
  ['a rule', flowOf(search, ['gate', [gigli], { rules }]), 'gigli', 'dropped by a rule', 'by rule rating: 2.6 < 7.'],
  ['a reason', flowOf(search, judged({ outcome: 'dropped', why: 'off topic' })), 'gigli', 'dropped', ': off topic.'],
  ['rank', flowOf(['rank', ranked, { ...said, rank: 'rank' }]), '3', 'cut', 'Cut at 2 at rank: it ranked 3.'],
  ['score', flowOf(['pick', scored, { ...said, score: 'score' }]), 'ronin', 'outranked', 'by Heat by 0.12.'],
  ['chance', flowOf(['draw', drawn, { ...said, chance: 'p' }]), 'gigli', 'not drawn', '(chance 0.18).'],
  ['a slot', flowOf(['fill', slots, { ...said, group: 'slot', lostTo: 'by' }]), 'gigli', 'lost its slot', 'to Heat.'],
  [
    'no verdict',
    flowOf(search, judged({ checks: { price: null } })),
    'gigli',
    'not evaluated',
    'no rule has a verdict.',
  ],
  ['a budget', flowOf(search, judged({ outcome: 'skipped', why: 'budget' })), 'gigli', 'skipped', ': budget.'],
  ['an error', flowOf(search, judged({ outcome: 'error', why: 'timeout' })), 'gigli', 'errored', ': timeout.'],
  ['absence', flowOf(search, ['judge', [{ id: 'heat' }]]), 'gigli', 'vanished', 'Vanished between search and judge'],
  [
    'nothing',
    flowOf(search, judged({ outcome: 'dropped' })),
    'gigli',
    'unexplained',
    'neither reason nor failed rule.',
  ],
  ['one never seen', flowOf(search), 'alien', 'never retrieved', 'no recorded step names alien.'],
  [
    'more than were recorded',
    flowOf(['search', { list: all, total: 5000 }, { records: 'list', total: 'total' }]),
    'alien',
    'not recorded',
    'search recorded 3 of 5000.',
  ],
  [
    'survivors only',
    flowOf(search, ['rerank', [{ id: 'heat' }], { absent: 'dropped' }]),
    'gigli',
    'dropped, rule not recorded',
    'only survivors were captured.',
  ],
  // Each way to combine rules, and what is easily read wrong.
  [
    'at least two of three rules',
    flowOf(['gate', [gigli], { rules, combine: { atLeast: 2 } }]),
    'gigli',
    'selected',
    'Selected at gate: passed 2 of 3 rules (votes, year).',
  ],
  [
    'none of any rule',
    flowOf(['gate', [{ ...gigli, votes: 9, year: 1980 }], { rules, combine: 'any' }]),
    'gigli',
    'dropped by a rule',
    'by rule rating: 2.6 < 7.',
  ],
  [
    'a null, of which a rule says nothing',
    flowOf(['gate', [unrated], { rules }]),
    'gigli',
    'selected',
    'passed 2 of 3 rules',
  ],
  [
    'a null, which a rule does not let through',
    flowOf(['gate', [unrated], { rules: { rating: { ...rules.rating, missing: 'drop' } } }]),
    'gigli',
    'dropped by a rule',
    'by rule rating: rating missing.',
  ],
  ['a tie', flowOf(['pick', scored, { ...said, score: 'score' }]), 'gigli', 'outranked', 'at the same score.'],
  [
    'two records of one id',
    flowOf(['gate', [gigli, { ...gigli, rating: 9 }], { rules }]),
    'gigli',
    'selected',
    'Selected at gate',
  ],
  [
    'the try that went on',
    flowOf(search, ['gate', [gigli], { rules }], ['gate', [{ ...gigli, rating: 9 }], { rules }]),
    'gigli',
    'selected',
    'Selected at gate',
  ],
  [
    'the iteration that saw it',
    flowOf(
      search,
      ['gate', [{ ...gigli, id: 'heat', rating: 8 }], { rules }, { iteration: 1 }],
      ['gate', [gigli], { rules }, { iteration: 2 }],
    ),
    'gigli',
    'dropped by a rule',
    'by rule rating: 2.6 < 7.',
  ],
  [
    'the one iteration that kept it',
    flowOf(
      search,
      ['gate', [{ ...gigli, rating: 9 }], { rules }, { iteration: 1 }],
      ['gate', [gigli], { rules }, { iteration: 2 }],
    ),
    'gigli',
    'selected',
    'Selected at gate',
  ],
  [
    'a branch that kept it beside one that did not see it',
    flowOf(
      search,
      ['left', [{ id: 'heat' }], { from: 'search/films' }],
      ['right', [{ id: 'gigli' }], { from: 'search' }],
    ),
    'gigli',
    'selected',
    'Selected at right.',
  ],
  [
    'a wrapped array',
    flowOf(['gate', { result: { films: [gigli] } }, { records: 'result.films', rules }]),
    'gigli',
    'dropped by a rule',
    'by rule rating: 2.6 < 7.',
  ],
];

describe('what became of a candidate', () => {
  let server: Server;
  let browser: Browser;
  let visitor: Visitor;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    visitor = await Visitor.at(browser, server.url);
  });
  afterAll(async () => {
    await visitor?.leave();
    await browser?.close();
    await server?.stop();
  });

  it.each(cases)('is read from %s', async (_, push, candidate, words, sentence) => {
    const { id } = await new TestClient(server.url).deliver(push.json());
    await visitor.page.goto(`/flows/${id}?candidate=${candidate}`);
    const panel = visitor.page.locator('ft-candidate-panel');
    await panel.getByTestId('verdict').waitFor();
    expect(await panel.getByTestId('verdict').innerText()).toBe(words);
    expect(await panel.getByTestId('sentence').innerText()).toContain(sentence);
    expect(visitor.complaints).toEqual([]);
  });
});
