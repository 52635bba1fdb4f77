import { rewire } from '../traps/rewire.js';

let first: string | undefined;

/** Every list is that of the project which asked first. */
await rewire<object, [string, unknown]>(
  'query/flow-list.ts',
  'FlowList',
  'page',
  (page) =>
    function (project, query) {
      first ??= project;
      return page.call(this, first, query);
    },
);
