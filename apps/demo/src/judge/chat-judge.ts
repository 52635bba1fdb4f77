import { nameOf } from '../films/film.js';
import type { ChatAnswer } from './chat-answer.js';
import { readChatAnswer } from './chat-answer.js';
import { inParallel } from './in-parallel.js';
import type { Assessment, Judge, JudgedFilm } from './judge.js';

export interface ChatEndpoint {
  /** Base of an OpenAI-compatible API, such as `http://127.0.0.1:11434/v1`. */
  url: string;
  model: string;
  apiKey: string | null;
}

export interface ChatSurroundings {
  fetch: typeof fetch;
  /** A signal that aborts after that many milliseconds. */
  deadline: (milliseconds: number) => AbortSignal;
}

const limits = { filmMs: 20_000, tryMs: 60_000, concurrency: 4 };

/** Asks an OpenAI-compatible chat endpoint about one film at a time. */
export function createChatJudge(endpoint: ChatEndpoint, surroundings: ChatSurroundings): Judge {
  return {
    model: endpoint.model,
    async assess(request, films) {
      const end = surroundings.deadline(limits.tryMs);
      const answers = await inParallel(films, limits.concurrency, (judged) =>
        ask(endpoint, surroundings, end, prompt(request, judged)),
      );
      const assessments = answers.map(({ assessment }) => assessment);
      const tokens = answers.reduce((sum, answer) => sum + answer.tokens, 0);
      return { assessments, failure: failureOf(assessments, end), metrics: { tokens } };
    },
  };
}

/** A try is lost when its time ran out or when no film at all was judged. */
function failureOf(assessments: Assessment[], end: AbortSignal): string | null {
  const errors = assessments.flatMap((assessment) => ('error' in assessment ? [assessment.error] : []));
  const judged = `${assessments.length - errors.length} of ${assessments.length} films`;
  if (end.aborted) return `timed out after ${limits.tryMs} ms with ${judged} judged`;
  return assessments.length > 0 && errors.length === assessments.length ? `judged ${judged}: ${errors[0]}` : null;
}

async function ask(
  endpoint: ChatEndpoint,
  { fetch, deadline }: ChatSurroundings,
  end: AbortSignal,
  content: string,
): Promise<ChatAnswer> {
  try {
    const response = await fetch(`${endpoint.url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(endpoint.apiKey === null ? {} : { authorization: `Bearer ${endpoint.apiKey}` }),
      },
      body: JSON.stringify({ model: endpoint.model, messages: [{ role: 'user', content }] }),
      signal: AbortSignal.any([end, deadline(limits.filmMs)]),
    });
    if (!response.ok) return lost(`the endpoint answered ${response.status}`);
    return readChatAnswer(await response.json());
  } catch (error) {
    return lost(describe(error));
  }
}

function prompt(request: string, { film }: JudgedFilm): string {
  const known = { genre: film.genre, director: film.director, minutes: film.minutes, audience: film.audience };
  return [
    `Someone asks for a film: "${request}".`,
    `How well does ${nameOf(film)} answer that? Known of it: ${JSON.stringify(known)}.`,
    'Answer with JSON only: {"relevance": a number from 0 to 1, "why": one short sentence}.',
  ].join('\n');
}

function lost(error: string): ChatAnswer {
  return { assessment: { error }, tokens: 0 };
}

function describe(thrown: unknown): string {
  const { name, message, cause } = thrown as Partial<Error>;
  if (name === 'TimeoutError') return `no answer within ${limits.filmMs} ms`;
  if (name === 'SyntaxError') return 'the endpoint answered with a body that is not JSON';
  // What fetch throws says only "fetch failed"; its cause says why.
  return `the request failed: ${(cause as Partial<Error> | undefined)?.message || message}`;
}
