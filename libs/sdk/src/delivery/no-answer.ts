import { FlowTrailError } from '../flow-trail-error.js';
import type { Outcome } from './transport.js';

export function noAnswer(what: string, code: 'timeout' | 'network-error', cause?: unknown): Outcome {
  const message = `${what}. Is the Flow Trail server running and reachable there?`;
  return { status: 'retryable', error: new FlowTrailError(message, { code, retryable: true, cause }) };
}

/** The global fetch hides the telling part ("connect ECONNREFUSED …") in the cause; Node's http has it only as a code at times. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed';
  if (error.cause instanceof Error && error.cause.message) return error.cause.message;
  return error.message || String((error as { code?: unknown }).code ?? 'the request failed');
}

export function cutShort(cause?: unknown): FlowTrailError {
  const message =
    'The process ended, or shutdown() was called, before the server had accepted the flow. Await flow.finish() or flush().';
  return new FlowTrailError(message, { code: 'shutdown', retryable: true, cause });
}
