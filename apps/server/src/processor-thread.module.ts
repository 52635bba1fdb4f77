import { Module, type DynamicModule } from '@nestjs/common';
import type { Backends } from './backends.js';
import type { Config } from './config/environment.js';
import { foundation } from './foundation.js';
import { ProcessorModule } from './processor/processor.module.js';
import { queryTimeouts } from './storage/database.js';

/** The processor beside an API. It has a file of its own, for a thread loads all that its module's file names. */
@Module({})
export class ProcessorThreadModule {
  static of(config: Config, backends: Backends): DynamicModule {
    return {
      module: ProcessorThreadModule,
      imports: [...foundation(config, backends, queryTimeouts.working), ProcessorModule],
    };
  }
}
