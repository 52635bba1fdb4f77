import { expect, test } from '@jest/globals';

import { ArrayElements, type ParseJson } from './array-elements';
import { parseExactJson } from './exact-json';

/** Fed in pieces of one size. */
function read(text: string, size: number, parse: ParseJson = (piece) => JSON.parse(piece)): unknown[] {
  const elements = new ArrayElements(parse);
  const found: unknown[] = [];
  for (let at = 0; at < text.length; at += size) found.push(...elements.push(text.slice(at, at + size)));
  return [...found, ...elements.end()];
}

const texts = [
  '[]',
  ' [ ] ',
  '[1]',
  '[{"a":[1,2,{"b":"],["}]},"x,\\"]y",null , -1.5e3 ,[[],[]]]\n',
  '["\\\\","\\\\\\"",{"é,":"😀,"}]',
];

test.each([1, 2, 7, 1000])('reads the same in pieces of %i', (size) => {
  for (const text of texts) expect(read(text, size)).toEqual(JSON.parse(text));
});

test('hands out elements before the end', () => {
  expect(new ArrayElements((piece) => JSON.parse(piece)).push('[{"id":1},{"id":2},{"i')).toEqual([
    { id: 1 },
    { id: 2 },
  ]);
});

test.each(['[1', '[1,', '[1,]', '[,1]', '[1]]', '[1] 2', '[1 2]', ''])('refuses %s', (text) => {
  expect(() => read(text, 1)).toThrow(SyntaxError);
});

test.each([
  ['[1,2,{"id":tru}]', 11],
  ['[1,2,x]', 5],
  ['[x]', 1],
])('says where %s is wrong, however it comes', (text, place) => {
  for (const size of [1, 4, 1000]) expect(() => read(text, size, parseExactJson)).toThrow(`at character ${place}.`);
});
