import type { ProblemDetails } from '@flow-trail/contracts';

/** What went wrong, in words a person can act on. */
export interface Failure {
  title: string;
  detail: string;
  /** Whether the same request can succeed later. */
  retryable: boolean;
  /** Names the request in the server's log; null when the server was not reached. */
  requestId: string | null;
  /** HTTP status; null when there was no answer. */
  status: number | null;
}

export type Answer<T> = { status: 'ok'; value: T } | { status: 'failed'; failure: Failure };

export const failed = (failure: Failure): Answer<never> => ({ status: 'failed', failure });

/** The problem details of an answer, or the little that its status line tells. */
export async function failureOf(response: Response): Promise<Failure> {
  const problem = await problemOf(response);
  return {
    title: problem.title ?? `The server answered ${response.status}`,
    detail: problem.detail ?? 'The answer carried no explanation.',
    retryable: problem.retryable ?? response.status >= 500,
    requestId: problem.requestId ?? response.headers.get('x-request-id'),
    status: response.status,
  };
}

export function unreachable(cause: unknown): Failure {
  return {
    title: 'The server was not reached',
    detail: `The connection failed (${cause instanceof Error ? cause.message : String(cause)}). Is the server running?`,
    retryable: true,
    requestId: null,
    status: null,
  };
}

export function unreadable(cause: unknown): Failure {
  return {
    title: 'The answer could not be read',
    detail: cause instanceof Error ? cause.message : String(cause),
    retryable: false,
    requestId: null,
    status: null,
  };
}

export const isGone = (failure: Failure): boolean => failure.status === 404 || failure.status === 410;

async function problemOf(response: Response): Promise<Partial<ProblemDetails>> {
  if (!response.headers.get('content-type')?.includes('json')) return {};
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    // A broken error body must not hide the error itself.
    return {};
  }
}
