import { describe, expect, it } from '@jest/globals';
import type { MovieNight } from '../movie-night.js';
import { planRuns } from './plan.js';
import { closing, line, opening } from './report.js';
import type { SentRun } from './send-runs.js';

const occasion = { url: 'http://127.0.0.1:3000', seed: 42, runs: 4, films: 3201, judge: 'simulated' };
const url = 'http://127.0.0.1:3000/flows/01a2086c-10df-7977-8cab-6d3975dba0ac';
const night = (changes: Partial<MovieNight> = {}): MovieNight => ({
  status: 'completed',
  reason: 'Heat (1995) was drawn',
  output: { id: 7 },
  receipt: { status: 'accepted', id: 'x', url, warnings: [] },
  ...changes,
});
const sentRuns = (...nights: MovieNight[]): SentRun[] =>
  planRuns(42, nights.length).map((run, index) => ({ run, night: nights[index]! }));

describe('report', () => {
  it('opens with how much is sent where, the seed and the judge', () => {
    expect(opening(occasion)).toBe(
      'Movie night: 4 runs on 3,201 films, sent to http://127.0.0.1:3000 (seed 42, judge: simulated)\n',
    );
  });

  it('prints every run so that URLs and answers stand below each other', () => {
    const lines = sentRuns(night(), night({ status: 'failed', reason: 'No film is left' })).map(line);
    expect(lines).toEqual([
      `  1  2.4.0  completed  ${url}  Heat (1995) was drawn`,
      `  2  2.5.0  failed     ${url}  No film is left`,
    ]);
  });

  it('closes with what was found, what the moved rule changed and how to repeat it', () => {
    const failed = night({ status: 'failed', reason: 'No film is left', output: undefined });
    const text = closing(occasion, sentRuns(night(), failed, night({ output: { id: 8 } }), failed), 4.21);
    expect(text.split('\n')).toEqual([
      '',
      '2 runs found a film, 2 failed, in 4.2 s.',
      '2.4.0 asks for 50,000 votes, 2.5.0 for 5,000: 1 of 2 requests ended differently.',
      'Look at them: http://127.0.0.1:3000/flows',
      'The same choices: --seed 42 --runs 4',
    ]);
  });

  it('promises no repetition of what a real judge says', () => {
    const text = closing({ ...occasion, judge: 'small' }, sentRuns(night()), 1);
    expect(text).toContain('The same requests and draws, and a judge asked anew: --seed 42 --runs 4');
  });

  it('compares nothing when one release was run alone', () => {
    expect(closing({ ...occasion, runs: 1 }, sentRuns(night()), 1)).not.toContain('2.5.0');
  });
});
