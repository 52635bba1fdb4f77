import type { DynamicModule } from '@nestjs/common';
import type { Backends } from './backends.js';
import { ConfigModule } from './config/config.module.js';
import type { Config } from './config/environment.js';
import { QueueModule } from './queue/queue.module.js';
import { StorageModule } from './storage/storage.module.js';

/** What the stations of every process and thread stand on. */
export const foundation = (
  config: Config,
  { databaseUrl, queue, objects, acceptLoad }: Backends,
  queryTimeout: number,
): DynamicModule[] => [
  ConfigModule.with(config),
  StorageModule.with(databaseUrl, objects, queryTimeout),
  QueueModule.with(queue, acceptLoad),
];
