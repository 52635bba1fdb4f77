import type { Scope } from '../context/scope.js';

/** What differs between runtimes. `#host` is the one of the runtime that the package was built for. */
export interface Host {
  /** Default of `Platform.fetch`. */
  fetch: typeof globalThis extends { fetch: infer Fetch } ? Fetch : never;
  /** Default of `Platform.randomBytes`. */
  randomBytes: (count: number) => Uint8Array<ArrayBuffer>;
  newSha256: () => Sha256Hash;
  /** The `Content-Digest` (RFC 9530) of a body as it is sent; absent where it would take a wait, and TLS sees to it. */
  contentDigest?: (body: Uint8Array<ArrayBuffer>) => string;
  /** Remembers what is current through asynchronous calls; absent where the runtime cannot. */
  scopes?: ScopeStore;
  /** A timer that does not keep the process alive. Returns what stops it. */
  schedule: (callback: () => void, milliseconds: number) => () => void;
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

export interface ScopeStore {
  getStore(): Scope | undefined;
  run<T>(scope: Scope, fn: () => T): T;
}
