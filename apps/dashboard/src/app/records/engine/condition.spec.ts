import { describe, expect, test } from '@jest/globals';

import { unmark } from './column-filter';
import type { Condition, ConditionContext, Operator } from './condition';
import { formatCondition, parseCondition } from './condition-text';
import { type JsonRecord, parseExactJson } from './exact-json';
import { readerOf } from './path';
import { ValueColumn } from './value-column';

function matches(json: string, op: Operator, value: string, context?: ConditionContext, path = 'x'): boolean {
  const marked = Uint8Array.of(1);
  const column = new ValueColumn([parseExactJson(`{"x":${json}}`) as JsonRecord], readerOf(path));
  unmark(marked, column, { path, op, value }, context ?? {});
  return marked[0] === 1;
}

describe('a condition', () => {
  test.each<[string, Operator, string, boolean]>([
    ['7', '=', '7', true],
    ['7', '=', '7.0', true],
    ['1.0', '=', '1', true],
    ['9007199254740993', '=', '9007199254740993', true],
    ['9007199254740993', '=', '9007199254740992', false],
    ['9007199254740993', '>', '9007199254740992', true],
    ['"7"', '=', '7', true],
    ['"seven"', '=', 'seven', true],
    ['"seven"', '=', 'Seven', false],
    ['true', '=', 'true', true],
    ['true', '=', 'false', false],
    ['null', '=', 'null', true],
    ['null', '!=', '7', true],
    ['7', '!=', '7', false],
    ['6.9', '>=', '7', false],
    ['7', '>=', '7', true],
    ['7', '<=', '7', true],
    ['7', '<', '7', false],
    ['10', '>', '9', true],
    ['"10"', '>', '9', true],
    ['"b"', '>', 'a', true],
    ['null', '<', '7', false],
    ['"text"', '<', '7', false],
    ['7', '<', 'text', false],
    ['"The Godfather"', 'contains', 'godf', true],
    ['["heist","crime"]', 'contains', 'CRIME', true],
    ['null', 'contains', 'null', false],
  ])('%s %s %s is %s', (json, op, value, expected) => expect(matches(json, op, value)).toBe(expected));

  test('orders dates by time when the path is declared as date', () => {
    expect(matches('"Dec 31 1974"', '<', '1982-01-01', { type: 'date' })).toBe(true);
    expect(matches('"no date"', '<', '1982-01-01', { type: 'date' })).toBe(false);
  });

  test('knows a value by its second name', () => {
    const alias = (value: unknown): string => (value === true ? 'kept' : 'dropped');
    expect(matches('true', '=', 'kept', { alias })).toBe(true);
    expect(matches('true', '!=', 'kept', { alias })).toBe(false);
    expect(matches('false', '=', 'kept', { alias })).toBe(false);
  });

  test('holds a missing value for equal to null only', () => {
    const holds = (op: Operator): boolean => matches('1', op, 'null', {}, 'nowhere');
    expect([holds('='), holds('!='), holds('<')]).toEqual([true, false, false]);
  });
});

describe('a condition in the URL', () => {
  test.each<Condition>([
    { path: 'rating', op: '>=', value: '7' },
    { path: 'IMDB Rating', op: '<', value: '7.5' },
    { path: 'checks.rating.actual', op: 'contains', value: 'a = b' },
    { path: 'a=b', op: '!=', value: '' },
    { path: 'a\\.b', op: '=', value: 'x' },
    { path: 'contains', op: '=', value: 'contains 1' },
  ])('comes back as it was: $path $op $value', (condition) => {
    expect(parseCondition(formatCondition(condition))).toEqual(condition);
  });

  test('can be typed without spaces', () => {
    expect(parseCondition('rating>=7')).toEqual({ path: 'rating', op: '>=', value: '7' });
  });

  test.each(['', 'rating', '>= 7', 'two words'])('is none: %j', (text) => expect(parseCondition(text)).toBeNull());
});
