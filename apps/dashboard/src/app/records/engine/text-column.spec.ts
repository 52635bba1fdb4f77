import { expect, test } from '@jest/globals';

import { TextColumn } from './text-column';

const texts = ['Heat', '', 'The Insider', 'İstanbul heat', 'two\nlines', 'heat heat'];
const columnOf = (all: readonly string[]): TextColumn =>
  new TextColumn(all.length, (index, add) => add(all[index] ?? ''));
const indexesIn = (column: TextColumn, part: string): number[] =>
  [...column.containing(part).entries()].flatMap(([index, is]) => (is ? [index] : []));
const found = (part: string): number[] => indexesIn(columnOf(texts), part);

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

test('finds the same in any number of texts', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => (index % 7 === 0 ? `İ${index}` : `Film ${index}`));
  for (const part of ['film 4', 'i̇49', '4095', '4096', '9999', 'm 9'])
    expect(indexesIn(columnOf(many), part)).toEqual(
      many.flatMap((text, index) => (text.toLowerCase().includes(part) ? [index] : [])),
    );
});

test.each(['\ufeffHeat', '\ud83d Heat', 'nul\u0000 Heat'])('finds what follows %j', (text) => {
  expect(indexesIn(columnOf([text, 'Ronin']), 'heat')).toEqual([0]);
  expect(indexesIn(columnOf([text, 'Ronin']), 'ronin')).toEqual([1]);
});

test('finds a part in any of the texts of one', () => {
  const pairs = new TextColumn(2, (index, add) => ['Heat', `No ${index}`].forEach((text) => add(text)));
  expect(['heat', 'no 1', 'heatno'].map((part) => indexesIn(pairs, part))).toEqual([[0, 1], [1], []]);
});
