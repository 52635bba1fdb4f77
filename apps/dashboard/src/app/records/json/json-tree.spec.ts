import { beforeEach, expect, test } from '@jest/globals';
import { type ComponentFixture, TestBed } from '@angular/core/testing';

import { parseExactJson } from '../engine/exact-json';
import { localTree } from '../tree-source';
import { JsonTree } from './json-tree';

let fixture: ComponentFixture<JsonTree>;
const lines = (): string[] =>
  [...fixture.nativeElement.querySelectorAll('.line')].map((line: Element) =>
    ['.key-name', '.value', '.size']
      .map((part) => line.querySelector(part)?.textContent?.trim() ?? '')
      .join(' ')
      .trim(),
  );
const tree = (): HTMLElement => fixture.nativeElement.querySelector('[role=tree]');

async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await fixture.whenStable();
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    tree().dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    await settle();
  }
}

beforeEach(async () => {
  fixture = TestBed.createComponent(JsonTree);
  fixture.componentRef.setInput('source', localTree(parseExactJson('{"a":{"b":1.0},"c":"<b>x</b>"}')));
  await settle();
});

test('shows keys, exact values and sizes as text', () => {
  expect(lines()).toEqual(['2 keys', 'a  1 key', 'b 1.0', 'c "<b>x</b>"']);
  expect(fixture.nativeElement.querySelector('b')).toBeNull();
});

test('closes and opens by click', async () => {
  const line = (): HTMLElement => fixture.nativeElement.querySelectorAll('.line')[1];
  line().click();
  await settle();
  expect(lines()).toEqual(['2 keys', 'a {b: 1.0} 1 key', 'c "<b>x</b>"']);
  expect(line().getAttribute('aria-expanded')).toBe('false');
  line().click();
  await settle();
  expect(lines()).toHaveLength(4);
});

test('is walked by keys', async () => {
  await press('ArrowDown', 'ArrowLeft');
  expect(lines()).toHaveLength(3);
  await press('ArrowRight', 'ArrowRight');
  expect(tree().getAttribute('aria-activedescendant')).toMatch(/-2$/);
});

test('begins anew with another value', async () => {
  await press('ArrowDown', 'Enter');
  fixture.componentRef.setInput('source', localTree([7]));
  await settle();
  expect(lines()).toEqual(['1 element', '0 7']);
});

test('is searched, and goes from match to match', async () => {
  const inner = { needle: 1, list: Array.from({ length: 20 }, (_, at) => `value ${at}`) };
  fixture.componentRef.setInput('source', localTree({ a: inner, b: 'the needle' }));
  fixture.componentRef.setInput('canSearch', true);
  await settle();
  const field = fixture.nativeElement.querySelector('[data-testid=tree-search]') as HTMLInputElement;
  const matches = (): string => fixture.nativeElement.querySelector('[data-testid=tree-matches]').textContent.trim();
  const found = (): string => fixture.nativeElement.querySelector('.found')?.textContent ?? '';
  const look = async (text: string): Promise<void> => {
    field.value = text;
    field.dispatchEvent(new Event('input'));
    await settle();
  };
  await look('needle');
  expect([matches(), found()]).toEqual(['1 of 2', expect.stringContaining('needle')]);
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  await settle();
  expect([matches(), found()]).toEqual(['2 of 2', expect.stringContaining('the needle')]);
  await look('value 19');
  expect(found()).toContain('value 19');
  await look('absent');
  expect(matches()).toBe('Nothing found');
});

test('shows a key that comes twice as often as it was recorded', async () => {
  fixture.componentRef.setInput('source', localTree(parseExactJson('{"a":1,"a":2}')));
  await settle();
  expect(lines()).toEqual(['2 keys', 'a 1', 'a 2']);
  expect(fixture.nativeElement.querySelectorAll('.tag[title]')).toHaveLength(1);
});
