import { beforeEach, expect, jest, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';

import { Shortcuts } from './shortcuts';

const act = jest.fn();

beforeEach(() => {
  act.mockReset();
  document.body.replaceChildren();
  const shortcuts = TestBed.inject(Shortcuts);
  const keys = ['j', 'Enter', 'Escape'].map((key) => ({ key, does: key, act: () => act(key) }));
  TestBed.runInInjectionContext(() => shortcuts.add(keys));
});

function press(key: string, on = 'div', init: KeyboardEventInit = {}): void {
  const element = document.body.appendChild(document.createElement(on));
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }));
}

test('acts on its key', () => {
  press('j');
  expect(act).toHaveBeenCalledWith('j');
});

test('leaves keys to whoever types', () => {
  press('j', 'input');
  press('Escape', 'input');
  expect(act).not.toHaveBeenCalled();
});

test('leaves keys with a modifier to the browser', () => {
  press('j', 'div', { ctrlKey: true });
  expect(act).not.toHaveBeenCalled();
});

test('leaves enter to the button that has the focus', () => {
  press('Enter', 'button');
  expect(act).not.toHaveBeenCalled();
  press('Enter');
  expect(act).toHaveBeenCalledWith('Enter');
});

test('leaves keys to an open dialog', () => {
  document.body.appendChild(document.createElement('dialog')).setAttribute('open', '');
  press('Escape');
  expect(act).not.toHaveBeenCalled();
});

test('of two for one key takes the later', () => {
  const later = jest.fn();
  TestBed.runInInjectionContext(() => TestBed.inject(Shortcuts).add([{ key: 'j', does: '', act: later }]));
  press('j');
  expect(later).toHaveBeenCalledTimes(1);
  expect(act).not.toHaveBeenCalled();
});
