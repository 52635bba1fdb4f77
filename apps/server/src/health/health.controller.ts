import type { Health } from '@flow-trail/contracts';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { version } from '../config/version.js';
import { HealthCheck } from './health-check.js';

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

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly check: HealthCheck,
  ) {}

  @Get(['health', 'readyz'])
  @ApiOperation({ summary: 'Whether this process can do its work, and which part keeps it from it (then 503)' })
  @ApiOkResponse({ type: HealthAnswer })
  async health(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const { status, parts } = await this.check.run();
    if (status === 'unavailable') reply.status(503).header('retry-after', '1');
    return { status, version, role: this.config.role, parts };
  }

  @Get('livez')
  @ApiOperation({ summary: 'Whether this process answers at all' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }
}
