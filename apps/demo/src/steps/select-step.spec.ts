import { describe as suite, expect, it } from '@jest/globals';
import type { SelectedFilm } from '../pipeline/select.js';
import { describe } from './select-step.js';

const heat: SelectedFilm = {
  id: 1,
  title: 'Heat',
  year: 1995,
  score: 0.91,
  rank: 1,
  chance: 0.3061,
  outcome: 'kept',
  reason: 'drawn',
};

suite('the answer', () => {
  it('says with which chance the best film was drawn', () => {
    expect(describe(heat, heat, 12)).toBe(
      'Heat (1995) was drawn with chance 0.31 among 12; it had the best score, 0.91',
    );
  });

  it('says whom a lesser film left behind', () => {
    const ronin = { ...heat, id: 2, title: 'Ronin', year: 1998, score: 0.87, rank: 3, chance: 0.1 };
    expect(describe(ronin, heat, 12)).toBe(
      'Ronin (1998) was drawn with chance 0.10 among 12; its score was the 3rd best, 0.87 after 0.91 of Heat (1995)',
    );
  });
});
