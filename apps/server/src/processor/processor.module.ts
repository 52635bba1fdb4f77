import { Module } from '@nestjs/common';
import { FlowWriter } from './flow-writer.js';
import { PushClaims } from './push-claims.js';
import { PushDrain } from './push-drain.js';
import { PushPacker } from './push-packer.js';
import { PushProcessor } from './push.processor.js';
import { Reconciler } from './reconciler.js';

@Module({ providers: [FlowWriter, PushClaims, PushDrain, PushPacker, PushProcessor, Reconciler] })
export class ProcessorModule {}
