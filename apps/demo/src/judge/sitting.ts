import { NoFilm } from '../pipeline/no-film.js';
import type { Opinion } from '../pipeline/judge-films.js';
import type { FoundFilm } from '../pipeline/search.js';
import type { Judge, JudgeAnswer } from './judge.js';
import { titleOf } from './judge.js';

/** One try at judging; nothing needs `this`. */
export interface Sitting {
  /** What the judge says of one film; rejects with what went wrong with it. */
  ask: (film: FoundFilm) => Promise<Opinion>;
  /** Passes on what came of the films, unless the whole try was lost: then it rejects with a `LostTry`. */
  end: <T>(judged: Promise<T>) => Promise<T>;
}

export interface Sittings {
  judge: Judge;
  request: string;
  films: readonly FoundFilm[];
  tries: number;
}

/** A try at judging that came to nothing and is worth another one. Its message is a sentence. */
export class LostTry extends Error {
  override readonly name = '';
  /** @param failure Such as "timed out after 90 ms". */
  constructor(
    readonly failure: string,
    judge: Judge,
  ) {
    super(`${titleOf(judge)} ${failure}`);
  }
}

/** Lets the judge sit until a try is not lost; a film asked about is asked together with all others. */
export async function inSittings<T>(
  { judge, request, films, tries }: Sittings,
  hold: (sitting: Sitting) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await hold(sittingOf(judge, request, films, attempt));
    } catch (error) {
      if (!(error instanceof LostTry)) throw error;
      if (attempt >= tries)
        throw new NoFilm(`${titleOf(judge)} failed ${tries} times; the last time it ${error.failure}`, {
          cause: error,
        });
    }
  }
}

function sittingOf(judge: Judge, request: string, films: readonly FoundFilm[], attempt: number): Sitting {
  let answer: Promise<JudgeAnswer> | undefined;
  const answered = (): Promise<JudgeAnswer> => {
    const asked = films.map((film) => ({ film, match: film.match }));
    return (answer ??= judge.assess(request, asked, attempt));
  };
  return {
    async ask(film) {
      const { assessments } = await answered();
      const said = assessments[films.indexOf(film)] ?? { error: 'the judge gave no answer' };
      if ('error' in said) throw new Error(said.error);
      return said;
    },
    async end(judged) {
      const result = await judged;
      const { failure } = await answered();
      if (failure !== null) throw new LostTry(failure, judge);
      return result;
    },
  };
}
