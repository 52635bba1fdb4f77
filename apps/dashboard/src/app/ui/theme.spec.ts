import { beforeEach, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';

import { Theme } from './theme';

beforeEach(() => {
  localStorage.clear();
  delete document.documentElement.dataset['theme'];
});

test('is light until the system or a person says otherwise', () => {
  expect(TestBed.inject(Theme).name()).toBe('light');
});

test('takes over what was set before the first paint', () => {
  document.documentElement.dataset['theme'] = 'dark';
  expect(TestBed.inject(Theme).name()).toBe('dark');
});

test('changes the page and keeps the choice', () => {
  const theme = TestBed.inject(Theme);
  theme.toggle();
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(localStorage.getItem('flow-trail.theme')).toBe('dark');
  theme.toggle();
  expect(theme.name()).toBe('light');
});
