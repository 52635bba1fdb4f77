import type { FlowTrailError } from './flow-trail-error.js';

/**
 * Why a flow did not arrive.
 * - `network-error`: no answer could be had.
 * - `timeout`: no answer in time.
 * - `unavailable`: the server asked to come back later (408, 409 in flight, 425, 429, 5xx), and there was no time or try left.
 * - `unexpected-response`: something answered, but not Flow Trail with a matching digest: a redirect, a login page, a proxy.
 * - `unauthenticated`: no key, a wrong one (401), or one that may only read (403).
 * - `too-large`: 413, or more text than the runtime can hold.
 * - `refused`: any other answer that trying again cannot change.
 * - `shutdown`: the process ended, or `shutdown()` was called, before the server had accepted it.
 * - `over-budget`: there was no room for an observation within the budgets, or a page had not loaded what describes it; the flow itself was not
 *   dropped for it. Of a flow: too many wait for the server.
 * - `late`: it was captured after `finish()`.
 * - `redaction-failed`: `redact.by` did not say what may be recorded, and so nothing was sent.
 * - `sampled-out`: `sample` left the flow out, and it did not fail.
 * - `abandoned`: the host forgot the flow without finishing it; only counted, nobody is told.
 * - `not-prepared`: this runtime could not digest or compress the flow, such as a page without HTTPS, or a page could not load what sends it.
 */
export type DropReason =
  | 'network-error'
  | 'timeout'
  | 'unavailable'
  | 'unexpected-response'
  | 'unauthenticated'
  | 'too-large'
  | 'refused'
  | 'shutdown'
  | 'over-budget'
  | 'late'
  | 'redaction-failed'
  | 'sampled-out'
  | 'abandoned'
  | 'not-prepared';

/** What did not arrive: a flow, or one observation of it. */
export interface Drop {
  reason: DropReason;
  flow: { id: string; name: string };
  /** Only of an observation: where it was captured. */
  step?: string;
  observation?: string;
}

/** What became of a flow. */
export interface Receipt {
  /** `accepted`: the server promised to keep it. `dropped`: it did not arrive; `reason` says why, and `finish()` may be called again. */
  status: 'accepted' | 'dropped';
  /** UUID of the flow. */
  id: string;
  /** Where a person looks at the flow. */
  url: string;
  /** Only when dropped. */
  reason?: DropReason;
  /** Only when dropped, but not when sampled out: the error that `throwOnError` would have thrown, with the details in its message and `cause`. */
  error?: FlowTrailError;
  /** What was altered, ignored or assumed, here or by the server; a sentence each, at most 100. Calls after `finish()` are added as they come. */
  warnings: string[];
}
