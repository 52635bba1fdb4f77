import { describe, expect, it } from '@jest/globals';
import { problems, type ProblemCode } from '@flow-trail/contracts';
import { Problem } from '../errors/problem.js';
import { isDatabaseDown, problemDetails } from './problem.filter.js';

describe('problem details', () => {
  it.each(Object.keys(problems) as ProblemCode[])('of %s say what, whether to retry, and which request', (code) => {
    const problem = new Problem(code, 'Do this.', { cause: new Error('secret') });
    expect(problemDetails(problem, 'r-1')).toEqual({
      type: `urn:flowtrail:problem:${code}`,
      title: problems[code].title,
      status: problems[code].status,
      code,
      detail: 'Do this.',
      retryable: problems[code].retryable,
      requestId: 'r-1',
    });
  });
});

describe('a database that is down', () => {
  it.each([
    { code: '57P01' },
    { code: '08006' },
    { code: 'ECONNREFUSED' },
    { message: 'Connection terminated unexpectedly' },
  ])('is recognised by %j', (error) => {
    expect(isDatabaseDown(error)).toBe(true);
  });

  it.each([{ code: '23505' }, { code: 'ENOENT' }, new Error('no'), null])('is not %j', (error) => {
    expect(isDatabaseDown(error)).toBe(false);
  });
});
