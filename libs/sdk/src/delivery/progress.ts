import type { Platform } from '../platform.js';
import type { Delivery } from './delivery.js';

/** Sends a flow while it runs: what ended in one turn together, one push at a time, and a sign of life when nothing happens. */
export class Progress {
  readonly #delivery: Pick<Delivery, 'advance' | 'keep'>;
  readonly #platform: Platform;
  readonly #heartbeatMs: number;
  #isDue = false;
  #isSending = false;
  #isOver = false;
  #cancelHeartbeat = () => {};

  constructor(delivery: Pick<Delivery, 'advance' | 'keep'>, platform: Platform, heartbeatSeconds: number) {
    this.#delivery = delivery;
    this.#platform = platform;
    this.#heartbeatMs = heartbeatSeconds * 1000;
  }

  /** There is something to send. */
  changed(): void {
    this.#isDue = true;
    if (!this.#isSending && !this.#isOver) this.#delivery.keep(this.#send());
  }

  stop(): void {
    this.#isOver = true;
    this.#cancelHeartbeat();
  }

  async #send(): Promise<undefined> {
    this.#isSending = true;
    this.#cancelHeartbeat();
    await Promise.resolve();
    while (this.#isDue) {
      this.#isDue = false;
      await this.#delivery.advance();
    }
    this.#isSending = false;
    if (!this.#isOver) this.#scheduleHeartbeat();
  }

  #scheduleHeartbeat(): void {
    // A flow that the host has let go of without finishing it falls silent, and is shown as interrupted.
    const progress = new WeakRef(this);
    this.#cancelHeartbeat = this.#platform.schedule(() => progress.deref()?.changed(), this.#heartbeatMs);
  }
}
