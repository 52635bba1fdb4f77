import pg from 'pg';
import { projectIdOf } from './ids.js';

/** Makes the projects that are not there yet. Their ids derive from their names, so servers that start at once make the same ones. */
export async function createProjects(databaseUrl: string, names: ReadonlySet<string>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    // In one order, so that two servers do not wait for each other's rows in a circle.
    for (const name of [...names].sort()) {
      await client.query('insert into project (id, name) values ($1, $2) on conflict do nothing', [
        projectIdOf(name),
        name,
      ]);
    }
  } finally {
    await client.end();
  }
}
