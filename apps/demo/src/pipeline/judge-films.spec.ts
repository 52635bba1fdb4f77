import { describe as suite, expect, it } from '@jest/globals';
import { toFilm } from '../films/film.js';
import { describe, judgeFilms } from './judge-films.js';
import type { FoundFilm } from './search.js';

const film = (id: number): FoundFilm => ({ ...toFilm({ Title: `Film ${id}` }, id), match: 0.5 });
const films = [0, 1, 2, 3].map(film);
/** Finds a film more relevant the lower its id, and fails on film 2. */
const ask = async ({ id }: FoundFilm): Promise<{ relevance: number; why: string }> => {
  if (id === 2) throw new Error('not JSON');
  return { relevance: 0.6 - id / 10, why: 'fits' };
};

suite('judging films', () => {
  it('keeps from the threshold on, drops below it, and loses no film', async () => {
    const judged = await judgeFilms(films, ask, { judgeBudget: 3, relevanceMinimum: 0.6 });
    expect(judged.kept).toEqual([{ item: films[0], answer: { relevance: 0.6, why: 'fits' } }]);
    expect(judged.dropped).toEqual([{ item: films[1], answer: { relevance: 0.5, why: 'fits' } }]);
    expect(judged.errors).toHaveLength(1);
    expect(judged.skipped).toEqual([films[3]]);
  });

  it('says what became of them', async () => {
    const judged = await judgeFilms(films, ask, { judgeBudget: 3, relevanceMinimum: 0.6 });
    const judge = { model: 'simulated', assess: async () => ({ assessments: [], failure: null, metrics: {} }) };
    expect(describe(judge, judged)).toBe('The simulated judge kept 1, dropped 1, failed on 1 and had no budget for 1');
  });
});
