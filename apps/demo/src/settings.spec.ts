import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.js';

const settings = (args: string[], environment: Record<string, string> = {}) => {
  const wish = readSettings(args, environment);
  if (wish.kind !== 'run') throw new Error(`not a run: ${JSON.stringify(wish)}`);
  return wish.settings;
};

describe('settings', () => {
  it('sends 20 runs to the local server with a simulated judge and a new seed unless told otherwise', () => {
    expect(settings([])).toEqual({ url: 'http://127.0.0.1:3000', seed: expect.any(Number), runs: 20, chat: null });
  });

  it('takes seed, runs and URL from the command line, in both spellings', () => {
    const expected = { url: 'http://127.0.0.1:4000', seed: 42, runs: 3, chat: null };
    expect(settings(['--seed', '42', '--runs', '3', '--url', 'http://127.0.0.1:4000'])).toEqual(expected);
    expect(settings(['--seed=42', '--runs=3', '--url=http://127.0.0.1:4000'])).toEqual(expected);
  });

  it('prefers --url to FLOW_TRAIL_URL to PORT, and takes empty ones as absent', () => {
    const both = { FLOW_TRAIL_URL: 'http://127.0.0.1:5000', PORT: '4000' };
    expect(settings(['--url', 'http://127.0.0.1:6000'], both).url).toBe('http://127.0.0.1:6000');
    expect(settings([], both).url).toBe('http://127.0.0.1:5000');
    expect(settings([], { FLOW_TRAIL_URL: '', PORT: '4000' }).url).toBe('http://127.0.0.1:4000');
  });

  it('asks a real judge when an endpoint and a model are named', () => {
    const environment = { JUDGE_URL: 'http://127.0.0.1:11434/v1', JUDGE_MODEL: 'small' };
    expect(settings([], environment).chat).toEqual({
      url: 'http://127.0.0.1:11434/v1',
      model: 'small',
      apiKey: null,
    });
    expect(settings([], { ...environment, JUDGE_API_KEY: 'secret' }).chat?.apiKey).toBe('secret');
  });

  it.each([
    [['--seed', 'abc'], {}, '--seed wants a whole number'],
    [['--runs', '0'], {}, '--runs wants a whole number from 1 to 1000, not "0"'],
    [['--runs', '1.5'], {}, '--runs'],
    [['--url', 'localhost'], {}, 'wants an http or https URL, not "localhost"'],
    [['--url', 'ftp://127.0.0.1'], {}, 'wants an http or https URL'],
    [['--sed', '1'], {}, '--sed'],
    [[], { JUDGE_URL: 'http://127.0.0.1:11434/v1' }, 'JUDGE_MODEL is not'],
  ])('says what is wrong with %j %j', (args, environment, message) => {
    expect(readSettings(args, environment)).toEqual({ kind: 'mistake', message: expect.stringContaining(message) });
  });

  it('offers help', () => {
    expect(readSettings(['--help'], {})).toEqual({ kind: 'help' });
  });
});
