import type { Health, Readiness } from '@flow-trail/contracts';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { version } from '../config/version.js';
import { HealthCheck } from './health-check.js';
import { Liveness } from './liveness.js';

class HealthAnswer implements Health {
  @ApiProperty({ enum: ['ok', 'degraded', 'unavailable'] })
  status: Health['status'];

  @ApiProperty()
  version: string;

  @ApiProperty({ enum: ['all', 'api', 'worker'] })
  role: Health['role'];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { database: 'ok' } })
  parts: { [part: string]: string };
}

class ReadinessAnswer implements Readiness {
  @ApiProperty({ enum: ['ok', 'degraded', 'unavailable'] })
  status: Readiness['status'];

  @ApiProperty({ type: [String], example: ['queue'], description: 'Parts that do not answer, or `stopping`.' })
  degraded: string[];
}

class LivenessAnswer {
  @ApiProperty({ enum: ['ok', 'stuck'] })
  status: 'ok' | 'stuck';

  @ApiPropertyOptional({ description: 'What is wrong, in a sentence.' })
  trouble?: string;
}

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly check: HealthCheck,
    private readonly liveness: Liveness,
  ) {}

  @Get('health')
  @ApiOperation({ summary: 'Whether this process can do its work, and which part keeps it from it (then 503)' })
  @ApiOkResponse({ type: HealthAnswer })
  async health(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const { status, parts } = await this.check.run();
    tell(reply, status !== 'unavailable');
    return { status, version, role: this.config.role, parts };
  }

  @Get('readyz')
  @ApiOperation({ summary: 'Whether requests should be sent here (else 503), and what is amiss all the same' })
  @ApiOkResponse({ type: ReadinessAnswer })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.check.readiness();
    tell(reply, readiness.status !== 'unavailable');
    return readiness;
  }

  @Get('livez')
  @ApiOperation({ summary: 'Whether this process gets on; else (503) it should be started again' })
  @ApiOkResponse({ type: LivenessAnswer })
  live(@Res({ passthrough: true }) reply: FastifyReply): LivenessAnswer {
    const { trouble } = this.liveness;
    tell(reply, trouble === undefined);
    return trouble === undefined ? { status: 'ok' } : { status: 'stuck', trouble };
  }
}

function tell(reply: FastifyReply, isWell: boolean): void {
  reply.header('cache-control', 'no-store');
  if (!isWell) reply.status(503).header('retry-after', '1');
}
