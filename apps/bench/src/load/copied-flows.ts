import pg from 'pg';

const copiesOfStatement = 10_000;

/**
 * Fills the tables with copies of the newest flow, which has one step and one observation: as many flows would take hours to send. Each has ids,
 * a name and a time of its own; their data is that of the first.
 */
export async function copyFlows(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let done = 0; done < count; done += copiesOfStatement) {
      await client.query(copyStatement, [done, Math.min(copiesOfStatement, count - done)]);
    }
    await client.query('vacuum analyze push, flow, step, observation');
  } finally {
    await client.end();
  }
}

const copyStatement = `
  with template as materialized (select * from flow order by received_at desc limit 1),
  made as materialized (
    select $1::int + n as n, gen_random_uuid() as push_id, gen_random_uuid() as flow_id, gen_random_uuid() as step_id
    from generate_series(1, $2::int) as n),
  pushes as (
    insert into push select copy.* from push, template, made, jsonb_populate_record(push, jsonb_build_object(
      'id', push_id, 'flow_id', made.flow_id, 'received_at', push.received_at - n * interval '1 s')) as copy
    where push.flow_id = template.id),
  flows as (
    insert into flow select copy.* from flow, template, made, jsonb_populate_record(flow, jsonb_build_object(
      'id', made.flow_id, 'name', 'copy ' || n % 1000, 'received_at', flow.received_at - n * interval '1 s')) as copy
    where flow.id = template.id),
  steps as (
    insert into step select copy.* from step, template, made, jsonb_populate_record(step, jsonb_build_object(
      'id', made.step_id, 'flow_id', made.flow_id)) as copy
    where step.flow_id = template.id)
  insert into observation select copy.* from observation, template, made, jsonb_populate_record(observation, jsonb_build_object(
    'id', gen_random_uuid(), 'flow_id', made.flow_id, 'step_id', made.step_id)) as copy
  where observation.flow_id = template.id`;
