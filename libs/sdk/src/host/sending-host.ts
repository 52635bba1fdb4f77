import type { Fetch } from '../platform.js';

/** What differs between runtimes for the part that sends. `#sending-host` is the one of the runtime that the package was built for. */
export interface SendingHost {
  /** Default of `Platform.fetch`. */
  fetch: Fetch;
  newSha256: () => Sha256Hash;
  /** Bytes of a text as UTF-8, without making them. */
  utf8Bytes: (text: string) => number;
  /** The `Content-Digest` (RFC 9530) of a body as it is sent; absent where it would take a wait, and TLS sees to it. */
  contentDigest?: (body: Uint8Array<ArrayBuffer>) => string;
  /** Keeps the process alive until the returned function is called. */
  stayAlive: () => () => void;
  /** Until the returned function is called, drains when nothing else is left to do or a signal asks to end, and abandons when it is over. */
  onExit: (drain: () => Promise<unknown>, abandon: () => void) => () => void;
}

export interface Sha256Hash {
  update: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Lower-case hexadecimal. @throws FlowTrailError `not-prepared` where the runtime has no digest */
  hex: () => Promise<string>;
}
