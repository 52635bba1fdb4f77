import { expect, test } from '@jest/globals';

import { ArrayElements } from './array-elements';

/** Fed in pieces of one size. */
function read(text: string, size: number): unknown[] {
  const elements = new ArrayElements();
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
  expect(new ArrayElements().push('[{"id":1},{"id":2},{"i')).toEqual([{ id: 1 }, { id: 2 }]);
});

test.each(['[1', '[1,', '[1,]', '[,1]', '[1]]', '[1] 2', '[1 2]', ''])('refuses %s', (text) => {
  expect(() => read(text, 1)).toThrow(SyntaxError);
});
