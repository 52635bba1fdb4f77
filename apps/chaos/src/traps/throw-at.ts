import { springs } from './armed.js';
import { fromServer, rewire } from './from-server.js';

interface Stored {
  said: { flow: { name: string } };
}

const { FlowWriter } = await fromServer<{ FlowWriter: { prototype: { write: unknown } } }>('processor/flow-writer.ts');
rewire(
  FlowWriter,
  'write',
  (write) =>
    async function (this: object, pushes: Stored[]) {
      const names = pushes.map(({ said }) => said.flow.name);
      if (springs('throw-at', 'write', names)) throw new TypeError('a trap sprang');
      return write.call(this, pushes as never);
    } as (this: object, ...args: never[]) => unknown,
);

const { FlowList } = await fromServer<{ FlowList: { prototype: { page: unknown } } }>('query/flow-list.ts');
rewire(
  FlowList,
  'page',
  (page) =>
    async function (this: object, project: string, query: { tag?: string }) {
      if (query.tag === 'chaos-throw') throw new Error('a trap sprang');
      return page.call(this, project as never, query as never);
    } as (this: object, ...args: never[]) => unknown,
);
