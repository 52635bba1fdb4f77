import { setTimeout as sleep } from 'node:timers/promises';
import { rewire } from '../traps/rewire.js';

interface Manager {
  query: (statement: string, parameters: unknown[]) => Promise<unknown>;
}
interface Database extends Manager {
  manager: Manager;
  transaction: (work: (manager: Manager) => Promise<unknown>) => Promise<unknown>;
}

/** The rows of a push are written without a transaction, so that readers come in between. */
await rewire<{ database: Database }, unknown[]>(
  'processor/flow-writer.ts',
  'FlowWriter',
  'write',
  (write) =>
    function (...args) {
      const { database } = this;
      const query: Manager['query'] = async (statement, parameters) => {
        await sleep(80);
        return database.query(statement, parameters);
      };
      const slowly = new Proxy(database.manager, {
        get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)),
      });
      database.transaction = (work) => work(slowly);
      return write.call(this, ...args);
    },
);
