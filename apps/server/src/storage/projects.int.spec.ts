import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from './database.js';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { defaultProjectId, projectIdOf } from './ids.js';
import { createProjects } from './projects.js';

it('makes each project once, however many servers start at the same time', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
  const postgres = await startEmbeddedPostgres(folder, { log: () => undefined });
  const client = new pg.Client({ connectionString: postgres.url });
  try {
    await migrate(postgres.url);
    const names = ['shop', 'lab', 'default', 'archive'];
    const servers = Array.from({ length: 8 }, (_, server) => new Set(server % 2 ? names : names.toReversed()));
    await Promise.all(servers.map((projects) => createProjects(postgres.url, projects)));
    await client.connect();
    const { rows } = await client.query('select id, name from project order by name');
    expect(rows).toEqual([
      { id: projectIdOf('archive'), name: 'archive' },
      { id: defaultProjectId, name: 'default' },
      { id: projectIdOf('lab'), name: 'lab' },
      { id: projectIdOf('shop'), name: 'shop' },
    ]);
  } finally {
    await client.end();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
