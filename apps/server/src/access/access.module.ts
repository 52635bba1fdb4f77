import { Global, Module } from '@nestjs/common';
import { RateLimit } from './rate-limit.js';

@Global()
@Module({ providers: [RateLimit], exports: [RateLimit] })
export class AccessModule {}
