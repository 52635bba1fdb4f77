import { beforeEach, expect, jest, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';

import { TypedAhead } from './typed-ahead';

const heard = jest.fn();
const escaped = jest.fn();
let typed: TypedAhead;

function press(key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  return document.body.dispatchEvent(event);
}

beforeEach(() => {
  jest.clearAllMocks();
  document.body.onkeydown = heard;
  typed = TestBed.inject(TypedAhead);
  typed.begin(escaped);
});

test('keeps what is typed from everybody else until it is taken', () => {
  for (const key of ['h', 'x', 'Backspace', 'E', 'Enter']) expect(press(key)).toBe(false);
  expect(heard).not.toHaveBeenCalled();
  expect(typed.take()).toBe('hE');
  expect(press('a')).toBe(true);
  expect(heard).toHaveBeenCalledTimes(1);
  expect(typed.take()).toBe('');
});

test('lets all other keys through, and tells of an escape', () => {
  expect([press('l', { ctrlKey: true }), press('Tab')]).toEqual([true, true]);
  press('Escape');
  expect(escaped).toHaveBeenCalledTimes(1);
});

test('begins anew with nothing', () => {
  press('a');
  typed.begin(escaped);
  press('b');
  expect(typed.take()).toBe('b');
});
