import { host } from '#host';
import type { Flushed, Outbox } from './delivery/outbox.js';

/**
 * Waits until everything that is under way now has arrived or was dropped, for example at the end of a serverless call. Never rejects.
 *
 * @param options.timeoutMs Longest wait, in milliseconds; what is not done by then goes on. Default none: each flow has its `deadlineMs`.
 */
export function flush(options?: { timeoutMs?: number }): Promise<Flushed> {
  return withOutbox((outbox) => outbox.flush(options?.timeoutMs, host.schedule));
}

/**
 * Brings everything that is under way to an end: waits between tries are cut short for one last try, and what is not accepted in time is
 * dropped with the reason `shutdown`. So is every flow that is finished later. Never rejects; may be called again.
 *
 * @param options.timeoutMs Longest wait, in milliseconds. Default 2,000.
 */
export function shutdown(options?: { timeoutMs?: number }): Promise<Flushed> {
  return withOutbox((outbox) => outbox.close(options?.timeoutMs ?? 2000));
}

function withOutbox(act: (outbox: Outbox) => Promise<Flushed>): Promise<Flushed> {
  const { part, load } = host.sending;
  if (part) return act(part.outbox);
  // What cannot be loaded has nothing under way.
  return load().then(
    ({ outbox }) => act(outbox),
    () => ({ receipts: [], pending: 0 }),
  );
}
