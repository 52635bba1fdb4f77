import { rewire } from '../traps/rewire.js';

interface Writer {
  database: { query: (statement: string, parameters: unknown[]) => Promise<unknown> };
}

/** Whoever listens is told everything twice. */
await rewire<Writer, [{ claimed: { flowId: string } }[]]>(
  'processor/flow-writer.ts',
  'FlowWriter',
  'write',
  (write) =>
    async function (pushes) {
      await write.call(this, pushes);
      await this.database.query(
        `insert into event (project_id, kind, flow_id, attempt, revision)
         select project_id, kind, flow_id, attempt, revision from event where flow_id = any($1)`,
        [pushes.map(({ claimed }) => claimed.flowId)],
      );
    },
);
