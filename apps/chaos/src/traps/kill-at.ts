import { springs } from './armed.js';
import { rewire } from './rewire.js';

interface Database {
  transaction: (work: (manager: unknown) => Promise<unknown>) => Promise<unknown>;
  isWatched?: boolean;
}

const dieAt = (step: string): void => {
  if (springs('kill-at', step)) process.kill(process.pid, 'SIGKILL');
};

const dieAround = (file: string, className: string, name: string, before: string, after: string): Promise<void> =>
  rewire<object, unknown[]>(
    file,
    className,
    name,
    (old) =>
      async function (...args) {
        dieAt(before);
        const result = await old.call(this, ...args);
        dieAt(after);
        return result;
      },
  );

await dieAround('ingest/push-ledger.ts', 'PushLedger', 'insert', 'before-accept', 'after-accept');
await dieAround('processor/push-packer.ts', 'PushPacker', 'store', 'before-store', 'between-objects');
await dieAround('processor/flow-writer.ts', 'FlowWriter', 'write', 'before-commit', 'after-commit');
await rewire<{ database: Database }, unknown[]>(
  'processor/flow-writer.ts',
  'FlowWriter',
  'write',
  (write) =>
    function (...args) {
      watch(this.database);
      return write.call(this, ...args);
    },
);

/** Dies when all is written and nothing is committed. */
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
