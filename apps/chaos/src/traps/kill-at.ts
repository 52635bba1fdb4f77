import { springs } from './armed.js';
import { fromServer, rewire } from './from-server.js';

interface Database {
  transaction: (work: (manager: unknown) => Promise<unknown>) => Promise<unknown>;
  isWatched?: boolean;
}

const dieAt = (step: string): void => {
  if (springs('kill-at', step)) process.kill(process.pid, 'SIGKILL');
};

const { PushLedger } = await fromServer<{ PushLedger: { prototype: { insert: unknown } } }>('ingest/push-ledger.ts');
rewire(
  PushLedger,
  'insert',
  (insert) =>
    async function (this: object, ...args) {
      dieAt('before-accept');
      const isNew = await insert.call(this, ...args);
      dieAt('after-accept');
      return isNew;
    },
);

const { PushPacker } = await fromServer<{ PushPacker: { prototype: { store: unknown } } }>('processor/push-packer.ts');
rewire(
  PushPacker,
  'store',
  (store) =>
    async function (this: object, ...args) {
      dieAt('before-store');
      const stored = await store.call(this, ...args);
      dieAt('between-objects');
      return stored;
    },
);

const { FlowWriter } = await fromServer<{ FlowWriter: { prototype: { write: unknown } } }>('processor/flow-writer.ts');
rewire(
  FlowWriter,
  'write',
  (write) =>
    async function (this: object, ...args) {
      dieAt('before-commit');
      watch((this as { database: Database }).database);
      await write.call(this, ...args);
      dieAt('after-commit');
    },
);

function watch(database: Database): void {
  if (database.isWatched) return;
  database.isWatched = true;
  const transaction = database.transaction.bind(database);
  database.transaction = (work) =>
    transaction(async (manager) => {
      const result = await work(manager);
      dieAt('in-transaction');
      return result;
    });
}
