import { leftOf } from './armed.js';
import { fromServer, rewire } from './from-server.js';

// eslint-disable-next-line no-restricted-syntax -- loaded into a server, it has nothing but the environment to learn from
const folder = process.env['CHAOS_FOLDER'] ?? '';

/** While armed, a worker that takes a job never comes back from it. */
const { PushDrain } = await fromServer<{ PushDrain: { prototype: { take: unknown; takeAll: unknown } } }>(
  'processor/push-drain.ts',
);
for (const name of ['take', 'takeAll'] as const) {
  rewire(
    PushDrain,
    name,
    (old) =>
      async function (this: object, ...args) {
        if (leftOf(folder, 'wedge') > 0) await new Promise(() => undefined);
        return old.call(this, ...args);
      },
  );
}
