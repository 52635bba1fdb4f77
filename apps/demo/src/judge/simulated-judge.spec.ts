import { describe, expect, it } from '@jest/globals';
import { loadFilms } from '../films/load-films.js';
import { createRandom } from '../random.js';
import type { JudgeAnswer } from './judge.js';
import { createSimulatedJudge } from './simulated-judge.js';

const films = loadFilms()
  .slice(0, 40)
  .map((film, index) => ({ film, match: index / 40 }));
const waits: number[] = [];
const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
const assess = (seed: number, attempt = 1): Promise<JudgeAnswer> =>
  createSimulatedJudge({ random: createRandom(seed), sleep }).assess('a heist', films, attempt);
const answers = await Promise.all(Array.from({ length: 200 }, (_, seed) => assess(seed)));
const relevances = ({ assessments }: JudgeAnswer): number[] =>
  assessments.flatMap((said) => ('relevance' in said ? [said.relevance] : []));

describe('simulated judge', () => {
  it('repeats itself for the same seed and try, and not for another try', async () => {
    expect(await assess(5)).toEqual(await assess(5));
    expect(await assess(5, 2)).not.toEqual(await assess(5, 1));
  });

  it('says something of every film, in the order asked', () => {
    for (const { assessments } of answers) expect(assessments).toHaveLength(films.length);
  });

  it('sometimes times out, and then says how far it came', () => {
    const lost = answers.filter(({ failure }) => failure !== null);
    expect(lost.length).toBeGreaterThan(10);
    expect(lost.length).toBeLessThan(100);
    for (const answer of lost) {
      const judged = Number(/with (\d+) of 40 films judged/.exec(answer.failure ?? '')?.[1]);
      const silent = answer.assessments.filter(
        (said) => 'error' in said && said.error.startsWith('no simulated answer'),
      );
      expect(silent).toHaveLength(40 - judged);
    }
  });

  it('sometimes fails on a single film while the others are judged', () => {
    const complete = answers.filter(({ failure }) => failure === null);
    expect(complete.some((answer) => relevances(answer).length < 40)).toBe(true);
    expect(complete.every((answer) => relevances(answer).length > 30)).toBe(true);
  });

  it('scores from 0 to 1, higher for better matches on average', () => {
    const all = answers.flatMap(relevances);
    expect(all.every((relevance) => relevance >= 0 && relevance <= 1)).toBe(true);
    const mean = (from: number, to: number): number => {
      const picked = answers
        .flatMap(({ assessments }) => assessments.slice(from, to))
        .flatMap((said) => ('relevance' in said ? [said.relevance] : []));
      return picked.reduce((sum, value) => sum + value, 0) / picked.length;
    };
    expect(mean(30, 40)).toBeGreaterThan(mean(0, 10) + 0.2);
  });

  it('waits a little through the clock it was given, and calls its tokens and cost simulated', () => {
    expect(waits.every((milliseconds) => milliseconds > 0 && milliseconds <= 100)).toBe(true);
    for (const { metrics } of answers) expect(Object.keys(metrics)).toEqual(['simulatedTokens', 'simulatedCostUsd']);
  });
});
