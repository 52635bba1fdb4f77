import { setTimeout as sleep } from 'node:timers/promises';
import { rewire } from '../traps/rewire.js';

/** The 202 goes out, and the commit follows when it will. */
await rewire<object, unknown[]>(
  'ingest/push-ledger.ts',
  'PushLedger',
  'insert',
  (insert) =>
    async function (...args) {
      void sleep(100).then(() => insert.call(this, ...args));
      return true;
    },
);
