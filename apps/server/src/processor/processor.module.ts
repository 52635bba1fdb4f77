import { Module } from '@nestjs/common';
import { TrailParts } from '../decisions/trail-parts.js';
import { Collector } from './collector.js';
import { FlowRereading } from './flow-rereading.js';
import { ConsumerWatch } from './consumer-watch.js';
import { FlowWriter } from './flow-writer.js';
import { ProcessorMetrics } from './processor-metrics.js';
import { PushClaims } from './push-claims.js';
import { PushDrain } from './push-drain.js';
import { PushPacker } from './push-packer.js';
import { PushProcessor } from './push.processor.js';
import { Reconciler } from './reconciler.js';
import { Rereader } from './rereader.js';
import { Upkeep } from './upkeep.js';

@Module({
  providers: [
    Collector,
    ConsumerWatch,
    FlowRereading,
    FlowWriter,
    ProcessorMetrics,
    PushClaims,
    PushDrain,
    PushPacker,
    PushProcessor,
    Reconciler,
    Rereader,
    TrailParts,
    Upkeep,
  ],
})
export class ProcessorModule {}
