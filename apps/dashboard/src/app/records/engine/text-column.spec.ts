import { expect, test } from '@jest/globals';

import { TextColumn } from './text-column';

const texts = ['Heat', '', 'The Insider', 'İstanbul heat', 'two\nlines', 'heat heat'];
const columnOf = (all: readonly string[]): TextColumn => new TextColumn(all.length, (index) => all[index] ?? '');
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
