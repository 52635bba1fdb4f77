import { rewire } from '../traps/rewire.js';

interface Pushes {
  query: (statement: string) => Promise<unknown>;
}

const giveUp = `update push set next_try_at = 'infinity', resting = true
  where attempts >= 2 and state in ('accepted', 'processing')`;

/** What the queue's own count of stalled jobs would make of it: a push that was in work twice is given up. */
await rewire<{ pushes: Pushes }, unknown[]>(
  'processor/reconciler.ts',
  'Reconciler',
  'onApplicationBootstrap',
  (bootstrap) =>
    async function (...args) {
      const { pushes } = this;
      await pushes.query(giveUp);
      setInterval(() => void pushes.query(giveUp).catch(() => undefined), 200).unref();
      return bootstrap.call(this, ...args);
    },
);
