import { describe, expect, it } from '@jest/globals';
import { Problem } from '../errors/problem.js';
import { fromCursor, toCursor } from './cursor.js';

describe('a cursor', () => {
  it('comes back as the place it was made from', () => {
    const place = { receivedAt: new Date(1_795_000_000_123), id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', attempt: 3 };
    expect(fromCursor(toCursor(place))).toEqual(place);
  });

  it.each([
    '',
    'x',
    Buffer.from('1.2.3').toString('base64url'),
    Buffer.from(`1.${'-'.repeat(36)}.1`).toString('base64url'),
  ])('that nobody made is refused: %j', (cursor) => {
    expect(() => fromCursor(cursor)).toThrow(Problem);
  });
});
