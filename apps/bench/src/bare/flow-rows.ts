import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

type Row = Record<string, unknown>;

/** The rows of one processed flow, to be inserted again and again under new ids. */
export interface RowTemplate {
  insert(pool: Pool): Promise<void>;
}

const tables = ['flow', 'step', 'observation'] as const;

/** Takes the newest flow that the server has made; the copies go into tables of the same shape and indexes. */
export async function readRowTemplate(pool: Pool): Promise<RowTemplate> {
  for (const table of tables)
    await pool.query(`create table if not exists bare_${table} (like ${table} including all)`);
  const flows = await pool.query<{ row: Row }>(
    'select to_jsonb(flow) as row from flow order by received_at desc limit 1',
  );
  const flow = flows.rows[0]?.row ?? {};
  const childrenIn = async (table: string): Promise<Row[]> =>
    (
      await pool.query<{ row: Row }>(
        `select to_jsonb(child) as row from ${table} child where project_id = $1 and flow_id = $2 and attempt = $3`,
        [flow['project_id'], flow['id'], flow['attempt']],
      )
    ).rows.map(({ row }) => row);
  const [steps, observations] = [await childrenIn('step'), await childrenIn('observation')];
  return { insert: (target) => insertCopies(target, flow, steps, observations) };
}

async function insertCopies(pool: Pool, flow: Row, steps: Row[], observations: Row[]): Promise<void> {
  const id = randomUUID();
  const idOfStep = new Map(steps.map((step) => [step['id'], randomUUID()]));
  const rows = {
    flow: [{ ...flow, id }],
    step: steps.map((step) => ({ ...step, id: idOfStep.get(step['id']), flow_id: id })),
    observation: observations.map((observation) => ({
      ...observation,
      id: randomUUID(),
      flow_id: id,
      step_id: idOfStep.get(observation['step_id']),
    })),
  };
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const table of tables) {
      await client.query(
        `insert into bare_${table} select * from json_populate_recordset(null::bare_${table}, $1::json)`,
        [JSON.stringify(rows[table])],
      );
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}
