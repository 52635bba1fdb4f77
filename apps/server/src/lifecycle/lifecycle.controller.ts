import type { PushStatus } from '@flow-trail/contracts';
import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ProjectId } from '../access/caller.js';
import { ApiProblems } from '../http/api-problems.js';
import { IdPipe } from '../http/id.pipe.js';
import { FlowRemoval } from './flow-removal.js';
import { PushStatusAnswer } from './push-status.answer.js';
import { Pushes } from './pushes.js';

const uuid = { name: 'id', format: 'uuid' } as const;

@Controller('api')
export class LifecycleController {
  constructor(
    private readonly pushes: Pushes,
    private readonly removal: FlowRemoval,
  ) {}

  @Get('pushes/:id')
  @ApiTags('pushes')
  @ApiOperation({ summary: 'Read what became of a push' })
  @ApiParam(uuid)
  @ApiOkResponse({ type: PushStatusAnswer })
  @ApiProblems(400, 404, 410, 503)
  status(@ProjectId() projectId: string, @Param('id', IdPipe) id: string): Promise<PushStatus> {
    return this.pushes.status(projectId, id);
  }

  @Post('pushes/:id/replay')
  @HttpCode(202)
  @ApiTags('pushes')
  @ApiOperation({
    summary: 'Give a quarantined push another go',
    description: 'Its bytes were kept. It is processed as if it had just been accepted.',
  })
  @ApiParam(uuid)
  @ApiAcceptedResponse({ type: PushStatusAnswer })
  @ApiProblems(400, 404, 409, 410, 503)
  replay(@ProjectId() projectId: string, @Param('id', IdPipe) id: string): Promise<PushStatus> {
    return this.pushes.replay(projectId, id);
  }

  @Delete('flows/:id')
  @HttpCode(204)
  @ApiTags('flows')
  @ApiOperation({
    summary: 'Delete a flow with all its attempts and data',
    description:
      'Its id and the keys of its pushes answer 410 for 30 days. What of it still waits is dropped. Deleting it again answers 204 too.',
  })
  @ApiParam({ ...uuid, description: 'The flow.' })
  @ApiNoContentResponse()
  @ApiProblems(400, 404, 503)
  remove(@ProjectId() projectId: string, @Param('id', IdPipe) id: string): Promise<void> {
    return this.removal.remove(projectId, id);
  }
}
