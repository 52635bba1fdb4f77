import { Module } from '@nestjs/common';
import { HealthCheck } from './health-check.js';
import { HealthController } from './health.controller.js';
import { Liveness } from './liveness.js';

@Module({ controllers: [HealthController], providers: [HealthCheck, Liveness] })
export class HealthModule {}
