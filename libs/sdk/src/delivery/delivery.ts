import { sendingHost } from '#sending-host';
import type { SendSettings } from './send-settings.js';
import { FlowTrailError } from '../flow-trail-error.js';
import { flowUrl } from '../flow-url.js';
import type { DropReason, Receipt } from '../receipt.js';
import type { FlowKeeper } from '../keeping/flow-keeper.js';
import { messageOf } from '../recording/thrown.js';
import type { Warnings } from '../recording/warnings.js';
import { cutShort } from './no-answer.js';
import { outbox } from './outbox.js';
import type { Portion } from './portion.js';
import { preparePush } from './prepare-push.js';
import type { Push, Transport } from './transport.js';
import { uuidV4 } from './uuid-v4.js';

/** What a delivery asks for. */
export interface DeliveryNeeds {
  connect: () => Transport;
  take: (everything: boolean) => Portion;
  /** The process ended while something was under way. */
  abandoned: () => void;
}

/** Brings one flow to the server, in one push or in several: each has one key and one body, whatever the number of tries and rounds. */
export class Delivery {
  readonly #settings: SendSettings;
  readonly #warnings: Warnings;
  readonly #needs: DeliveryNeeds;
  /** Taken from the flow and not prepared yet. */
  readonly #portions: Portion[] = [];
  /** Prepared and not accepted yet. */
  #pushes: Push[] = [];
  readonly #accepted = new WeakMap<Push, () => void>();
  #isAllTaken = false;
  #isRefused = false;
  #isAbandoned = false;
  #url: string | undefined;
  /** Its own for what is under way together: once hurried it stays so. */
  #transport: Transport;
  #kept = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #round: Promise<Receipt> | undefined;
  #receipt: Promise<Receipt> | undefined;

  constructor({ settings, recorder }: Pick<FlowKeeper, 'settings' | 'recorder'>, needs: DeliveryNeeds) {
    this.#settings = settings;
    this.#warnings = recorder.warnings;
    this.#needs = needs;
    this.#transport = needs.connect();
  }

  /** Sends what came since the last time, while the flow runs. What cannot be sent now goes with the next push. */
  advance(): Promise<void> {
    return this.#inTurn(() => this.#sendNews()).then(() => undefined);
  }

  /** Sends the rest. The same promise until a round ends with a drop; then the next call starts another. Keeps the process alive. */
  receipt(): Promise<Receipt> {
    this.#receipt ??= this.#held(this.finish());
    return this.#receipt;
  }

  /** The same in the background: never rejects, and does not keep the process alive longer than its exit may take. */
  finish(): Promise<Receipt> {
    this.#round ??= this.#finish();
    return this.#round;
  }

  #finish(): Promise<Receipt> {
    const refusal = this.#refusal();
    if (refusal) return Promise.resolve().then(() => this.#settle(refusal));
    const round = this.#inTurn(() => this.#sendRest()).then((failure) => this.#settle(failure));
    this.keep(round);
    return round;
  }

  #refusal(): FlowTrailError | undefined {
    if (outbox.isClosed) return cutShort();
    return outbox.hasRoom(this.#settings.budget.memoryBytes) ? undefined : tooManyUnderWay();
  }

  async #held(round: Promise<Receipt>): Promise<Receipt> {
    const release = sendingHost.stayAlive();
    const receipt = await round.finally(release);
    if (receipt.error && this.#settings.throwOnError) throw receipt.error;
    return receipt;
  }

  /** Lets `flush()` and the end of the process wait for what sends. */
  keep(done: Promise<Receipt | undefined>): void {
    const { exitTimeoutMs } = this.#settings;
    if (this.#kept === 0) this.#transport = this.#needs.connect();
    this.#kept += 1;
    void done.then(() => (this.#kept -= 1));
    const hurry = (graceMs = exitTimeoutMs) => this.#transport.hurry(graceMs);
    outbox.add({ done, hurry, abandon: () => this.#abandon() });
  }

  #abandon(): void {
    if (!this.#isAbandoned) this.#needs.abandoned();
    this.#isAbandoned = true;
  }

  /** One push of a flow at a time. Never rejects. */
  #inTurn(act: () => Promise<FlowTrailError | undefined>): Promise<FlowTrailError | undefined> {
    const turn = this.#turn.then(act).catch(notPrepared);
    this.#turn = turn;
    return turn;
  }

  async #sendNews(): Promise<FlowTrailError | undefined> {
    // What was refused would be refused again; it stays for finish() to report.
    if (this.#isRefused || this.#isAllTaken || outbox.isClosed) return undefined;
    const failure = await this.#sendAll();
    if (failure) return failure;
    this.#portions.push(this.#needs.take(false));
    await this.#prepareAll();
    return this.#sendAll();
  }

  async #sendRest(): Promise<FlowTrailError | undefined> {
    if (!this.#isAllTaken) this.#portions.push(this.#needs.take(true));
    this.#isAllTaken = true;
    await this.#prepareAll();
    return this.#sendAll();
  }

  /** What was captured is let go as soon as it is part of a push. */
  async #prepareAll(): Promise<void> {
    const { id, gzip, platform } = this.#settings;
    for (let [portion] = this.#portions; portion; [portion] = this.#portions) {
      const prepared = await preparePush(portion, gzip);
      const push = { flowId: id, idempotencyKey: uuidV4(platform.randomBytes), ...prepared };
      this.#pushes.push(push);
      this.#accepted.set(push, portion.accepted);
      this.#portions.shift();
    }
  }

  /** The first failure, if any. What is refused does not hold up the rest; where nobody answers, the rest need not try. */
  async #sendAll(): Promise<FlowTrailError | undefined> {
    let failure: FlowTrailError | undefined;
    for (const push of [...this.#pushes]) {
      const error = await this.#send(push);
      failure ??= error;
      if (error?.retryable) return failure;
      if (error) this.#isRefused = true;
    }
    return failure;
  }

  async #send(push: Push): Promise<FlowTrailError | undefined> {
    const outcome = await this.#transport.send(push, this.#settings.timeoutMs);
    if (outcome.status !== 'accepted') return outcome.error;
    this.#pushes = this.#pushes.filter((other) => other !== push);
    this.#accepted.get(push)?.();
    this.#url = outcome.url;
    for (const warning of outcome.warnings) this.#warnings.add(warning);
    return undefined;
  }

  #settle(error: FlowTrailError | undefined): Receipt {
    const { id, endpoint } = this.#settings;
    const said = { id, url: this.#url ?? flowUrl(endpoint, id), warnings: this.#warnings.list };
    if (!error) return { status: 'accepted', ...said };
    this.#round = this.#receipt = undefined;
    return { status: 'dropped', ...said, reason: error.code as DropReason, error };
  }
}

function tooManyUnderWay(): FlowTrailError {
  const message = 'Too many flows wait for the server. Call finish() later, or raise memoryBytes.';
  return new FlowTrailError(message, { code: 'over-budget', retryable: true });
}

function notPrepared(error: unknown): FlowTrailError {
  if (error instanceof FlowTrailError) return error;
  // The one RangeError on this way is a text longer than a string can be.
  const code = error instanceof RangeError ? 'too-large' : 'not-prepared';
  const message = `The flow could not be prepared for sending: ${messageOf(error)}. Capture less, or split it into several flows.`;
  return new FlowTrailError(message, { code, retryable: false, cause: error });
}
