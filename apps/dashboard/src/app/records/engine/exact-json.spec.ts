import { expect, test } from '@jest/globals';

import { parseExactJson } from './exact-json';
import { exactText } from './json-text';
import { ExactNumber } from './exact-number';
import { jsonText } from './json-text';

const compact = (text: string): string => jsonText(parseExactJson(text)).replace(/\s/g, '');

test.each(['9007199254740993', '1.0', '-0', '1E400', '0.10', '123456789012345678901234567890', '1e5', '-1.50e-7'])(
  'keeps the text of %s',
  (number) => expect(compact(`[${number}]`)).toBe(`[${number}]`),
);

test('leaves numbers plain that print back as they were sent', () => {
  expect(parseExactJson('[0,-1,0.1,0.30000000000000004,9007199254740991]')).toEqual([
    0, -1, 0.1, 0.30000000000000004, 9007199254740991,
  ]);
});

test('reads a root of any type', () => {
  expect(['null', 'true', ' false ', '"a"', '7'].map((text) => parseExactJson(text))).toEqual([
    null,
    true,
    false,
    'a',
    7,
  ]);
});

test('takes __proto__ for a key like any other', () => {
  const parsed = parseExactJson('{"__proto__":{"polluted":true},"a":1}') as Record<string, unknown>;
  expect(Object.keys(parsed)).toEqual(['__proto__', 'a']);
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('keeps the last of duplicate keys', () => {
  expect(parseExactJson('{"a":1,"b":2,"a":3}')).toEqual({ a: 3, b: 2 });
});

test('reads escapes as JSON.parse does', () => {
  const text = '{"a\\"\\\\\\u0041\\n":"\\ud83d\\ude00 \\/ ü"}';
  expect(parseExactJson(text)).toEqual(JSON.parse(text));
});

test('reads what JSON.stringify prints', () => {
  const value = { a: [1, 2.5, -3, [], {}, [[]]], b: { c: null, d: [true, false] }, e: '', f: 'a\u2028b\t', '': 0 };
  expect(parseExactJson(JSON.stringify(value))).toEqual(value);
  expect(parseExactJson(JSON.stringify(value, null, 2))).toEqual(value);
});

test.each([
  '',
  '{',
  '[1,]',
  '{"a":1,}',
  '{a:1}',
  "['a']",
  '[1 2]',
  'nul',
  '01',
  '1.',
  '+1',
  '-',
  '"a',
  '"\n"',
  '"\\x"',
  '1 2',
  'NaN',
])('refuses %j', (text) => expect(() => parseExactJson(text)).toThrow(SyntaxError));

test('says where the text is wrong', () => {
  expect(() => parseExactJson('{"a": tru}')).toThrow('unexpected t at character 6');
});

test('gives exact numbers their value for comparing', () => {
  const [number] = parseExactJson('[1.50]') as [ExactNumber];
  expect(number).toBeInstanceOf(ExactNumber);
  expect(number.value).toBe(1.5);
});

test('keeps what a later value of the same key takes the place of', () => {
  const text = '{"a":1,"b":{"c":1.0,"c":2},"a":3}';
  const value = parseExactJson(text);
  expect((value as { a: number }).a).toBe(3);
  expect(exactText(value)).toBe(text);
});
