import { randomFillSync } from 'node:crypto';
import * as sending from '../delivery/sending.js';
import type { Host } from './host.js';

/** Node, Bun and Deno. */
export const host: Host = {
  randomBytes: (count) => randomFillSync(new Uint8Array(count)),
  // setTimeout is looked up at each call, so that fake timers of the host are honoured; some return a number.
  schedule: (callback, milliseconds) => {
    const timer: { unref?: () => void } = setTimeout(callback, milliseconds);
    timer.unref?.();
    return () => clearTimeout(timer as NodeJS.Timeout);
  },
  sending: { part: sending, load: async () => sending },
};
