import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Problem } from '../errors/problem.js';
import { lockFlows } from '../storage/flow-lock.js';
import { isDeleted } from '../storage/tombstones.js';

/** Removes a flow with all its attempts. Rows go at once, objects after the commit, and a tombstone stays. */
@Injectable()
export class FlowRemoval {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Deleting again is fine; a flow that never was is not found. */
  async remove(projectId: string, flowId: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      await lockFlows(manager, [{ projectId, flowId }]);
      const place = [projectId, flowId];
      if (await isDeleted(manager, projectId, flowId)) return;
      if (!(await isKnown(manager, place))) throw new Problem('not-found', 'There is no such flow.');
      await manager.query('insert into tombstone (project_id, flow_id) values ($1, $2)', place);
      await doomObjects(manager, place);
      await removeRows(manager, place);
      await manager.query(`insert into event (project_id, kind, flow_id) values ($1, 'flow.deleted', $2)`, place);
    });
  }
}

/** A flow whose pushes still wait has no row yet, and can be deleted all the same. */
async function isKnown(manager: EntityManager, place: string[]): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `select 1 where exists (select from push where project_id = $1 and flow_id = $2)
       or exists (select from flow where project_id = $1 and id = $2)`,
    place,
  );
  return rows.length > 0;
}

async function doomObjects(manager: EntityManager, place: string[]): Promise<void> {
  await manager.query(
    `insert into doomed_object (key)
     select pack_key from observation where project_id = $1 and flow_id = $2
     union select segment_key from observation where project_id = $1 and flow_id = $2 and segment_key is not null
     union select body_key from push where project_id = $1 and flow_id = $2 and body_key is not null
     on conflict do nothing`,
    place,
  );
}

/** The rows of pushes stay as long as the tombstone does: they know which keys were used. */
async function removeRows(manager: EntityManager, place: string[]): Promise<void> {
  await manager.query('delete from candidate where project_id = $1 and flow_id = $2', place);
  await manager.query('delete from observation where project_id = $1 and flow_id = $2', place);
  await manager.query('delete from step where project_id = $1 and flow_id = $2', place);
  await manager.query('delete from flow where project_id = $1 and id = $2', place);
  await manager.query(
    `update push set state = 'deleted', body = null, body_key = null, last_error = null where project_id = $1 and flow_id = $2`,
    place,
  );
}
