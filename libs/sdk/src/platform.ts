import { host } from '#host';

/** That of the runtime, as far as its types are known where this is compiled. */
export type Fetch = typeof globalThis extends { fetch: infer Known } ? Known : never;

/** What the SDK asks of its surroundings. Replace parts of it in tests, or `fetch` to go through a proxy. */
export interface Platform {
  /** Must honour `signal` and `redirect: 'manual'`. Default: `node:http` or `node:https` on Node, the global `fetch` elsewhere. */
  fetch: Fetch;
  /** Wall clock, in milliseconds since 1970. Default `Date.now`. */
  now: () => number;
  /** Monotonic clock, in milliseconds. Default `performance.now`. */
  elapsed: () => number;
  /** Calls back once after so many milliseconds, unless the returned function is called before. Default `setTimeout`, which does not keep the process alive. */
  schedule: (callback: () => void, milliseconds: number) => () => void;
  /** At least 0, less than 1. Default `Math.random`. */
  random: () => number;
  /** For ids and keys. Default: those of the runtime's cryptography. */
  randomBytes: (count: number) => Uint8Array;
}

/** What recording asks; the rest is for sending. */
export type RecordingPlatform = Partial<Platform> & Pick<Platform, 'now' | 'schedule' | 'random' | 'randomBytes'>;

// Clocks are looked up at each call, so that what the host patches later (tracing, fake timers) is honoured.
export const recordingPlatform: RecordingPlatform = {
  ...host,
  now: () => Date.now(),
  random: () => Math.random(),
};
