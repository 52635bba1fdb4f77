import { describe, expect, test } from '@jest/globals';

import type { MatrixFilter } from './filter';
import { parseFilter } from './parse-filter';

const stages = [
  { name: 'search/films', word: 'search' },
  { name: 'filters/films', word: 'filters' },
  { name: 'judge/first', word: 'judge/first' },
  { name: 'judge/second', word: 'judge/second' },
  { name: 'my step.x/a', word: 'my step.x' },
];

/** The filter with its structure shown by parentheses. */
function shown(filter: MatrixFilter | null): string {
  if (!filter) return '';
  if (filter.type === 'not') return `!${shown(filter.filter)}`;
  if (filter.type !== 'compare') return `(${shown(filter.left)} ${filter.type} ${shown(filter.right)})`;
  return `${filter.stage ?? '*'}.${filter.field}${filter.op}${filter.value}`;
}

const read = (text: string): string => {
  const parsed = parseFilter(text, stages);
  return parsed.status === 'ok' ? shown(parsed.filter) : `${parsed.from}-${parsed.to} ${parsed.message}`;
};

describe('a condition', () => {
  test.each([
    ['', ''],
    ['search.rank <= 10 and filters.outcome = dropped', '(0.rank<=10 and 1.outcome=dropped)'],
    ['search.rank<=10', '0.rank<=10'],
    ['search.rank > 1 or search.rank > 2 and search.rank > 3', '(0.rank>1 or (0.rank>2 and 0.rank>3))'],
    ['(search.rank > 1 or search.rank > 2) and search.rank > 3', '((0.rank>1 or 0.rank>2) and 0.rank>3)'],
    ['not search.rank = none and not (search.score != -1.5e-3)', '(!0.rank=none and !0.score!=-1.5e-3)'],
    ['filters.failed alone = votes', '1.failed alone=votes'],
    ['filters.failed alone', '1.failed alone=any'],
    ['failed alone and label contains "heat 2"', '(*.failed alone=any and *.labelcontainsheat 2)'],
    ['filters.rule = "max ""price"" (EUR)"', '1.rule=max "price" (EUR)'],
    ['"my step.x".score > 1 AND "search/films".rank = 2', '(4.score>1 and 0.rank=2)'],
    ['judge/second.reason contains "and"', '3.reasoncontainsand'],
    ['outcome = error', '*.outcome=error'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('what is no condition says where and why', () => {
  test.each([
    ['search.rank <=', '14-14 Expected a value after <=.'],
    ['search.rank <= ten', '15-18 rank is a number, and ten is none.'],
    [
      'serch.rank <= 1',
      '0-10 No step serch decides in this flow. There are search, filters, judge/first, judge/second, my step.x.',
    ],
    ['judge.rank = 1', '0-10 Step judge decided more than once: say judge/first, judge/second.'],
    [
      'search.ranks = 1',
      '0-12 ranks is no field. At a step there are outcome, rule, score, rank, chance, reason, failed, failed alone.',
    ],
    [
      'filters.outcome = droped',
      '18-24 droped is no outcome. There are kept, dropped, error, skipped, unexplained, vanished, none.',
    ],
    ['filters.outcome < kept', '18-22 outcome is in no order: compare it with = or !=.'],
    ['(search.rank = 1', '0-1 This parenthesis is not closed.'],
    ['search.rank = 1)', '15-16 No parenthesis is open here.'],
    ['search.rank = 1 search.rank = 2', '16-27 Expected and, or, or the end.'],
    ['label contains "x', '15-17 This quote is not closed.'],
    [
      'and',
      '0-3 and is no field. At a step there are outcome, rule, score, rank, chance, reason, failed, failed alone.',
    ],
    ['search.rank', '11-11 Expected an operator after search.rank: = != < <= > >= contains'],
    ['! x', '0-1 ! begins nothing that is known here.'],
    ['('.repeat(1001), '1000-1001 This is longer than 1000 characters.'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('however deep it is nested', () => {
    expect(read('('.repeat(1000))).toContain('Expected a condition');
  });
});
