import { host } from '#host';
import type { FlowSender } from '../delivery/flow-sender.js';
import { FlowTrailError } from '../flow-trail-error.js';
import { flowUrl } from '../flow-url.js';
import type { SendingPart } from '../host/host.js';
import type { Receipt } from '../receipt.js';
import type { FlowSource } from './flow-source.js';
import { messageOf } from './thrown.js';

/** Sends a flow as soon as the part that sends is there: at once, or when it has been loaded. Loading begins with the flow. */
export class LateSender {
  readonly #source: FlowSource;
  #sender: FlowSender | undefined;
  #receipt: Promise<Receipt> | undefined;

  constructor(source: FlowSource) {
    this.#source = source;
    const { part, load } = host.sending;
    if (part) this.#start(part);
    // Whether it could be loaded matters only when the flow ends.
    else
      load().then(
        (loaded) => this.#start(loaded),
        () => undefined,
      );
  }

  /** Sends the flow in the background. */
  finish(): void {
    if (this.#sender) this.#sender.finish();
    else this.receipt().catch(() => undefined);
  }

  receipt(): Promise<Receipt> {
    if (this.#sender) return this.#sender.receipt();
    this.#receipt ??= host.sending.load().then(
      (part) => this.#start(part).receipt(),
      (error: unknown) => this.#notLoaded(error),
    );
    return this.#receipt;
  }

  #start(part: SendingPart): FlowSender {
    this.#sender ??= new part.FlowSender(this.#source);
    return this.#sender;
  }

  #notLoaded(cause: unknown): Receipt {
    const { settings, recorder } = this.#source;
    const { id, endpoint, throwOnError } = settings;
    const message = `The part of the SDK that sends could not be loaded: ${messageOf(cause)}. Is it served with the page?`;
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
