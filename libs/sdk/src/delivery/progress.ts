import type { Platform } from '../platform.js';

/** Sends a flow while it runs: what ended in one turn together, one push at a time, and a sign of life when nothing happens. */
export class Progress {
  readonly #advance: () => Promise<void>;
  readonly #platform: Platform;
  readonly #heartbeatMs: number;
  #isDue = false;
  #isSending = false;
  #isOver = false;
  #cancelHeartbeat = () => {};

  constructor(advance: () => Promise<void>, platform: Platform, heartbeatSeconds: number) {
    this.#advance = advance;
    this.#platform = platform;
    this.#heartbeatMs = heartbeatSeconds * 1000;
  }

  /** There is something to send. */
  changed(): void {
    this.#isDue = true;
    if (!this.#isSending && !this.#isOver) void this.#send();
  }

  stop(): void {
    this.#isOver = true;
    this.#cancelHeartbeat();
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    this.#cancelHeartbeat();
    await Promise.resolve();
    while (this.#isDue && !this.#isOver) {
      this.#isDue = false;
      await this.#advance();
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
