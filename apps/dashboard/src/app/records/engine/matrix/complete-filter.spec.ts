import { expect, test } from '@jest/globals';

import { completeFilter, quoted } from './complete-filter';

const stages = [
  { name: 'search/films', word: 'search', fields: ['outcome', 'rank'] as const, rules: [] },
  {
    name: 'the filters/films',
    word: 'the filters',
    fields: ['outcome', 'rule', 'failed'] as const,
    rules: ['votes', 'max price'],
  },
];

const words = (text: string): string[] => completeFilter(text, text.length, stages).words;

test.each([
  ['', ['search.', '"the filters".', 'label', 'id', 'kind', 'outcome', 'failed alone']],
  ['se', ['search.', 'search.outcome', 'search.rank']],
  ['search.', ['search.outcome', 'search.rank']],
  ['search.rank = 1 and search.r', ['search.rank']],
  ['search.rank ', ['=', '!=', '<', '<=', '>', '>=']],
  ['search.rank <= ', []],
  ['search.rank = ', ['none']],
  ['label ', ['=', '!=', 'contains']],
  ['search.outcome = d', ['dropped']],
  ['"the filters".rule = ', ['any', 'votes', '"max price"', 'none']],
  ['"the filters".failed alone = v', ['votes']],
  ['"the filters".failed ', ['alone', '=', 'and', 'or']],
  ['search.rank <= 10 ', ['and', 'or']],
  ['(search.rank <= 10) ', ['and', 'or']],
  ['not sea', ['search.', 'search.outcome', 'search.rank']],
])('after %p stand %p', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

test('takes the place of the word that was begun', () => {
  expect(completeFilter('search.rank = 1 and sea and label = x', 23, stages)).toMatchObject({ from: 20, to: 23 });
});

test.each(['a b', 'and', 'say "x"', '(x)'])('a name such as %p is quoted', (name) => {
  expect(quoted(name)).toBe(`"${name.replaceAll('"', '""')}"`);
});
