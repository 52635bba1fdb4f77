import { isArmed } from './armed.js';
import { rewire } from './rewire.js';

/** While armed, a worker that takes a job never comes back from it. */
for (const name of ['take', 'takeAll']) {
  await rewire<object, unknown[]>(
    'processor/push-drain.ts',
    'PushDrain',
    name,
    (old) =>
      async function (...args) {
        if (isArmed('wedge')) await new Promise(() => undefined);
        return old.call(this, ...args);
      },
  );
}
