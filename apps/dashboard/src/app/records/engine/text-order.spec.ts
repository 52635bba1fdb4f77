import { expect, test } from '@jest/globals';

import { bothWaysByDoubles } from './order';
import { placesOfTexts } from './text-order';

const many = (textAt: (index: number) => string): string[] =>
  Array.from({ length: 3000 }, (_, index) => textAt((index * 7919) % 3000));

test.each([
  ['few', ['b', '', 'a', 'b', 'ab', 'a\u0000', 'c']],
  ['many', many((index) => `film ${index % 500} of ${index}`)],
  ['wide', many((index) => `Фильм ${index} é`)],
  ['narrow and wide', many((index) => (index % 3 === 0 ? `é${index}` : `ф${index}`))],
  ['beyond the first plane', many((index) => `🎬${String.fromCodePoint(0x1f600 + (index % 50))}\uffff${index}`)],
  ['alike for long, and one not', ['z', ...many((index) => `${'x'.repeat(index % 7)}${'y'.repeat(100)}${index}`)]],
  ['each the beginning of the next', many((index) => 'a'.repeat(index % 1000))],
  ['all equal', many(() => 'drama')],
  ['mostly equal', many((index) => (index % 50 === 7 ? `odd ${index}` : 'drama'))],
  ['ordered', Array.from({ length: 3000 }, (_, index) => String(index).padStart(5, '0'))],
  ['equal', many((index) => ['drama', 'comedy'][index % 2] ?? '')],
])('orders %s texts by their code units, equal ones at one place', (_, texts) => {
  const places = placesOfTexts(texts);
  const distinct = [...new Set(texts)].sort();
  const expected = new Map(distinct.map((text, place) => [text, place]));
  expect([...places]).toEqual(texts.map((text) => expected.get(text)));
});

test('counts what is missing as nothing among many that are equal', () => {
  const places = placesOfTexts(many((index) => ['b', 'a', ''][index % 3] ?? '').map((text) => text || null));
  expect(new Set(places)).toEqual(new Set([0, 1, NaN]));
});

test('leaves what is missing last either way', () => {
  const { asc, desc } = bothWaysByDoubles(placesOfTexts(['b', null, 'a', 'b', 'c']));
  expect([...asc]).toEqual([2, 0, 3, 4, 1]);
  expect([...desc]).toEqual([4, 0, 3, 2, 1]);
});
