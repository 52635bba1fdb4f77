import type { EntityManager } from 'typeorm';

/** How long the keys and the id of a deleted flow answer 410. */
export const tombstoneDays = 30;

/** Whether a flow was deleted. Its name is still taken; asked at the door, and where a flow is not found. */
export async function isDeleted(
  database: Pick<EntityManager, 'query'>,
  projectId: string,
  flowId: string,
): Promise<boolean> {
  const rows: unknown[] = await database.query('select 1 from tombstone where project_id = $1 and flow_id = $2', [
    projectId,
    flowId,
  ]);
  return rows.length > 0;
}
