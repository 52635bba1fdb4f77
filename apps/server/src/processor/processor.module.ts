import { Module } from '@nestjs/common';
import { FlowWriter } from './flow-writer.js';
import { PushProcessor } from './push.processor.js';
import { Reconciler } from './reconciler.js';

@Module({ providers: [FlowWriter, PushProcessor, Reconciler] })
export class ProcessorModule {}
