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
  randomBytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
  // Looked up at each call, so that what the host patches later (fake timers) is honoured.
  schedule: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  sending,
};
