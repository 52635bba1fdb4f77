import { expect, test } from '@jest/globals';

import { TextColumn } from './text-column';

const texts = ['Heat', '', 'The Insider', 'İstanbul heat', 'two\nlines', 'heat heat'];
const found = (part: string): number[] =>
  [...new TextColumn(texts).containing(part).entries()].flatMap(([index, is]) => (is ? [index] : []));

test.each([
  ['HEAT', [0, 3, 5]],
  ['insider', [2]],
  ['i̇stan', [3]],
  ['t\n', []],
  ['o\nl', [4]],
  ['', [0, 1, 2, 3, 4, 5]],
  ['nothing', []],
])('finds %p', (part, expected) => {
  expect(found(part)).toEqual(expected);
});
