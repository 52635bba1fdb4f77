import { expect, test } from '@jest/globals';

import type { StageVocabulary } from '../records/engine/matrix/complete-filter';
import { parseFilter } from '../records/engine/matrix/parse-filter';
import { questionsFor } from './questions';

const search: StageVocabulary = { name: 'a search/x', word: 'a search', fields: ['outcome', 'rank'], rules: [] };
const filters: StageVocabulary = {
  name: 'filters/x',
  word: 'filters',
  fields: ['outcome', 'rule', 'failed', 'failed alone'],
  rules: ['votes'],
};

test('asks first whom one rule alone kept out of the best that were found', () => {
  expect(questionsFor([search, filters])[0]).toEqual({
    text: '"a search".rank <= 10 and filters.outcome = dropped and filters.failed alone',
    asks: 'Which of the top 10 of a search did one rule of filters alone keep out?',
  });
});

test('asks only what the steps can answer', () => {
  expect(questionsFor([])).toEqual([]);
  expect(questionsFor([filters])[0]?.text).toBe('filters.outcome = dropped and filters.failed alone');
  expect(questionsFor([filters, search]).map(({ text }) => text)).not.toContain('filters.failed alone');
});

test.each(questionsFor([search, filters]))('can be read: $text', ({ text }) => {
  expect(parseFilter(text, [search, filters]).status).toBe('ok');
});
