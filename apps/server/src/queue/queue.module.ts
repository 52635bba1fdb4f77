import { BullModule, InjectQueue } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Queue } from 'bullmq';
import { AcceptLoad } from './accept-load.js';
import { PushQueue, pushQueueName } from './push-queue.js';
import type { QueueConnections } from './queue-backend.js';

const prefix = 'flow-trail';

/** The queue's two ends: `PushQueue` at the door, and what `@Processor` needs to make its worker. */
@Global()
@Module({})
export class QueueModule {
  constructor(@InjectQueue(pushQueueName) lender: Queue) {
    // The worker on the same connection reports what is wrong with it; unheard, this twin's errors would end the process.
    lender.on('error', () => undefined);
  }

  static with({ producer, worker, giveUp }: QueueConnections, acceptLoad: AcceptLoad): DynamicModule {
    return {
      module: QueueModule,
      // A worker takes its connection from the registered queue, and must not get the impatient one of the door.
      imports: [BullModule.registerQueue({ name: pushQueueName, connection: worker, prefix })],
      providers: [
        { provide: AcceptLoad, useValue: acceptLoad },
        {
          provide: PushQueue,
          useFactory: () => new PushQueue(new Queue(pushQueueName, { connection: producer, prefix }), giveUp),
        },
      ],
      exports: [AcceptLoad, PushQueue],
    };
  }
}
