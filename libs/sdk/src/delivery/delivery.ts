import type { FlowSettings } from '../flow-settings.js';
import { FlowTrailError } from '../flow-trail-error.js';
import type { DropReason, Receipt } from '../receipt.js';
import { messageOf } from '../recording/snapshot.js';
import type { Warnings } from '../recording/warnings.js';
import { preparePush } from './prepare-push.js';
import type { Outcome, Push, Transport } from './transport.js';

/** Brings one finished flow to the server: one key and one body, whatever the number of tries and rounds. */
export class Delivery {
  readonly #settings: FlowSettings;
  readonly #transport: Transport;
  readonly #warnings: Warnings;
  readonly #print: () => string;
  #push: Push | undefined;
  #receipt: Promise<Receipt> | undefined;

  constructor(settings: FlowSettings, transport: Transport, warnings: Warnings, print: () => string) {
    this.#settings = settings;
    this.#transport = transport;
    this.#warnings = warnings;
    this.#print = print;
  }

  /** The same promise until a round ends with a drop; then the next call starts another. */
  receipt(): Promise<Receipt> {
    this.#receipt ??= this.#deliver();
    return this.#receipt;
  }

  async #deliver(): Promise<Receipt> {
    const outcome = await this.#send();
    if (outcome.status !== 'accepted') return this.#dropped(outcome.error);
    this.#push = undefined;
    for (const warning of outcome.warnings) this.#warnings.add(warning);
    return this.#settled('accepted', { url: outcome.url });
  }

  async #send(): Promise<Outcome> {
    try {
      this.#push ??= await this.#prepare();
      return await this.#transport.send(this.#push, this.#settings.timeoutMs);
    } catch (error) {
      return { status: 'dropped', error: notPrepared(error) };
    }
  }

  #prepare(): Promise<Push> {
    const { id, gzip } = this.#settings;
    return preparePush(this.#print(), { flowId: id, gzip });
  }

  #dropped(error: FlowTrailError): Receipt {
    this.#receipt = undefined;
    if (this.#settings.throwOnError) throw error;
    return this.#settled('dropped', { reason: error.code as DropReason, error });
  }

  #settled(status: Receipt['status'], details: Partial<Receipt>): Receipt {
    const { id, endpoint } = this.#settings;
    return { status, id, ...details, url: details.url ?? flowUrl(endpoint, id), warnings: this.#warnings.list };
  }
}

export function flowUrl(endpoint: string, id: string): string {
  return `${endpoint}/flows/${id}`;
}

function notPrepared(error: unknown): FlowTrailError {
  if (error instanceof FlowTrailError) return error;
  // The one RangeError on this way is a text longer than a string can be.
  const code = error instanceof RangeError ? 'too-large' : 'not-prepared';
  const message = `The flow could not be prepared for sending: ${messageOf(error)}. Capture less, or split it into several flows.`;
  return new FlowTrailError(message, { code, retryable: false, cause: error });
}
