import type { Host, SendingOnDemand, SendingPart } from './host.js';

let loading: Promise<SendingPart> | undefined;

const sending: { -readonly [Key in keyof SendingOnDemand]: SendingOnDemand[Key] } = {
  part: undefined,
  load: () =>
    (loading ??= import('../delivery/sending.js').then(
      (part) => (sending.part = part),
      (error: unknown) => {
        // Another time the network may be there.
        loading = undefined;
        throw error;
      },
    )),
};

/** Browsers, and whatever else has no `node:` modules. */
export const host: Host = {
  // Looked up at each call, so that what the host patches later (tracing, fake timers) is honoured.
  fetch: (input, init) => globalThis.fetch(input, init),
  randomBytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
  schedule: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  sending,
};
