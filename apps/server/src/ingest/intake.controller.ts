import { Controller, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../http/api-problems.js';
import { PushEnvelope } from '../push/envelope.js';
import { FlowIntake } from './flow-intake.js';
import { IdempotencyInterceptor, type PushRequest, type ReceivedPush } from './idempotency.interceptor.js';
import { PushAcceptedAnswer } from './push-accepted.answer.js';
import type { AcceptedPush } from './push-ledger.js';

@ApiTags('flows')
@Controller('api/flows')
export class IntakeController {
  constructor(private readonly intake: FlowIntake) {}

  @Post()
  @HttpCode(202)
  @UseInterceptors(IdempotencyInterceptor)
  @ApiOperation({
    summary: 'Send a flow, whole or in part',
    description:
      'Once this is answered with 202 the push is kept. The same key with the same bytes is answered the same again, with `Idempotent-Replayed: true`. ' +
      'The body may be gzipped. Every `data` comes back byte for byte. What the server does not know is ignored and named in `warnings`.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description: 'A new UUID for each push, the same on every try.',
    schema: { type: 'string', format: 'uuid' },
  })
  @ApiBody({ type: PushEnvelope })
  @ApiAcceptedResponse({ type: PushAcceptedAnswer })
  @ApiProblems(400, 409, 413, 415, 422, 503)
  accept(@Req() request: PushRequest): Promise<AcceptedPush | undefined> {
    return this.intake.accept(request.receivedPush as ReceivedPush);
  }
}
