import { randomUUID } from 'node:crypto';
import { rewire } from '../traps/rewire.js';

/** Ids are made anew with each try, as if there were no key. */
await rewire<object, [{ id: string; flowId: string }]>(
  'ingest/push-ledger.ts',
  'PushLedger',
  'insert',
  (insert) =>
    function (push) {
      return insert.call(this, Object.assign(push, { id: randomUUID(), flowId: randomUUID() }));
    },
);
