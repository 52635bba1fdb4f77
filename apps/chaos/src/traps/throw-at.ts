import { springs } from './armed.js';
import { rewire } from './rewire.js';

interface Stored {
  said: { flow: { name: string } };
}

await rewire<object, [Stored[]]>(
  'processor/flow-writer.ts',
  'FlowWriter',
  'write',
  (write) =>
    async function (pushes) {
      const names = pushes.map(({ said }) => said.flow.name);
      if (springs('throw-at', 'write', names)) throw new TypeError('a trap sprang');
      return write.call(this, pushes);
    },
);

await rewire<object, [string, { tag?: string }]>(
  'query/flow-list.ts',
  'FlowList',
  'page',
  (page) =>
    async function (project, query) {
      if (query.tag === 'chaos-throw') throw new Error('a trap sprang');
      return page.call(this, project, query);
    },
);
