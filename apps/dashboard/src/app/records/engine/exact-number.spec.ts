import { expect, test } from '@jest/globals';

import { compareNumbers, numberOf } from './exact-number';

const sign = (left: string, right: string): number => Math.sign(compareNumbers(numberOf(left), numberOf(right)));

test('orders integers beyond doubles by all of their digits', () => {
  expect(sign('9007199254740993', '9007199254740992')).toBe(1);
  expect(sign('9007199254740992', '9007199254740993')).toBe(-1);
  expect(sign('9007199254740993', '9007199254740993')).toBe(0);
});

test('takes 1.0 and 1 for equal', () => expect(sign('1.0', '1')).toBe(0));

test('orders what overflows a double after all else', () => expect(sign('1E400', '5')).toBe(1));
