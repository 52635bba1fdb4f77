import { describe, expect, it } from '@jest/globals';
import { problems, type ProblemCode } from './index.js';

const codes = Object.keys(problems) as ProblemCode[];

describe('the table of problems', () => {
  it.each(codes)('%s is an error that a client can act on', (code) => {
    const { status, title } = problems[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(code).toMatch(/^[a-z]+[a-z0-9-]*[a-z0-9]$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
  });

  it('promises that trying again can help for what passes by itself alone, and for a body altered on its way', () => {
    expect(problems['digest-mismatch'].retryable).toBe(true);
    const others = codes.filter((code) => code !== 'digest-mismatch');
    const retryable = others.filter((code) => problems[code].retryable).map((code) => problems[code].status);
    expect(new Set(retryable)).toEqual(new Set([408, 409, 429, 500, 503]));
  });

  it('gives each title once', () => {
    expect(new Set(codes.map((code) => problems[code].title)).size).toBe(codes.length);
  });
});
