import { describe, expect, it } from '@jest/globals';
import { chooseCoding } from './content-negotiation.js';

describe('how data goes out', () => {
  it.each([
    [{ accept: 'application/gzip' }, 'member'],
    [{ accept: 'application/json;q=0.5, application/gzip', 'accept-encoding': 'gzip' }, 'member'],
    [{ accept: 'application/gzip;q=0', 'accept-encoding': 'gzip, br' }, 'gzip'],
    [{ accept: '*/*', 'accept-encoding': 'br, GZIP;q=0.8' }, 'gzip'],
    [{ 'accept-encoding': 'gzip;q=0' }, 'identity'],
    [{ 'accept-encoding': 'gzip', range: 'bytes=0-1' }, 'identity'],
    [{}, 'identity'],
  ])('for %j is %s', (headers, coding) => {
    expect(chooseCoding(headers)).toBe(coding);
  });
});
