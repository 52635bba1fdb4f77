import { nameOf } from '../films/film.js';
import type { Random } from '../random.js';
import { rounded } from '../rounding.js';
import type { Assessment, Judge, JudgeAnswer, JudgedFilm } from './judge.js';

export interface SimulatedJudgeSurroundings {
  random: Random;
  /** Waits that many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

const timeoutMs = 90;
const chances = { slowSpell: 0.08, timeoutInSlowSpell: 0.85, timeout: 0.2, filmError: 0.02 };
const usdPerToken = 0.000_000_4;

/** Stands in for a language model: scores around what the film is worth for the request; now and then a try times out or a film errors. */
export function createSimulatedJudge({ random, sleep }: SimulatedJudgeSurroundings): Judge {
  const inSlowSpell = random.fork('spell').next() < chances.slowSpell;
  const timeoutChance = inSlowSpell ? chances.timeoutInSlowSpell : chances.timeout;
  return {
    model: 'simulated',
    async assess(request, films, attempt) {
      const chance = random.fork(attempt);
      const isTimeout = chance.next() < timeoutChance;
      const answered = isTimeout ? Math.floor(chance.next() * films.length) : films.length;
      await sleep(isTimeout ? timeoutMs : 20 + films.length);
      const assessments = films.map((judged, index): Assessment =>
        index < answered
          ? assess(judged, chance.fork(judged.film.id))
          : { error: `no simulated answer within ${timeoutMs} ms` },
      );
      return toAnswer(request, films, answered, assessments);
    },
  };
}

function assess({ film, match }: JudgedFilm, chance: Random): Assessment {
  if (chance.next() < chances.filmError) return { error: 'the simulated answer was not JSON' };
  const quality = (film.rating ?? 5) / 10;
  const relevance = Math.min(1, Math.max(0, 0.1 + 0.6 * match + 0.4 * quality + chance.gaussian(0.12)));
  return { relevance: rounded(relevance, 2), why: `simulated: match ${match}, rated ${film.rating ?? 'nowhere'}` };
}

function toAnswer(
  request: string,
  films: readonly JudgedFilm[],
  answered: number,
  assessments: Assessment[],
): JudgeAnswer {
  const tokens = films.slice(0, answered).reduce((sum, { film }) => sum + 40 + request.length + nameOf(film).length, 0);
  return {
    assessments,
    failure:
      answered === films.length
        ? null
        : `timed out after ${timeoutMs} ms with ${answered} of ${films.length} films judged`,
    metrics: { simulatedTokens: tokens, simulatedCostUsd: rounded(tokens * usdPerToken, 6) },
  };
}
