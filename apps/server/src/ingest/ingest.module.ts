import { Module } from '@nestjs/common';
import { FlowIntake } from './flow-intake.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IntakeController } from './intake.controller.js';
import { PushLedger } from './push-ledger.js';

@Module({ controllers: [IntakeController], providers: [FlowIntake, IdempotencyInterceptor, PushLedger] })
export class IngestModule {}
