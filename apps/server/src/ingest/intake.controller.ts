import type { BatchAnswer } from '@flow-trail/contracts';
import { Controller, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiProblems } from '../http/api-problems.js';
import { BatchEnvelope } from '../push/batch-envelope.js';
import { PushEnvelope } from '../push/envelope.js';
import { BatchIntake } from './batch-intake.js';
import { BatchAnswerBody } from './batch.answer.js';
import { FlowIntake } from './flow-intake.js';
import { IdempotencyInterceptor, type PushRequest, type ReceivedPush } from './idempotency.interceptor.js';
import { PushAcceptedAnswer } from './push-accepted.answer.js';
import type { AcceptedPush } from './push-ledger.js';

const lines = [
  '{"flow":{"name":"movie-night","createdAt":"2026-11-01T12:00:00.000Z","finishedAt":null}}',
  '{"step":{"name":"rank","version":1,"position":0,"status":"running","createdAt":"2026-11-01T12:00:00.000Z"}}',
  '{"observation":{"step":{"name":"rank","version":1,"iteration":1},"name":"order","version":1,"data":[1,2]}}',
].join('\n');

@ApiTags('flows')
@Controller('api/flows')
export class IntakeController {
  constructor(
    private readonly intake: FlowIntake,
    private readonly batches: BatchIntake,
  ) {}

  @Post()
  @HttpCode(202)
  @UseInterceptors(IdempotencyInterceptor)
  @ApiOperation({
    summary: 'Send a flow, whole or in part',
    description:
      'Once this is answered with 202 the push is kept. The same key with the same bytes is answered the same again, with `Idempotent-Replayed: true`. ' +
      'The body may be gzipped. As NDJSON it is one object a line: the flow, its steps, their observations; ' +
      'a parent comes before its children, and flow and step may come again to finish them. ' +
      'Every `data` comes back byte for byte. What the server does not know is ignored and named in `warnings`.',
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(PushEnvelope) } },
        'application/x-ndjson': { schema: { type: 'string', example: lines } },
      },
    },
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description: 'A new UUID for each push, the same on every try.',
    schema: { type: 'string', format: 'uuid' },
  })
  @ApiHeader({
    name: 'Content-Digest',
    required: false,
    description:
      'RFC 9530, of the body as it is sent: `sha-256=:…:`. What was altered on the way is refused, to be sent again.',
  })
  @ApiExtraModels(PushEnvelope)
  @ApiAcceptedResponse({ type: PushAcceptedAnswer })
  @ApiProblems(400, 409, 413, 415, 422, 503)
  accept(@Req() request: PushRequest): Promise<AcceptedPush | undefined> {
    return this.intake.accept(request.receivedPush as ReceivedPush);
  }

  @Post('batch')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send many small flows at once',
    description:
      'Each push has a key of its own and is answered for itself, in the order of the batch: as `POST /api/flows` would answer it, with `status`. ' +
      'What is wrong with one harms no other. Send those again whose problem is `retryable`, under the same keys. The body may be gzipped.',
  })
  @ApiBody({ type: BatchEnvelope })
  @ApiOkResponse({ type: BatchAnswerBody })
  @ApiProblems(400, 413, 415, 422, 503)
  acceptBatch(@Req() request: PushRequest): Promise<BatchAnswer> {
    return this.batches.accept(request);
  }
}
