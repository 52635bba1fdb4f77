import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Repository } from 'typeorm';
import { flowDeleted } from '../errors/flow-deleted.js';
import { Problem } from '../errors/problem.js';
import { ObservationEntity } from '../storage/entities/observation.entity.js';
import { ObjectStore } from '../storage/object-store/object-store.js';
import { loadMember } from '../storage/observation-member.js';
import { isDeleted } from '../storage/tombstones.js';
import type { CacheableAnswer } from './cache.interceptor.js';
import { chooseCoding } from './content-negotiation.js';
import { readRange } from './byte-range.js';

const inflate = promisify(gunzip);

/** The captured bytes of one observation, compressed once and kept so on every station. */
@Injectable()
export class ObservationData {
  constructor(
    @InjectRepository(ObservationEntity) private readonly observations: Repository<ObservationEntity>,
    private readonly objects: ObjectStore,
  ) {}

  async answer(projectId: string, flowId: string, id: string, request: FastifyRequest): Promise<CacheableAnswer> {
    const observation = await this.observations.findOneBy({ projectId, flowId, id });
    if (!observation) throw await this.#absent(projectId, flowId);
    const coding = chooseCoding(request.headers);
    return {
      key: cacheKey(observation),
      etag: `${observation.digest.toString('hex')}${coding === 'member' ? '-gzip-member' : coding === 'gzip' ? '-gzip' : ''}`,
      load: () => this.load(observation),
      send: (bytes, _request, reply) => {
        reply.header('vary', 'Accept, Accept-Encoding');
        reply.header('cache-control', 'private, max-age=31536000, immutable');
        if (coding === 'member') return sendMember(bytes, reply);
        return coding === 'gzip' ? sendCoded(bytes, reply) : sendIdentity(bytes, request, reply);
      },
    };
  }

  async #absent(projectId: string, flowId: string): Promise<Problem> {
    return (await isDeleted(this.observations.manager, projectId, flowId))
      ? flowDeleted()
      : new Problem('not-found', 'There is no such observation in this flow.');
  }

  /** The stored gzip member, verified. */
  load(observation: ObservationEntity): Promise<Buffer> {
    return loadMember(this.objects, observation);
  }
}

export const cacheKey = ({ projectId, id }: ObservationEntity): string => `data/${projectId}/${id}`;

async function sendMember(member: Buffer, reply: FastifyReply): Promise<Buffer> {
  reply.type('application/gzip');
  return member;
}

async function sendCoded(member: Buffer, reply: FastifyReply): Promise<Buffer> {
  reply.type('application/json; charset=utf-8').header('content-encoding', 'gzip');
  return member;
}

async function sendIdentity(member: Buffer, request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
  const data = await inflate(member);
  reply.type('application/json; charset=utf-8').header('accept-ranges', 'bytes');
  const range = readRange(request.headers.range, data.length);
  if (range === 'whole') return data;
  if (range === 'unsatisfiable') {
    throw new Problem('range-not-satisfiable', `The data has ${data.length} bytes.`, {
      headers: { 'content-range': `bytes */${data.length}` },
    });
  }
  reply.status(206).header('content-range', `bytes ${range.first}-${range.last}/${data.length}`);
  return data.subarray(range.first, range.last + 1);
}
