import type { ReprocessingAnswer } from '@flow-trail/contracts';
import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProjectId } from '../access/caller.js';
import { ApiProblems } from '../http/api-problems.js';
import { readJson } from '../http/read-json.js';
import { ReprocessingBody } from './reprocessing.body.js';
import { Reprocessing } from './reprocessing.js';

class ReprocessingAnswerBody implements ReprocessingAnswer {
  @ApiProperty({ description: 'Flows of this project, each attempt counted.' })
  flows: number;

  @ApiProperty({ description: 'Those that are still to be read again.' })
  pending: number;
}

@ApiTags('declarations')
@Controller('api/reprocessing')
export class ReprocessingController {
  constructor(private readonly reprocessing: Reprocessing) {}

  @Get()
  @ApiOperation({ summary: 'Ask how many flows are still to be read again' })
  @ApiOkResponse({ type: ReprocessingAnswerBody })
  @ApiProblems(503)
  progress(@ProjectId() projectId: string): Promise<ReprocessingAnswer> {
    return this.reprocessing.progress(projectId);
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Have the decisions of flows read again',
    description:
      'In the background, from the data as it was sent. A declaration that changes does this for its flows by itself.',
  })
  @ApiBody({ type: ReprocessingBody })
  @ApiAcceptedResponse({ type: ReprocessingAnswerBody })
  @ApiProblems(400, 413, 415, 422, 503)
  async start(@ProjectId() projectId: string, @Req() request: FastifyRequest): Promise<ReprocessingAnswer> {
    return this.reprocessing.start(projectId, await readJson(request.raw, ReprocessingBody));
  }
}
