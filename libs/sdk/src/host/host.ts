import type * as sending from '../delivery/sending.js';

/** What differs between runtimes. `#host` is the one of the runtime that the package was built for. */
export interface Host {
  /** Default of `Platform.randomBytes`. */
  randomBytes: (count: number) => Uint8Array<ArrayBuffer>;
  /** A timer that does not keep the process alive. Returns what stops it. */
  schedule: (callback: () => void, milliseconds: number) => () => void;
  sending: SendingOnDemand;
}

export type SendingPart = typeof sending;

/** What keeps and sends is at hand, or has to be loaded: a page should not wait for what it needs only when a flow ends. */
export interface SendingOnDemand {
  /** Undefined until it has been loaded. */
  readonly part: SendingPart | undefined;
  /** Rejects when it cannot be had; may then be called again. */
  load: () => Promise<SendingPart>;
}
