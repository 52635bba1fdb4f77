import type { Row } from '../trial/row.js';
import { embedded } from '../trial/row.js';

/** No fault at all: what breaks here is broken by whoever laid hands on the server. */
export const calm: Row = {
  id: 'calm',
  fault: 'none',
  expected: 'all is well',
  worlds: [embedded],
  recoverySeconds: 60,
  run: (trial) => trial.suffer({ inject: () => undefined, holdMs: [1_000, 1_500] }),
};
