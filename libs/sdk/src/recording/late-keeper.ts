import { host } from '#host';
import { memory } from '../budget/memory.js';
import type { FlowSender } from '../delivery/flow-sender.js';
import { FlowTrailError } from '../flow-trail-error.js';
import type { FlowSettings } from '../flow-settings.js';
import { flowUrl } from '../flow-url.js';
import type { SendingPart } from '../host/host.js';
import type { FlowKeeper } from '../keeping/flow-keeper.js';
import type { Receipt } from '../receipt.js';
import type { Recorder } from './recorder.js';
import { messageOf } from './thrown.js';

/** Uses what the keeper made, in the order of the calls; false when there was no room for the bytes that wait for it to be there. */
export type Later<T> = (use: (made: T) => void, bytes?: number) => boolean;

const mostWaiting = 100_000;

/** What keeps and sends, if it can be had in a second: the host waits for it. */
export function partSoon(): Promise<SendingPart | undefined> {
  const late = new Promise<undefined>((resolve) => void host.schedule(() => resolve(undefined), 1000));
  return Promise.race([host.sending.load(), late]).catch(() => undefined);
}

/** Keeps a flow and sends it as soon as the part that does so is there: at once, or when it has been loaded. Loading begins with the flow. */
export class LateKeeper {
  readonly #recorder: Recorder;
  readonly #settings: FlowSettings;
  readonly #createdAt: number;
  #keeper: FlowKeeper | undefined;
  #waiting: { use: (keeper: FlowKeeper) => void; bytes: number }[] = [];
  #sender: FlowSender | undefined;
  #receipt: Promise<Receipt> | undefined;
  #isAll = true;

  constructor(settings: FlowSettings, recorder: Recorder) {
    this.#recorder = recorder;
    this.#settings = settings;
    this.#createdAt = recorder.now();
    const { part, load } = host.sending;
    if (part) this.#start(part);
    // Whether it could be loaded matters only when the flow ends.
    else
      load()
        .then((loaded) => this.#start(loaded))
        .catch(() => undefined);
  }

  /** What is small counts for no bytes: when the budget is full there is still room for what ends a step. */
  readonly keep: Later<FlowKeeper> = (use, bytes = 0) => {
    if (this.#keeper) {
      use(this.#keeper);
      return true;
    }
    const { account } = this.#recorder.tally;
    const { flowBytes, memoryBytes } = this.#settings.budget;
    const isFull = bytes > 0 && (account.bytes + bytes > flowBytes || memory.used + bytes > memoryBytes);
    if (isFull || this.#waiting.length >= mostWaiting) return (this.#isAll = false);
    memory.take(account, bytes);
    this.#waiting.push({ use, bytes });
    return true;
  };

  /** The same of what the keeper makes. */
  later<T>(make: (keeper: FlowKeeper) => T): Later<T> {
    let made: T | undefined;
    this.keep((keeper) => (made = make(keeper)));
    return (use, bytes) => this.keep(() => made && use(made), bytes);
  }

  /** Sends the flow in the background. */
  finish(): void {
    if (this.#sender) this.#sender.finish();
    else this.receipt().catch(() => undefined);
  }

  receipt(): Promise<Receipt> {
    if (this.#sender) return this.#sender.receipt();
    return (this.#receipt ??= host.sending.load().then(
      (part) => this.#start(part).receipt(),
      (error: unknown) => this.#notLoaded(error),
    ));
  }

  #start(part: SendingPart): FlowSender {
    if (this.#sender) return this.#sender;
    const recorder = this.#recorder;
    const { account } = recorder.tally;
    const keeper = new part.FlowKeeper(this.#settings, recorder, this.#createdAt, this.#isAll);
    this.#keeper = keeper;
    for (const { use, bytes } of this.#waiting.splice(0)) {
      memory.giveBack(account, bytes);
      recorder.attempt('Recording', () => use(keeper));
    }
    return (this.#sender = new part.FlowSender(keeper));
  }

  #notLoaded(cause: unknown): Receipt {
    const recorder = this.#recorder;
    const { id, endpoint, throwOnError } = this.#settings;
    const message = `The rest of the SDK could not be loaded: ${messageOf(cause)}. Is it served with the page?`;
    const error = new FlowTrailError(message, { code: 'not-prepared', retryable: true, cause });
    this.#receipt = undefined;
    recorder.settled('not-prepared');
    if (throwOnError) throw error;
    return {
      status: 'dropped',
      id,
      url: flowUrl(endpoint, id),
      reason: 'not-prepared',
      error,
      warnings: recorder.warnings.list,
    };
  }
}
