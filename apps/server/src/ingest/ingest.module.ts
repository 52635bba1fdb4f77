import { Module } from '@nestjs/common';
import { PushReader } from '../push/push-reader.js';
import { Backlog } from './backlog.js';
import { BatchIntake } from './batch-intake.js';
import { BodyBudget } from './body-budget.js';
import { BodyStaging } from './body-staging.js';
import { FlowIntake } from './flow-intake.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IntakeController } from './intake.controller.js';
import { PushLedger } from './push-ledger.js';

@Module({
  controllers: [IntakeController],
  providers: [
    Backlog,
    BatchIntake,
    BodyBudget,
    BodyStaging,
    FlowIntake,
    IdempotencyInterceptor,
    PushLedger,
    PushReader,
  ],
})
export class IngestModule {}
