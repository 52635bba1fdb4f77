import { describe, expect, it } from '@jest/globals';
import { toFilm } from '../films/film.js';
import { toJudgement, toSkipped, withinBudget } from './judgement.js';

const judged = { film: toFilm({ Title: 'Heat', 'Release Date': 'Dec 15 1995' }, 7), match: 0.8 };

describe('judgement', () => {
  it('keeps from the threshold on and drops below it, with the numbers', () => {
    expect(toJudgement(judged, { relevance: 0.6, why: 'fits' }, 0.6)).toMatchObject({
      id: 7,
      relevance: 0.6,
      why: 'fits',
      outcome: 'kept',
      reason: 'relevance 0.6 >= 0.6',
    });
    expect(toJudgement(judged, { relevance: 0.59, why: 'fits' }, 0.6)).toMatchObject({
      outcome: 'dropped',
      reason: 'relevance 0.59 < 0.6',
    });
  });

  it('keeps the error of a film as its outcome, without a relevance', () => {
    expect(toJudgement(judged, { error: 'HTTP 500' }, 0.6)).toMatchObject({
      outcome: 'error',
      reason: 'HTTP 500',
      relevance: null,
    });
  });

  it('says of a film beyond the budget that it was skipped for it', () => {
    expect(toSkipped(judged)).toMatchObject({ outcome: 'skipped', reason: 'budget', relevance: null });
  });

  it('splits the films at the budget without losing any', () => {
    expect(withinBudget([1, 2, 3], 2)).toEqual({ judged: [1, 2], skipped: [3] });
    expect(withinBudget([1], 2)).toEqual({ judged: [1], skipped: [] });
  });
});
