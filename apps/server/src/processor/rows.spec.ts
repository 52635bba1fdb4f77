import { describe, expect, it } from '@jest/globals';
import { momentText } from './rows.js';

describe('a moment', () => {
  it.each([
    [Date.UTC(2026, 0, 31, 12), '2026-01-31T12:00:00.000Z'],
    [Date.UTC(10_000, 0, 1), '10000-01-01T00:00:00.000Z'],
    [Date.parse('0000-12-31T00:00:00Z'), '0001-12-31T00:00:00.000Z BC'],
  ])('%d is written as PostgreSQL reads it', (time, text) => {
    expect(momentText(new Date(time))).toBe(text);
  });
});
