import type { Declaration, DeclarationHistory, DeclarationPage } from '@flow-trail/contracts';
import { Controller, Get, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProjectId } from '../access/caller.js';
import { ApiProblems } from '../http/api-problems.js';
import { readJson } from '../http/read-json.js';
import { DeclarationAnswer, DeclarationHistoryAnswer, DeclarationPageAnswer } from './declaration.answer.js';
import { DeclarationBody } from './declaration.body.js';
import { DeclarationPlaceQuery, DeclarationsQuery } from './declaration.query.js';
import { Declarations } from './declarations.js';

@ApiTags('declarations')
@Controller('api/declarations')
export class DeclarationsController {
  constructor(private readonly declarations: Declarations) {}

  @Get()
  @ApiOperation({ summary: 'List the declarations that count now' })
  @ApiOkResponse({ type: DeclarationPageAnswer })
  @ApiProblems(400, 503)
  list(@ProjectId() projectId: string, @Query() { flowName }: DeclarationsQuery): Promise<DeclarationPage> {
    return this.declarations.list(projectId, flowName);
  }

  @Get('history')
  @ApiOperation({ summary: 'Read the versions of one declaration, newest first' })
  @ApiOkResponse({ type: DeclarationHistoryAnswer })
  @ApiProblems(400, 503)
  history(@ProjectId() projectId: string, @Query() place: DeclarationPlaceQuery): Promise<DeclarationHistory> {
    return this.declarations.history(projectId, place);
  }

  @Put()
  @ApiOperation({
    summary: 'Declare how observations are read as decisions',
    description:
      'For every observation of this name, in this step, of flows of this name: those to come, and those that are there, which are read again in the background. ' +
      'What a client recorded with an observation wins, unless `overridesRecorded` says otherwise. Each change is a version of its own; saying the same again changes nothing.',
  })
  @ApiBody({ type: DeclarationBody })
  @ApiOkResponse({ type: DeclarationAnswer })
  @ApiProblems(400, 413, 415, 422, 503)
  async declare(@ProjectId() projectId: string, @Req() request: FastifyRequest): Promise<Declaration> {
    return this.declarations.declare(projectId, await readJson(request.raw, DeclarationBody));
  }
}
