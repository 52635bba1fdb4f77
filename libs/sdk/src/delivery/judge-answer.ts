import type { ProblemDetails, PushAccepted } from '@flow-trail/contracts';
import { FlowTrailError } from '../flow-trail-error.js';
import type { DropReason } from '../receipt.js';
import { readCapped } from './read-capped.js';
import { retryAfterMs } from './retry-after.js';
import type { Outcome, Push } from './transport.js';

const retryableStatuses = [408, 425, 429, 500, 502, 503, 504];
const unexpectedRetries = 3;
const reasons: { [status: number]: DropReason } = { 401: 'unauthenticated', 413: 'too-large' };

/** Only a 202 whose JSON carries the id and the digest of what was sent counts as delivered. */
export async function judgeAnswer(response: Response, push: Push, now: number): Promise<Outcome> {
  // Browsers show a redirect that is not followed as an opaque answer without a status.
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400))
    return redirected(response);
  const answer = parsed(await readCapped(response));
  if (!response.ok) return refused(response, answer, now);
  if (response.status === 202 && isAcceptance(answer, push)) return accepted(answer);
  const error = failure('unexpected-response', true, `${response.status} without the digest of what was sent`, answer);
  return { status: 'retryable', error, maxRetries: unexpectedRetries };
}

function isAcceptance(answer: Partial<PushAccepted>, push: Push): boolean {
  return answer.digest === push.digest && String(answer.id).toLowerCase() === push.flowId;
}

function accepted({ url, warnings }: Partial<PushAccepted>): Outcome {
  const sentences = Array.isArray(warnings) ? warnings.filter((warning) => typeof warning === 'string') : [];
  return { status: 'accepted', url: typeof url === 'string' ? url : undefined, warnings: sentences };
}

function redirected(response: Response): Outcome {
  response.body?.cancel().catch(() => undefined);
  const target = response.headers.get('location')?.replace(/[?#].*/s, '') ?? 'another address';
  const what = `a redirect to ${target}, which is not followed; set endpoint to where the server is`;
  return { status: 'dropped', error: failure('unexpected-response', false, what) };
}

function refused(response: Response, problem: Partial<ProblemDetails>, now: number): Outcome {
  const what = [response.status, problem.code, problem.detail ?? problem.title, mistakes(problem)]
    .filter(Boolean)
    .join(' ');
  const isInFlight = response.status === 409 && problem.code === 'idempotency-in-flight';
  if (!isInFlight && !retryableStatuses.includes(response.status)) {
    const reason = problem.code === 'forbidden-scope' ? 'unauthenticated' : reasons[response.status];
    return { status: 'dropped', error: failure(reason ?? 'refused', false, what, problem) };
  }
  const error = failure('unavailable', true, what, problem);
  return { status: 'retryable', error, retryAfterMs: retryAfterMs(response.headers.get('retry-after'), now) };
}

function mistakes({ errors }: Partial<ProblemDetails>): string {
  return Array.isArray(errors) ? errors.map((mistake) => `${mistake?.pointer}: ${mistake?.detail}`).join('; ') : '';
}

function failure(code: DropReason, retryable: boolean, what: string, cause?: unknown): FlowTrailError {
  return new FlowTrailError(`The server answered ${what}.`.slice(0, 2000), { code, retryable, cause });
}

/** The object in an answer; an empty one for anything else. */
function parsed(text: string | undefined): object {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
