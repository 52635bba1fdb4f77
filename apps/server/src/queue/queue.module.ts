import { BullModule } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { PushQueue, pushQueueName } from './push-queue.js';
import type { QueueConnections } from './queue-backend.js';

@Global()
@Module({})
export class QueueModule {
  static with(connections: QueueConnections): DynamicModule {
    return {
      module: QueueModule,
      imports: [
        BullModule.forRoot({ connection: connections.worker, prefix: 'flow-trail' }),
        BullModule.registerQueue({ name: pushQueueName, connection: connections.producer }),
      ],
      providers: [PushQueue],
      exports: [PushQueue, BullModule],
    };
  }
}
