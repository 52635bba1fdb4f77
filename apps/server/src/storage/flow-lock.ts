import type { EntityManager } from 'typeorm';

/**
 * Whoever writes a flow holds this until the transaction ends. The flow's row may not exist yet, so its name is locked; in one order, so
 * that two who want the same flows never wait for each other.
 */
export async function lockFlows(
  manager: EntityManager,
  flows: readonly { projectId: string; flowId: string }[],
): Promise<void> {
  await manager.query(
    `select pg_advisory_xact_lock(key) from (
       select distinct hashtextextended(name, 0) as key from unnest($1::text[]) as name order by key) sorted`,
    [flows.map(({ projectId, flowId }) => `${projectId}/${flowId}`)],
  );
}
