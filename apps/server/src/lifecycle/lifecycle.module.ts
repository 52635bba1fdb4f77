import { Module } from '@nestjs/common';
import { FlowRemoval } from './flow-removal.js';
import { LifecycleController } from './lifecycle.controller.js';
import { Pushes } from './pushes.js';

@Module({ controllers: [LifecycleController], providers: [FlowRemoval, Pushes] })
export class LifecycleModule {}
