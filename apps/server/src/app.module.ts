import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import type { Backends } from './backends.js';
import type { Config, Role } from './config/environment.js';
import { DeclarationsModule } from './declarations/declarations.module.js';
import { foundation } from './foundation.js';
import { HealthModule } from './health/health.module.js';
import { DashboardModule } from './http/dashboard.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { LifecycleModule } from './lifecycle/lifecycle.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ProcessorModule } from './processor/processor.module.js';
import { QueryModule } from './query/query.module.js';
import { queryTimeouts } from './storage/database.js';

/** The stations that each role runs beside its health; in role `all` the processor runs in a thread of its own. */
const stations: { [role in Role]: Required<DynamicModule>['imports'] } = {
  api: [AccessModule, IngestModule, LifecycleModule, DeclarationsModule, QueryModule, DashboardModule],
  worker: [ProcessorModule],
  all: [AccessModule, IngestModule, LifecycleModule, DeclarationsModule, QueryModule, DashboardModule],
};

@Module({})
export class AppModule {
  static of(config: Config, backends: Backends): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...foundation(config, backends, queryTimeouts[config.role === 'worker' ? 'working' : 'answering']),
        HealthModule,
        MetricsModule,
        ...stations[config.role],
      ],
    };
  }
}
