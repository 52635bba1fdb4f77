import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { clusterFiles } from './cluster-files.js';
import { databaseUser, prepareCluster } from './cluster.js';
import { folderError } from './folder-error.js';
import { chooseIdentity, identities, probeIn, type Identity } from './identity.js';
import { leashFor } from './leash.js';
import { stopLeftoverPostgres } from './leftover.js';
import { locatePostgres } from './postgres-binaries.js';
import { ServerLog } from './server-log.js';
import { Supervisor } from './supervisor.js';

export interface EmbeddedPostgres {
  /** Stays the same while it runs, also over a crash of PostgreSQL. */
  url: string;
  /** Stops PostgreSQL and waits until it has ended. Safe to call twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Receives one line for each thing that a person should know: a crash, a recovery. */
  log?: (line: string) => void;
  /** Gives the start up; what was started is stopped before the promise rejects. */
  signal?: AbortSignal;
  /** False leaves PostgreSQL running, for the next start to find, when this process is killed; true unless given. */
  isLeashed?: boolean;
  /** As whom it may run, in order of preference; all that this system knows unless given. */
  identities?: readonly Identity[];
}

/**
 * Starts the PostgreSQL of the data folder, making or recovering its database, and starts it again should it die.
 * Hold the folder's lock: one that a killed server left running is stopped first.
 * @throws StartupError
 */
export async function startEmbeddedPostgres(
  folder: string,
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const absolute = path.resolve(folder);
  try {
    await mkdir(path.join(absolute, 'postgres'), { recursive: true, mode: 0o700 });
    return await start(await realpath(absolute), options);
  } catch (cause) {
    throw folderError(absolute, cause);
  }
}

async function start(folder: string, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const files = clusterFiles(folder);
  const binaries = await locatePostgres();
  await stopLeftoverPostgres(folder);
  const as = await chooseIdentity(options.identities ?? identities(), probeIn(files, binaries));
  const leash = options.isLeashed === false ? [] : await leashFor(as);
  const password = await prepareCluster(files, binaries, as);
  const supervisor = new Supervisor(
    { files, program: binaries.postgres, as, leash, log: new ServerLog(files.log), signal: options.signal },
    (port, database) => `postgres://${databaseUser}:${password}@127.0.0.1:${port}/${database}`,
    options.log ?? (() => undefined),
  );
  const port = await supervisor.start();
  try {
    await createDatabase(supervisor.urlOf(port, 'postgres'));
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return { url: supervisor.urlOf(port, databaseUser), stop: () => supervisor.stop() };
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseUser]);
    if (rowCount === 0) await client.query(`create database ${databaseUser}`);
  } finally {
    await client.end();
  }
}
