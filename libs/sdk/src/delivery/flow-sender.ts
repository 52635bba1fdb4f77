import type { Receipt } from '../receipt.js';
import type { FlowKeeper } from '../keeping/flow-keeper.js';
import { Delivery } from './delivery.js';
import { Fate } from './fate.js';
import { takePortion } from './take-portion.js';
import { Progress } from './progress.js';
import { transportFor } from './transport-for.js';

/** Sends one flow: all of it when it ends, or step by step. */
export class FlowSender {
  readonly #source: FlowKeeper;
  readonly #fate: Fate;
  readonly #delivery: Delivery;
  readonly #progress: Progress | undefined;

  constructor(source: FlowKeeper) {
    const { settings, recorder } = source;
    this.#source = source;
    this.#fate = new Fate(source);
    this.#delivery = new Delivery(source, {
      connect: () => transportFor(settings),
      take: (everything) => takePortion(source, everything),
      abandoned: () => recorder.settled('shutdown'),
    });
    if (settings.send === 'incremental' && !recorder.isSealed) this.#progress = this.#startProgress();
  }

  /** Sends what there is, in the background: the flow has ended. */
  finish(): void {
    const known = this.#ended();
    if (known) void known.then(() => this.#start());
    else this.#start();
  }

  /** The same for whoever waits for the receipt. */
  receipt(): Promise<Receipt> {
    const known = this.#ended();
    return known ? known.then(() => this.#send()) : this.#send();
  }

  /** Settles when it is known what of all that was captured may be recorded; undefined when it is. */
  #ended(): Promise<void> | undefined {
    this.#progress?.stop();
    return this.#fate.known();
  }

  #send(): Promise<Receipt> {
    const withheld = this.#start();
    if (!withheld) return this.#delivery.receipt();
    const { throwOnError } = this.#source.settings;
    return withheld.error && throwOnError ? Promise.reject(withheld.error) : Promise.resolve(withheld);
  }

  /** Sends the flow, unless it is withheld: then its receipt. */
  #start(): Receipt | undefined {
    const withheld = this.#fate.decide(() => hasFailed(this.#source));
    if (!withheld) this.#fate.follow(this.#delivery.finish());
    return withheld;
  }

  #startProgress(): Progress {
    const { settings } = this.#source;
    const advance = () => (this.#fate.isOpen ? Promise.resolve() : this.#delivery.advance());
    const delivery = { advance, keep: this.#delivery.keep.bind(this.#delivery) };
    const progress = new Progress(delivery, settings.platform, settings.heartbeatSeconds);
    this.#source.changed = () => progress.changed();
    progress.changed();
    return progress;
  }
}

/** Whether the last try of any step failed, or the flow said so itself. */
function hasFailed({ head, steps }: FlowKeeper): boolean {
  const lastTries = new Map(steps.map((step) => [`${step.reference.iteration} ${step.reference.name}`, step]));
  return head.hasFailed || [...lastTries.values()].some((step) => step.hasFailed);
}
