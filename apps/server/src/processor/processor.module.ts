import { Module } from '@nestjs/common';
import { TrailParts } from '../decisions/trail-parts.js';
import { Collector } from './collector.js';
import { FlowWriter } from './flow-writer.js';
import { PushClaims } from './push-claims.js';
import { PushDrain } from './push-drain.js';
import { PushPacker } from './push-packer.js';
import { PushProcessor } from './push.processor.js';
import { Reconciler } from './reconciler.js';
import { Upkeep } from './upkeep.js';

@Module({
  providers: [Collector, FlowWriter, PushClaims, PushDrain, PushPacker, PushProcessor, Reconciler, TrailParts, Upkeep],
})
export class ProcessorModule {}
