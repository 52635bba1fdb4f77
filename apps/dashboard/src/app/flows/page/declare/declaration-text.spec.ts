import { expect, test } from '@jest/globals';

import { pathAt, readDeclaration, withPath } from './declaration-text';

test('takes an object that names its candidates', () => {
  expect(readDeclaration('{"candidate":["a","b"]}')).toEqual({ status: 'ok', declaration: { candidate: ['a', 'b'] } });
});

test.each([
  ['{"candidate"', 'This is not JSON'],
  ['[]', 'A declaration is an object'],
  ['{"outcome":"kept"}', 'candidate is missing'],
  ['{"candidate":""}', 'candidate is missing'],
  ['{"candidate":[]}', 'candidate is missing'],
])('says what is the matter with %s', (text, detail) => {
  expect(readDeclaration(text)).toMatchObject({ status: 'failed', detail: expect.stringContaining(detail) });
});

test('changes one word and keeps the others', () => {
  expect(withPath({ candidate: 'id', outcome: 'kept' }, 'outcome', ' state ')).toEqual({
    candidate: 'id',
    outcome: 'state',
  });
  expect(withPath({ candidate: 'id', outcome: 'kept' }, 'outcome', '')).toEqual({ candidate: 'id' });
});

test('reads several candidates as one text, and back', () => {
  const declaration = withPath({ candidate: 'id' }, 'candidate', 'courier, order');
  expect(declaration.candidate).toEqual(['courier', 'order']);
  expect(pathAt(declaration, 'candidate')).toBe('courier, order');
});
