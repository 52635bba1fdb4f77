import { Controller, Get, Header, Param, Query, Req, StreamableFile, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { CandidateAnswer, CandidatePage, FlowPage, ProposalAnswer } from '@flow-trail/contracts';
import type { FastifyRequest } from 'fastify';
import { ProjectId } from '../access/caller.js';
import { ApiProblems } from '../http/api-problems.js';
import { IdPipe } from '../http/id.pipe.js';
import { CacheInterceptor, type CacheableAnswer } from './cache.interceptor.js';
import { FlowDocumentAnswer, FlowPageAnswer } from './flow-answers.js';
import { CandidateAnswerBody, CandidatePageBody, ProposalAnswerBody } from './decision-answers.js';
import { FlowDecisions } from './flow-decisions.js';
import { FlowDetails } from './flow-details.js';
import { FlowDocuments } from './flow-documents.js';
import { FlowList } from './flow-list.js';
import { CandidateQuery, CandidatesQuery, FlowAttemptQuery, FlowListQuery } from './flow-query.js';
import { ObservationData } from './observation-data.js';

const flowId = { name: 'id', format: 'uuid', description: 'The flow.' } as const;

@ApiTags('flows')
@Controller('api/flows')
export class FlowsController {
  constructor(
    private readonly list: FlowList,
    private readonly documents: FlowDocuments,
    private readonly details: FlowDetails,
    private readonly data: ObservationData,
    private readonly decisions: FlowDecisions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List flows, newest received first' })
  @ApiOkResponse({ type: FlowPageAnswer })
  @ApiProblems(400, 503)
  page(@ProjectId() projectId: string, @Query() query: FlowListQuery): Promise<FlowPage> {
    return this.list.page(projectId, query);
  }

  @Get(':id')
  @UseInterceptors(CacheInterceptor)
  @ApiOperation({ summary: 'Read a flow: its steps and what is known of their observations, without data' })
  @ApiParam(flowId)
  @ApiOkResponse({ type: FlowDocumentAnswer, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiProblems(400, 404, 410, 503)
  document(
    @ProjectId() projectId: string,
    @Param('id', IdPipe) id: string,
    @Query() { attempt }: FlowAttemptQuery,
  ): Promise<CacheableAnswer> {
    return this.documents.answer({ projectId, id, attempt });
  }

  @Get(':id/details')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'Read a flow with all its data',
    description: 'Streamed. Every observation has its `data`, byte for byte.',
  })
  @ApiParam(flowId)
  @ApiOkResponse({ type: FlowDocumentAnswer })
  @ApiProblems(400, 404, 410, 503)
  async withData(
    @ProjectId() projectId: string,
    @Param('id', IdPipe) id: string,
    @Query() { attempt }: FlowAttemptQuery,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.details.stream({ projectId, id, attempt }));
  }

  @Get(':id/observations/:observationId/data')
  @UseInterceptors(CacheInterceptor)
  @ApiOperation({
    summary: "Read an observation's data, byte for byte as it was sent",
    description:
      'With `Accept: application/gzip` the stored gzip member, for a page that inflates it itself; else JSON, gzipped when the client takes that. ' +
      'One byte range is answered, of the JSON. The bytes never change, so they may be cached for ever.',
  })
  @ApiParam(flowId)
  @ApiParam({ name: 'observationId', format: 'uuid' })
  @ApiHeader({
    name: 'Accept',
    required: false,
    schema: { type: 'string', enum: ['application/json', 'application/gzip'] },
  })
  @ApiHeader({ name: 'Range', required: false, description: 'One range, such as bytes=0-1023.' })
  @ApiProduces('application/json', 'application/gzip')
  @ApiOkResponse({
    description: 'The data.',
    headers: { ETag: { schema: { type: 'string' } }, 'X-Cache': { schema: { type: 'string', enum: ['HIT', 'MISS'] } } },
  })
  @ApiProblems(400, 404, 410, 416, 502, 503)
  observationData(
    @ProjectId() projectId: string,
    @Param('id', IdPipe) id: string,
    @Param('observationId', IdPipe) observationId: string,
    @Req() request: FastifyRequest,
  ): Promise<CacheableAnswer> {
    return this.data.answer(projectId, id, observationId, request);
  }

  @Get(':id/candidates')
  @Header('cache-control', 'private, no-cache')
  @ApiOperation({
    summary: 'List candidates with what became of each, in the order of the flow',
    description:
      'Those that a record names. Of flows with very much data the last observations are read; the answer says how many.',
  })
  @ApiParam(flowId)
  @ApiOkResponse({ type: CandidatePageBody })
  @ApiProblems(400, 404, 410, 502, 503)
  candidates(
    @ProjectId() projectId: string,
    @Param('id', IdPipe) id: string,
    @Query() query: CandidatesQuery,
  ): Promise<CandidatePage> {
    return this.decisions.candidates({ projectId, id, attempt: query.attempt }, query);
  }

  @Get(':id/candidates/:candidateId')
  @Header('cache-control', 'private, no-cache')
  @ApiOperation({
    summary: 'Ask what became of a candidate, and why',
    description: 'One verdict, one sentence, and the path that led there, in less than 2 KB.',
  })
  @ApiParam(flowId)
  @ApiParam({
    name: 'candidateId',
    description: 'Its id as text. Where a number and a text look the same, both are found.',
  })
  @ApiOkResponse({ type: CandidateAnswerBody })
  @ApiProblems(400, 404, 410, 502, 503)
  why(
    @ProjectId() projectId: string,
    @Param('id', IdPipe) id: string,
    @Param('candidateId') candidateId: string,
    @Query() { attempt, kind }: CandidateQuery,
  ): Promise<CandidateAnswer> {
    return this.decisions.why({ projectId, id, attempt }, candidateId, kind);
  }

  @Get(':id/observations/:observationId/proposal')
  @Header('cache-control', 'private, no-cache')
  @ApiOperation({
    summary: 'Ask how the records of an observation could be read as decisions',
    description:
      'A declaration with the evidence for each part of it, from its data and from what came before it in the flow.',
  })
  @ApiParam(flowId)
  @ApiParam({ name: 'observationId', format: 'uuid' })
  @ApiOkResponse({ type: ProposalAnswerBody })
  @ApiProblems(400, 404, 410, 502, 503)
  proposal(
    @ProjectId() projectId: string,
    @Param('id', IdPipe) id: string,
    @Param('observationId', IdPipe) observationId: string,
    @Query() { attempt }: FlowAttemptQuery,
  ): Promise<ProposalAnswer> {
    return this.decisions.propose({ projectId, id, attempt }, observationId);
  }
}
