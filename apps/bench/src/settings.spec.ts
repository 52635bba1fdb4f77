import { describe, expect, it } from '@jest/globals';
import { benchNames } from './benches/names.js';
import { readSettings } from './settings.js';

describe('what the command line asks for', () => {
  it('is everything, unless it names some', () => {
    expect(readSettings([], {})).toMatchObject({ kind: 'run', settings: { only: benchNames, isExternal: false } });
    expect(readSettings(['--only', 'accept'], {})).toMatchObject({ settings: { only: ['accept'] } });
  });

  it.each([
    [['--only', 'speed'], /--only takes accept/],
    [['--rounds', '0'], /--rounds takes a whole number from 1 to 50/],
    [['--fast'], /--help/],
  ])('%j is a mistake that is said', (args, message) => {
    expect(readSettings(args, {})).toMatchObject({ kind: 'mistake', message: expect.stringMatching(message) });
  });

  it('keeps the settings of a server in use away from the one that is measured', () => {
    const environment = { PATH: '/bin', DATABASE_URL: 'postgres://in-use', TEST_REDIS_URL: 'redis://for-tests' };
    const wish = readSettings([], environment);
    expect(wish).toMatchObject({ settings: { environment: { PATH: '/bin', TEST_REDIS_URL: 'redis://for-tests' } } });
    expect(JSON.stringify(wish)).not.toContain('in-use');
  });
});
