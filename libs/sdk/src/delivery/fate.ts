import type { SendSettings } from './send-settings.js';
import { flowUrl } from '../flow-url.js';
import { FlowTrailError } from '../flow-trail-error.js';
import type { Withheld } from '../privacy/redact.js';
import { isSampledOut } from '../privacy/sampling.js';
import type { DropReason, Receipt } from '../receipt.js';
import type { FlowKeeper } from '../keeping/flow-keeper.js';
import type { Recorder } from '../recording/recorder.js';
import type { Shelf } from '../keeping/shelf.js';

/** Whether a flow may be sent, and what became of it; the counters and the host are told. */
export class Fate {
  readonly #settings: SendSettings;
  readonly #recorder: Recorder;
  readonly #shelf: Shelf;
  readonly #isSampledOut: boolean;
  #round: Promise<Receipt> | undefined;
  #withheld: Receipt | undefined;
  #isDecided = false;

  constructor({ settings, recorder, shelf }: FlowKeeper) {
    this.#settings = settings;
    this.#recorder = recorder;
    this.#shelf = shelf;
    this.#isSampledOut = isSampledOut(settings.sample, settings);
  }

  /** What may yet turn out not to be sent waits for the end. */
  get isOpen(): boolean {
    const { pending, failure } = this.#recorder.privacy;
    return pending.size > 0 || failure !== undefined || this.#isSampledOut;
  }

  /** Settles when it is known what of all that was captured may be recorded; undefined when it is. */
  known(): Promise<void> | undefined {
    return this.#recorder.privacy.pending.size > 0 ? this.#allSaid() : undefined;
  }

  /** What takes longer than one try may is given up, and with it the flow. */
  async #allSaid(): Promise<void> {
    const { privacy } = this.#recorder;
    const { timeoutMs, platform } = this.#settings;
    let cancel = () => {};
    const timeUp = new Promise<void>((resolve) => {
      cancel = platform.schedule(() => {
        privacy.withhold(`took longer than ${timeoutMs} ms`, { name: 'data' });
        resolve();
      }, timeoutMs);
    });
    // What was captured last registers what is done with it before its own promise settles.
    await Promise.race([Promise.all(privacy.pending), timeUp]);
    privacy.pending.clear();
    cancel();
  }

  /** Decides once, at the end of the flow; the receipt of one that is not sent. */
  decide(hasFailed: () => boolean): Receipt | undefined {
    if (this.#isDecided) return this.#withheld;
    this.#isDecided = true;
    const { failure } = this.#recorder.privacy;
    if (failure) this.#withhold('redaction-failed', redactionFailed(failure));
    else if (this.#isSampledOut && !hasFailed()) this.#withhold('sampled-out');
    return this.#withheld;
  }

  /** Counts what becomes of a round of tries. */
  follow(round: Promise<Receipt>): void {
    if (round === this.#round) return;
    this.#round = round;
    this.#recorder.tally.settled('pending');
    void round.then(({ reason }) => this.#recorder.settled(reason));
  }

  #withhold(reason: DropReason, error?: FlowTrailError): void {
    const { id, endpoint } = this.#settings;
    const warnings = this.#recorder.warnings.list;
    this.#shelf.clear();
    this.#withheld = { status: 'dropped', id, url: flowUrl(endpoint, id), reason, error, warnings };
    this.#recorder.settled(reason);
  }
}

function redactionFailed({ what, place: { step, name }, cause }: Withheld): FlowTrailError {
  const where = step === undefined ? `${name} of the flow` : `"${step}/${name}"`;
  // What it threw may name the very value that it was to hide.
  const message = `redact.by ${what} for the ${where}: nothing more of the flow is sent. It must return the value to record.`;
  return new FlowTrailError(message, { code: 'redaction-failed', retryable: false, cause });
}
