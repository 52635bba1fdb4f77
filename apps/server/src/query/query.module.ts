import { Module } from '@nestjs/common';
import { Cache } from './cache.js';
import { CacheInterceptor } from './cache.interceptor.js';
import { FlowDetails } from './flow-details.js';
import { FlowDocuments } from './flow-documents.js';
import { FlowList } from './flow-list.js';
import { FlowsController } from './flows.controller.js';
import { ObservationData } from './observation-data.js';

@Module({
  controllers: [FlowsController],
  providers: [Cache, CacheInterceptor, FlowDetails, FlowDocuments, FlowList, ObservationData],
})
export class QueryModule {}
