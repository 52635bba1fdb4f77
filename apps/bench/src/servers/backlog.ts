import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { parentOf } from '../machine/cpu.js';

const mostSeconds = 600;
const tables = ['push', 'flow', 'step', 'observation', 'event'];

/** What the server still has to do, as its database knows it. */
export class Backlog {
  private constructor(
    private readonly client: pg.Client,
    /** The process above all of PostgreSQL's. */
    readonly postmasterPid: number,
  ) {}

  static async open(databaseUrl: string): Promise<Backlog> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return new Backlog(client, parentOf(rows[0]?.pid ?? 0) ?? 0);
  }

  /** Accepted and not yet readable. */
  async size(): Promise<number> {
    const { rows } = await this.client.query<{ waiting: number }>(
      `select count(*)::int as waiting from push where state in ('accepted', 'processing')`,
    );
    return rows[0]?.waiting ?? 0;
  }

  /** Resolves when everything that was accepted is readable. */
  async drained(): Promise<void> {
    const deadline = performance.now() + mostSeconds * 1000;
    while ((await this.size()) > 0) {
      if (performance.now() > deadline) throw new Error(`the backlog was not done in ${mostSeconds} s`);
      await sleep(50);
    }
  }

  /** What all flows so far take up. Rewrites the tables, so that nothing dead is counted. */
  async stored(): Promise<{ objects: number; objectBytes: number; rowBytes: number }> {
    for (const table of tables) await this.client.query(`vacuum full ${table}`);
    const { rows } = await this.client.query<{ objects: string; object_bytes: string; row_bytes: string }>(
      `select count(distinct pack_key) as objects, coalesce(sum(pack_bytes), 0) as object_bytes,
         (select sum(pg_total_relation_size(name::regclass)) from unnest($1::text[]) as name) as row_bytes
       from observation`,
      [tables],
    );
    const [row] = rows;
    return { objects: Number(row?.objects), objectBytes: Number(row?.object_bytes), rowBytes: Number(row?.row_bytes) };
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
