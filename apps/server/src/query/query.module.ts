import { Module } from '@nestjs/common';
import { TrailParts } from '../decisions/trail-parts.js';
import { Cache } from './cache.js';
import { CacheInterceptor } from './cache.interceptor.js';
import { FlowDecisions } from './flow-decisions.js';
import { FlowDetails } from './flow-details.js';
import { FlowDocuments } from './flow-documents.js';
import { FlowList } from './flow-list.js';
import { FlowTrail } from './flow-trail.js';
import { FlowsController } from './flows.controller.js';
import { ObservationData } from './observation-data.js';

@Module({
  controllers: [FlowsController],
  providers: [
    Cache,
    CacheInterceptor,
    FlowDecisions,
    FlowDetails,
    FlowDocuments,
    FlowList,
    FlowTrail,
    ObservationData,
    TrailParts,
  ],
})
export class QueryModule {}
