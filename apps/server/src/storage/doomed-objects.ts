import type { EntityManager } from 'typeorm';

/** Marks objects for deletion with the commit that makes them needless; whoever drains the table may crash and begin again. */
export async function doom(manager: EntityManager, keys: string[]): Promise<void> {
  if (keys.length === 0) return;
  await manager.query('insert into doomed_object (key) select unnest($1::text[]) on conflict do nothing', [keys]);
}
