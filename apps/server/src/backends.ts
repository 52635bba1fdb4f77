import path from 'node:path';
import type { Config } from './config/environment.js';
import { AcceptLoad } from './queue/accept-load.js';
import { selectQueueBackend, type QueueConnections } from './queue/queue-backend.js';
import { FilesystemObjectStore } from './storage/object-store/filesystem-object-store.js';
import type { ObjectStore } from './storage/object-store/object-store.js';

/** What the stations of a process or thread stand on. */
export interface Backends {
  databaseUrl: string;
  queue: QueueConnections;
  objects: ObjectStore;
  acceptLoad: AcceptLoad;
}

/** Opens what is there already: a database with its schema, a queue, a place for objects. Once in each process and thread. */
export const openBackends = async (
  config: Config,
  databaseUrl: string,
  acceptLoad = new AcceptLoad(),
): Promise<Backends> => ({
  databaseUrl,
  acceptLoad,
  objects: await openObjects(config),
  queue: await selectQueueBackend(config.redis.queueUrl, databaseUrl),
});

export async function openObjects({ s3, dataFolder }: Config): Promise<ObjectStore> {
  if (!s3) return new FilesystemObjectStore(path.join(dataFolder, 'objects'));
  // AWS's client takes 10 MB in each thread: who keeps files does not load it.
  const { S3ObjectStore } = await import('./storage/object-store/s3-object-store.js');
  return new S3ObjectStore(s3);
}
