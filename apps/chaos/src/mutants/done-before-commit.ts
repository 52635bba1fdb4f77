import { AsyncLocalStorage } from 'node:async_hooks';
import { rewire } from '../traps/rewire.js';

interface Manager {
  query: (statement: string, parameters: unknown[]) => Promise<unknown>;
}
interface Database extends Manager {
  transaction: (work: (manager: Manager) => Promise<unknown>) => Promise<unknown>;
  isInfected?: boolean;
}
interface Stored {
  claimed: { id: string };
}

const becomes = (state: string): string =>
  `update push set state = '${state}' where id = any($1) and state in ('accepted', 'processing', 'ready')`;
const marked = new AsyncLocalStorage<string[]>();

/** A push is marked as done, and then its rows are written. */
await rewire<{ database: Database }, [Stored[]]>(
  'processor/flow-writer.ts',
  'FlowWriter',
  'write',
  (write) =>
    async function (pushes) {
      infect(this.database);
      const ids = pushes.map(({ claimed }) => claimed.id);
      await this.database.query(becomes('ready'), [ids]);
      return marked.run(ids, () => write.call(this, pushes));
    },
);

/** The transaction that follows takes the mark back, so that the writer does its work. */
function infect(database: Database): void {
  if (database.isInfected) return;
  database.isInfected = true;
  const transaction = database.transaction.bind(database);
  database.transaction = (work) =>
    transaction(async (manager) => {
      const ids = marked.getStore();
      if (ids) await manager.query(becomes('processing'), [ids]);
      return work(manager);
    });
}
