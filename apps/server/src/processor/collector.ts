import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ObjectStore } from '../storage/object-store/object-store.js';

const batch = 500;
/** Anything else was put there by somebody else. */
const ours = /^(packs|staged|segments)\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/[0-9a-f-]+$/;

/** Deletes objects that nobody needs: those that a commit doomed, and those that were stored for a commit that never came. */
@Injectable()
export class Collector {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly objects: ObjectStore,
  ) {}

  /** The row goes after its object: whoever crashes in between deletes the object again. */
  async deleteDoomed(): Promise<number> {
    let deleted = 0;
    for (;;) {
      const rows: { key: string }[] = await this.database.query(
        'select key from doomed_object order by doomed_at limit $1',
        [batch],
      );
      if (rows.length === 0) return deleted;
      const keys = rows.map(({ key }) => key);
      await Promise.all(keys.map((key) => this.objects.delete(key)));
      await this.database.query('delete from doomed_object where key = any($1)', [keys]);
      deleted += keys.length;
    }
  }

  /** Deletes the objects under a prefix that no row names and that were stored, or begun, before a moment. */
  async deleteLost(prefix: string, storedBefore: Date): Promise<number> {
    let deleted = 0;
    let old: string[] = [];
    for await (const { key, modifiedAt } of this.objects.list(prefix)) {
      if (modifiedAt < storedBefore && ours.test(key)) old.push(key);
      if (old.length < batch) continue;
      deleted += await this.#deleteUnnamed(old);
      old = [];
    }
    deleted += await this.#deleteUnnamed(old);
    return deleted + (await this.objects.deleteUnfinished(prefix, storedBefore));
  }

  async #deleteUnnamed(keys: string[]): Promise<number> {
    if (keys.length === 0) return 0;
    const named: { key: string }[] = await this.database.query(namedKeys, [keys]);
    const kept = new Set(named.map(({ key }) => key));
    const lost = keys.filter((key) => !kept.has(key));
    await Promise.all(lost.map((key) => this.objects.delete(key)));
    return lost.length;
  }
}

/**
 * A key names its project and push. While a push is not done, a try may still name any of its packs; once it is, its state never goes
 * back, and only what its rows name counts. A staged body is named by its push until then. Segments that were made afterwards name their
 * flow.
 */
const namedKeys = `
  select said.key from (
    select key, split_part(key, '/', 1) as kind, split_part(key, '/', 2)::uuid as project_id, split_part(key, '/', 3)::uuid as id
    from unnest($1::text[]) as key where key not like 'segments/%') said
  join push using (project_id, id)
  where case said.kind
    when 'staged' then push.body_key = said.key
    else push.state in ('accepted', 'processing', 'quarantined') or exists (
      select from observation
      where observation.project_id = push.project_id and observation.flow_id = push.flow_id and observation.attempt = push.attempt
        and said.key in (observation.pack_key, observation.segment_key))
    end
  union
  select said.key from unnest($1::text[]) as said (key)
  where split_part(key, '/', 1) = 'segments' and exists (
    select from observation
    where project_id = split_part(key, '/', 2)::uuid and flow_id = split_part(key, '/', 3)::uuid and segment_key = said.key)`;
