import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { readConfig } from '../config/environment.js';
import { TrailParts } from '../decisions/trail-parts.js';
import { readPush } from '../push/read-push.js';
import { AcceptLoad } from '../queue/accept-load.js';
import { databaseOptions, migrate } from '../storage/database.js';
import { startEmbeddedPostgres } from '../storage/embedded/embedded-postgres.js';
import { defaultProjectId, flowIdOf, pushIdOf } from '../storage/ids.js';
import { FilesystemObjectStore } from '../storage/object-store/filesystem-object-store.js';
import type { ObjectStore } from '../storage/object-store/object-store.js';
import { FlowWriter } from './flow-writer.js';
import { ProcessorMetrics } from './processor-metrics.js';
import { PushClaims } from './push-claims.js';
import { PushDrain } from './push-drain.js';
import { PushPacker } from './push-packer.js';

/** A database and an object store for workers without any queue. */
export interface Site {
  databaseUrl: string;
  folder: string;
  database: DataSource;
  objects: ObjectStore;
  stop(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-'));
  const postgres = await startEmbeddedPostgres(folder);
  await migrate(postgres.url);
  const database = await new DataSource(databaseOptions(postgres.url)).initialize();
  return {
    databaseUrl: postgres.url,
    folder,
    database,
    objects: new FilesystemObjectStore(path.join(folder, 'objects')),
    stop: async () => {
      await database.destroy();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface TestWorker {
  drain: PushDrain;
  claims: PushClaims;
  metrics: ProcessorMetrics;
  stop(): Promise<void>;
}

/** What a process that processes has, with connections of its own. */
export async function startWorker({
  databaseUrl,
  objects,
}: Pick<Site, 'databaseUrl' | 'objects'>): Promise<TestWorker> {
  const database = await new DataSource(databaseOptions(databaseUrl)).initialize();
  const claims = new PushClaims(database);
  const parts = new TrailParts(objects);
  const packer = new PushPacker(objects, parts);
  const writer = new FlowWriter(database, parts);
  const metrics = new ProcessorMetrics();
  const drain = new PushDrain(readConfig({}), claims, packer, writer, new AcceptLoad(), metrics, database);
  const stop = async (): Promise<void> => {
    await drain.idle();
    claims.onModuleDestroy();
    await database.destroy();
  };
  return { drain, claims, metrics, stop };
}

export interface AcceptOptions {
  projectId?: string;
  key?: string;
  /** What is kept instead of the body, as a failing disk would. */
  keptBody?: string;
}

/** Commits a push as the door does, and tells nobody. */
export async function accept(
  database: DataSource,
  body: string,
  { projectId = defaultProjectId, key = randomUUID(), keptBody = body }: AcceptOptions = {},
): Promise<{ pushId: string; flowId: string; projectId: string }> {
  const read = readPush(Buffer.from(body), Number.POSITIVE_INFINITY);
  if (!read.ok) throw new Error(read.detail);
  const pushId = pushIdOf(projectId, key);
  const flowId = read.push.flow.id ?? flowIdOf(pushId);
  await database.query(
    `insert into push (project_id, id, flow_id, attempt, flow_name, digest, state, body, body_bytes, warnings, next_try_at)
     values ($1, $2, $3, $4, $5, $6, 'accepted', $7, $8, '{}', now() + interval '1 hour')`,
    [
      projectId,
      pushId,
      flowId,
      read.push.flow.attempt ?? 1,
      read.push.flow.name,
      createHash('sha256').update(body).digest(),
      Buffer.from(keptBody),
      Buffer.byteLength(keptBody),
    ],
  );
  return { pushId, flowId, projectId };
}
