import { describe, expect, it } from '@jest/globals';
import { ObjectNotFound, ObjectTooShort, StoreUnavailable } from '../storage/object-store/object-store.js';
import { Impossible, judge, kindOf, type Tries } from './failure.js';

const now = new Date('2026-11-02T12:00:00Z');
const first: Tries = { attempts: 1, lastError: null, sameErrors: 0, receivedAt: new Date('2026-11-02T11:00:00Z') };
const yesterday = new Date('2026-11-01T11:00:00Z');
const withCode = (code: string) => Object.assign(new Error('no'), { code });

describe('an error', () => {
  it.each([
    [withCode('40001'), 'transient'],
    [withCode('40P01'), 'transient'],
    [withCode('53300'), 'transient'],
    [withCode('57P01'), 'transient'],
    [withCode('55P03'), 'transient'],
    [withCode('ECONNREFUSED'), 'transient'],
    [withCode('ENOSPC'), 'transient'],
    [new StoreUnavailable('no'), 'transient'],
    [new Error('Connection terminated unexpectedly'), 'transient'],
    [withCode('22P05'), 'permanent'],
    [withCode('23502'), 'permanent'],
    [new ObjectNotFound('staged/a'), 'permanent'],
    [new ObjectTooShort('staged/a', { offset: 0, length: 2 }), 'permanent'],
    [new TypeError('no'), 'permanent'],
    [new Error('no'), 'unknown'],
    [withCode('XX000'), 'unknown'],
    ['no error at all', 'unknown'],
  ])('%s is %s', (error, kind) => {
    expect(kindOf(error)).toBe(kind);
  });
});

describe('a push that failed', () => {
  it('is tried for ever when a store was at fault', () => {
    const long = { attempts: 5000, lastError: 'Error ECONNREFUSED', sameErrors: 4999, receivedAt: yesterday };
    expect(judge(withCode('ECONNREFUSED'), long, now, 1)).toMatchObject({ state: 'accepted', delaySeconds: 30 });
  });

  it('is quarantined at once when it is impossible', () => {
    expect(judge(new Impossible('BodyChanged'), first, now, 0)).toMatchObject({
      state: 'quarantined',
      lastError: 'BodyChanged',
    });
  });

  it('is quarantined the fifth time in a row that the data was refused in the same way', () => {
    const four = { ...first, attempts: 5, lastError: 'Error 22P05', sameErrors: 4 };
    expect(judge(withCode('22P05'), { ...four, sameErrors: 3 }, now, 0).state).toBe('accepted');
    expect(judge(withCode('22P05'), four, now, 0)).toMatchObject({ state: 'quarantined', sameErrors: 5 });
    expect(judge(withCode('23502'), four, now, 0)).toMatchObject({ state: 'accepted', sameErrors: 1 });
  });

  it('is quarantined after a day when nobody knows why', () => {
    expect(judge(new Error('no'), { ...first, sameErrors: 100, lastError: 'Error' }, now, 0).state).toBe('accepted');
    expect(judge(new Error('no'), { ...first, receivedAt: yesterday }, now, 0).state).toBe('quarantined');
  });

  it('waits up to twice as long each time, at most 30 s', () => {
    const delays = [1, 2, 3, 4, 5, 6, 60].map(
      (attempts) => judge(new Error('no'), { ...first, attempts }, now, 1).delaySeconds,
    );
    expect(delays).toEqual([2, 4, 8, 16, 30, 30, 30]);
    expect(judge(new Error('no'), first, now, 0).delaySeconds).toBe(0);
  });

  it('keeps class and code of the error, never its words', () => {
    expect(judge(withCode('22P05'), first, now, 0).lastError).toBe('Error 22P05');
  });
});
