/** What the SDK asks of its surroundings. Replace parts of it in tests, or `fetch` to go through a proxy. */
export interface Platform {
  /** Default: the global `fetch`. Must honour `signal` and `redirect: 'manual'`. */
  fetch: typeof globalThis extends { fetch: infer Fetch } ? Fetch : never;
  /** Wall clock, in milliseconds since 1970. Default `Date.now`. */
  now: () => number;
  /** Monotonic clock, in milliseconds. Default `performance.now`. */
  elapsed: () => number;
  /** Calls back once after so many milliseconds, unless the returned function is called before. Default `setTimeout`. */
  schedule: (callback: () => void, milliseconds: number) => () => void;
  /** At least 0, less than 1. Default `Math.random`. */
  random: () => number;
}

// Looked up at each call, so that what the host patches later (tracing, fake timers) is honoured.
export const defaultPlatform: Platform = {
  fetch: (input, init) => globalThis.fetch(input, init),
  now: () => Date.now(),
  elapsed: () => performance.now(),
  schedule: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
