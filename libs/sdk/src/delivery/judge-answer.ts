import type { ProblemDetails, PushAccepted } from '@flow-trail/contracts';
import { FlowTrailError } from '../flow-trail-error.js';
import type { DropReason } from '../receipt.js';
import { readCapped } from './read-capped.js';
import { retryAfterMs } from './retry-after.js';
import type { Outcome, Push } from './transport.js';

const retryableStatuses = [408, 425, 429, 500, 502, 503, 504];
const unexpectedRetries = 3;
const longestAnswer = 64 * 1024;
const reasons: { [status: number]: DropReason } = { 401: 'unauthenticated', 413: 'too-large' };

type Problem = Partial<Omit<ProblemDetails, 'status'>>;

/** Only a 202 whose JSON carries the id and the digest of what was sent counts as delivered. */
export async function judgeAnswer(response: Response, push: Push, now: number): Promise<Outcome> {
  if (isRedirect(response)) return redirected(response);
  const answer = await readObject(response, longestAnswer);
  if (!response.ok) return refused(response.status, answer, askedToWait(response, now));
  return judgeAcceptance(response.status, answer, push);
}

export function judgeAcceptance(status: number, answer: Partial<PushAccepted>, push: Push): Outcome {
  const isOurs = answer.digest === push.digest && String(answer.id).toLowerCase() === push.flowId;
  return status === 202 && isOurs ? accepted(answer) : unexpected(status, answer);
}

function accepted({ url, warnings }: Partial<PushAccepted>): Outcome {
  const sentences = Array.isArray(warnings) ? warnings.filter((warning) => typeof warning === 'string') : [];
  return { status: 'accepted', url: typeof url === 'string' ? url : undefined, warnings: sentences };
}

export function unexpected(status: number, answer: object): Outcome {
  const error = failure('unexpected-response', true, `${status} without the digest of what was sent`, answer);
  return { status: 'retryable', error, maxRetries: unexpectedRetries };
}

/** Browsers show a redirect that is not followed as an opaque answer without a status. */
export function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

export function redirected(response: Response): Outcome {
  response.body?.cancel().catch(() => undefined);
  const target = response.headers.get('location')?.replace(/[?#].*/s, '') ?? 'another address';
  const what = `a redirect to ${target}, which is not followed; set endpoint to where the server is`;
  return { status: 'dropped', error: failure('unexpected-response', false, what) };
}

export function refused(status: number, problem: Problem, retryAfterMs: number | undefined): Outcome {
  const what = [status, problem.code, problem.detail ?? problem.title, mistakes(problem)].filter(Boolean).join(' ');
  const isRetryable = problem.code === 'idempotency-in-flight' || problem.code === 'digest-mismatch';
  if (!isRetryable && !retryableStatuses.includes(status)) {
    const reason = problem.code === 'forbidden-scope' ? 'unauthenticated' : reasons[status];
    return { status: 'dropped', error: failure(reason ?? 'refused', false, what, problem) };
  }
  return { status: 'retryable', error: failure('unavailable', true, what, problem), retryAfterMs };
}

function mistakes({ errors }: Problem): string {
  return Array.isArray(errors) ? errors.map((mistake) => `${mistake?.pointer}: ${mistake?.detail}`).join('; ') : '';
}

function failure(code: DropReason, retryable: boolean, what: string, cause?: unknown): FlowTrailError {
  return new FlowTrailError(`The server answered ${what}.`.slice(0, 2000), { code, retryable, cause });
}

export function askedToWait(response: Response, now: number): number | undefined {
  return retryAfterMs(response.headers.get('retry-after'), now);
}

/** The object in an answer; an empty one for anything else. */
export async function readObject(response: Response, longest: number): Promise<object> {
  const text = await readCapped(response, longest);
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
