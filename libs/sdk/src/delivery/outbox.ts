import { sendingHost } from '#sending-host';
import type { Platform } from '../platform.js';
import type { Receipt } from '../receipt.js';

/** Something that is being sent. */
export interface Sending {
  /** With the receipt when it was a flow's last push. Never rejects. */
  done: Promise<Receipt | undefined>;
  /** Brings it to an end within so many milliseconds; by default as many as its flow allows. */
  hurry: (graceMs?: number) => void;
  /** The process has ended. */
  abandon: () => void;
}

/** What became of the flows that were under way. */
export interface Flushed {
  receipts: Receipt[];
  /** How many are still under way, because the time was up. */
  pending: number;
}

/** What is needed at least to send a flow, whatever it captured: with a server that is away they would become more and more. */
const bytesOfSending = 4096;

/** Everything that this process is sending. While there is something, the end of the process waits for it, for a bounded time. */
export class Outbox {
  readonly #sendings = new Set<Sending>();
  #isClosed = false;
  #unhook = () => {};

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether one more would not take more than so many bytes. */
  hasRoom(bytes: number): boolean {
    return (this.#sendings.size + 1) * bytesOfSending <= bytes;
  }

  add(sending: Sending): void {
    if (this.#sendings.size === 0)
      this.#unhook = sendingHost.onExit(
        () => this.drain(),
        () => this.#abandon(),
      );
    this.#sendings.add(sending);
    void sending.done.then(() => {
      this.#sendings.delete(sending);
      if (this.#sendings.size === 0) this.#unhook();
    });
  }

  /** Waits for what is under way now, for so long at most. */
  async flush(timeoutMs?: number, schedule?: Platform['schedule']): Promise<Flushed> {
    const release = sendingHost.stayAlive();
    const receipts: Receipt[] = [];
    const sendings = [...this.#sendings];
    let pending = sendings.length;
    const all = sendings.map(async ({ done }) => {
      const receipt = await done;
      pending -= 1;
      if (receipt) receipts.push(receipt);
    });
    let cancel: (() => void) | undefined;
    const timeUp = new Promise<void>((resolve) => {
      if (timeoutMs !== undefined) cancel = schedule?.(resolve, timeoutMs);
    });
    await Promise.race([Promise.all(all), timeUp]);
    cancel?.();
    release();
    return { receipts: [...receipts], pending };
  }

  /** Brings everything to an end: waits are cut short, and there is one last try. */
  async drain(graceMs?: number): Promise<Flushed> {
    for (const { hurry } of [...this.#sendings]) hurry(graceMs);
    return this.flush();
  }

  #abandon(): void {
    for (const { abandon } of this.#sendings) abandon();
  }

  close(graceMs: number): Promise<Flushed> {
    this.#isClosed = true;
    return this.drain(graceMs);
  }
}

export const outbox = new Outbox();
