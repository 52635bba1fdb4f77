import type { WorldOptions } from '../world/world-options.js';
import type { Trial } from './trial.js';

/** One line of the fault matrix. */
export interface Row {
  id: string;
  fault: string;
  expected: string;
  /** Each in which it is tried. */
  worlds: readonly WorldOptions[];
  /** From the end of the fault, and of the last client, until everything accepted is readable. */
  recoverySeconds: number;
  /** Whether /readyz must tell of the fault, and of its end. */
  showsInHealth?: boolean;
  /** Whether it needs a disk of its own, which only root can mount. */
  mounts?: boolean;
  run: (trial: Trial) => Promise<void>;
}

/** They do nothing until they are armed. */
const traps = ['traps/kill-at', 'traps/throw-at', 'traps/wedge'];

export const embedded: WorldOptions = { mode: 'embedded', preload: traps };
export const external: WorldOptions = { mode: 'external', preload: traps };
export const shared: WorldOptions = { mode: 'shared', preload: traps };
