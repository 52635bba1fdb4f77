import { FlowTrailError } from '../flow-trail-error.js';
import type { Platform } from '../platform.js';
import { cutShort } from './no-answer.js';
import type { Outcome, Push, Transport } from './transport.js';

const firstBackoffMs = 500;
const longestBackoffMs = 30_000;

/** Tries again while it can help: exponential backoff with full jitter, the server's Retry-After, a limit of tries and a total deadline. */
export class RetryingTransport implements Transport {
  readonly #transport: Transport;
  readonly #limits: { maxRetries: number; deadlineMs: number };
  readonly #platform: Platform;
  #hurriedUntil = Infinity;
  #endWait = () => {};

  constructor(transport: Transport, limits: { maxRetries: number; deadlineMs: number }, platform: Platform) {
    this.#transport = transport;
    this.#limits = limits;
    this.#platform = platform;
  }

  async send(push: Push, timeoutMs: number): Promise<Outcome> {
    const end = this.#platform.elapsed() + this.#limits.deadlineMs;
    let countedFailures = 0;
    for (let tries = 1; ; tries++) {
      if (this.#isLate) return { status: 'dropped', error: cutShort() };
      const outcome = await this.#transport.send(push, Math.min(timeoutMs, this.#end(end) - this.#platform.elapsed()));
      if (outcome.status !== 'retryable') return outcome;
      if (this.#isHurried) return gaveUp(hasTimedOut(outcome) ? cutShort(outcome.error) : outcome.error, tries);
      // A wait that the server asked for is not held against it.
      if (outcome.retryAfterMs === undefined) countedFailures += 1;
      const allowed = Math.min(this.#limits.maxRetries, outcome.maxRetries ?? Infinity);
      const delay = Math.max(outcome.retryAfterMs ?? 0, this.#backoff(tries));
      if (countedFailures > allowed || !(await this.#waited(delay, end))) return gaveUp(outcome.error, tries);
    }
  }

  hurry(graceMs: number): void {
    this.#hurriedUntil = Math.min(this.#hurriedUntil, this.#platform.elapsed() + graceMs);
    this.#transport.hurry(graceMs);
    this.#endWait();
  }

  get #isHurried(): boolean {
    return this.#hurriedUntil < Infinity;
  }

  get #isLate(): boolean {
    return this.#isHurried && this.#platform.elapsed() >= this.#hurriedUntil;
  }

  #end(end: number): number {
    return Math.min(end, this.#hurriedUntil);
  }

  /** Whether there is still time after so many milliseconds; a wait that would end too late is not begun. */
  async #waited(delay: number, end: number): Promise<boolean> {
    if (this.#platform.elapsed() + delay >= end) return false;
    await new Promise<void>((resume) => {
      const cancel = this.#platform.schedule(resume, delay);
      this.#endWait = () => {
        cancel();
        resume();
      };
    });
    this.#endWait = () => {};
    // The wait itself can take too long: a suspended machine, a blocked event loop.
    return this.#platform.elapsed() < end;
  }

  #backoff(tries: number): number {
    return this.#platform.random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (tries - 1));
  }
}

function hasTimedOut({ error }: { error: FlowTrailError }): boolean {
  return error.code === 'timeout';
}

function gaveUp(error: FlowTrailError, tries: number): Outcome {
  const message = `${error.message} Gave up after ${tries} ${tries === 1 ? 'try' : 'tries'}.`;
  const { code, retryable, cause } = error;
  return { status: 'dropped', error: new FlowTrailError(message, { code, retryable, cause }) };
}
