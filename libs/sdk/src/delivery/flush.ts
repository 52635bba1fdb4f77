import { host } from '#host';
import { outbox } from './outbox.js';
import type { Flushed } from './outbox.js';

/**
 * Waits until everything that is under way now has arrived or was dropped, for example at the end of a serverless call. Never rejects.
 *
 * @param options.timeoutMs Longest wait, in milliseconds; what is not done by then goes on. Default none: each flow has its `deadlineMs`.
 */
export function flush(options: { timeoutMs?: number } = {}): Promise<Flushed> {
  return outbox.flush(options?.timeoutMs, host);
}

/**
 * Brings everything that is under way to an end: waits between tries are cut short for one last try, and what is not accepted in time is
 * dropped with the reason `shutdown`. So is every flow that is finished later. Never rejects; may be called again.
 *
 * @param options.timeoutMs Longest wait, in milliseconds. Default 2,000.
 */
export function shutdown(options: { timeoutMs?: number } = {}): Promise<Flushed> {
  return outbox.close(options?.timeoutMs ?? 2000);
}
