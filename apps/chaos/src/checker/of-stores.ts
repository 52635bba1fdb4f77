import { cameAbout } from '../instruments/patience.js';
import type { Evidence } from './checker.js';

const settleSeconds = 15;
/** More than any server needs after a fault: its heap, the bodies that it may hold at once, and the thread beside it. */
const mostMegabytes = 1_200;

/** INV-6. The client: sent = delivered + dropped. The server: every accepted push is ready, or where it is meant to be. */
export async function pushesAddUp({ account, database, scene }: Evidence): Promise<string[]> {
  const { rows } = await database.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from push where flow_name like $1 group by state',
    [`${scene.prefix}%`],
  );
  const states = new Map(rows.map(({ state, count }) => [state, count]));
  const breaches: string[] = [];
  const quarantined = states.get('quarantined') ?? 0;
  if (quarantined !== (scene.quarantined?.size ?? 0)) breaches.push(`${quarantined} pushes are quarantined`);
  for (const state of ['accepted', 'processing', 'deleted']) {
    if (states.has(state)) breaches.push(`${states.get(state)} pushes are ${state}`);
  }
  const kept = [...states.values()].reduce((sum, count) => sum + count, 0);
  const accepted = account.records.filter((record) => record.accepted.length > 0).length;
  if (kept < accepted || kept > account.records.length) {
    breaches.push(`${kept} pushes are kept of ${account.records.length} sent and ${accepted} accepted`);
  }
  return breaches;
}

/** INV-8. Staged bodies of what is done go; packs that no row names are of pushes that somebody tried twice, and wait for their grace. */
export async function bounded({ database, scene }: Evidence): Promise<string[]> {
  const isEmpty = async (): Promise<boolean> => {
    const { rows } = await database.query('select from doomed_object limit 1');
    return rows.length === 0;
  };
  const breaches = (await cameAbout(isEmpty, Date.now() + settleSeconds * 1000))
    ? []
    : ['doomed objects are not deleted'];
  const keys = await scene.objectKeys();
  const { rows } = await database.query<{ pack_key: string }>(
    `select distinct pack_key from observation join flow on flow.project_id = observation.project_id and flow.id = flow_id
     where flow.name like $1`,
    [`${scene.prefix}%`],
  );
  const there = new Set(keys);
  const gone = rows.filter(({ pack_key }) => !there.has(pack_key));
  if (gone.length > 0) breaches.push(`${gone.length} objects that rows name are gone`);
  const { rows: bodies } = await database.query<{ left: number }>(
    `select count(*)::int as left from push where flow_name like $1 and state = 'ready' and (body is not null or body_key is not null)`,
    [`${scene.prefix}%`],
  );
  if (bodies[0]?.left) breaches.push(`${bodies[0].left} bodies are kept of pushes that are ready`);
  const large = scene.residentMegabytes().filter(([, megabytes]) => megabytes > mostMegabytes);
  return [...breaches, ...large.map(([name, megabytes]) => `${name} has ${Math.round(megabytes)} MB in memory`)];
}

/** INV-10 */
export async function eventsOnce({ database, scene }: Evidence): Promise<string[]> {
  const { rows } = await database.query<{ name: string; revision: number; times: number }>(
    `select flow.name, event.revision, count(*)::int as times
     from event join flow on flow.project_id = event.project_id and flow.id = event.flow_id and flow.attempt = event.attempt
     where flow.name like $1 and event.kind = 'flow.ready' group by 1, 2 having count(*) > 1`,
    [`${scene.prefix}%`],
  );
  const untold = await database.query<{ name: string }>(
    `select name from flow where name like $1 and not exists (
       select from event where event.project_id = flow.project_id and event.flow_id = flow.id and event.revision = flow.revision)`,
    [`${scene.prefix}%`],
  );
  return [
    ...rows.map(({ name, revision, times }) => `revision ${revision} of ${name} was told ${times} times`),
    ...untold.rows.map(({ name }) => `${name} was never told of`),
  ];
}
