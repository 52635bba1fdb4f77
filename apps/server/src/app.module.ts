import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Config, Role } from './config/environment.js';
import { HealthModule } from './health/health.module.js';
import { DashboardModule } from './http/dashboard.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { ProcessorModule } from './processor/processor.module.js';
import { QueryModule } from './query/query.module.js';
import type { QueueConnections } from './queue/queue-backend.js';
import { QueueModule } from './queue/queue.module.js';
import type { ObjectStore } from './storage/object-store/object-store.js';
import { StorageModule } from './storage/storage.module.js';

/** The stations that each role runs; a worker serves nothing but its health. */
const stations: { [role in Role]: Required<DynamicModule>['imports'] } = {
  api: [AccessModule, IngestModule, QueryModule, DashboardModule],
  worker: [ProcessorModule],
  all: [AccessModule, IngestModule, ProcessorModule, QueryModule, DashboardModule],
};

export interface Backends {
  databaseUrl: string;
  queue: QueueConnections;
  objects: ObjectStore;
}

@Module({})
export class AppModule {
  static of(config: Config, { databaseUrl, queue, objects }: Backends): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        StorageModule.with(databaseUrl, objects),
        QueueModule.with(queue),
        HealthModule,
        ...stations[config.role],
      ],
    };
  }
}
