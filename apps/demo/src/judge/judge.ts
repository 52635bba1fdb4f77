import type { Film } from '../films/film.js';

/** A film to judge, with what the search knew of it. */
export interface JudgedFilm {
  film: Film;
  match: number;
}

/** What the judge said of one film; an error is kept and spoils no other film. */
export type Assessment = { relevance: number; why: string } | { error: string };

/** One try at judging all films. */
export interface JudgeAnswer {
  /** In the order asked. */
  assessments: Assessment[];
  /** What the judge did that loses the whole try and is worth another one, such as "timed out after 90 ms"; null when nothing did. */
  failure: string | null;
  metrics: Record<string, number>;
}

export interface Judge {
  /** The model asked, or `simulated`. */
  readonly model: string;
  /** Answers whatever happens: no error of a film or of the endpoint is thrown. */
  assess(request: string, films: readonly JudgedFilm[], attempt: number): Promise<JudgeAnswer>;
}

export function titleOf({ model }: Pick<Judge, 'model'>): string {
  return model === 'simulated' ? 'The simulated judge' : `The judge ${model}`;
}
