import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FlowDocument } from '@flow-trail/contracts';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { ObservationEntity } from '../storage/entities/observation.entity.js';
import { Cache } from './cache.js';
import { FlowDocuments, type FlowPlace } from './flow-documents.js';
import { ObservationData, cacheKey } from './observation-data.js';

const inflate = promisify(gunzip);

/** The flow with all its data, as one JSON text that is written while it is read: one observation in memory at a time. */
@Injectable()
export class FlowDetails {
  constructor(
    private readonly documents: FlowDocuments,
    private readonly data: ObservationData,
    private readonly cache: Cache,
    @InjectRepository(ObservationEntity) private readonly observations: Repository<ObservationEntity>,
  ) {}

  async stream(place: FlowPlace): Promise<Readable> {
    return Readable.from(this.#write(place.projectId, await this.documents.build(place)), { objectMode: false });
  }

  async *#write(projectId: string, { flow, steps }: FlowDocument): AsyncGenerator<Buffer | string> {
    yield `{"flow":${JSON.stringify(flow)},"steps":[`;
    for (const [s, { observations, ...step }] of steps.entries()) {
      yield `${s > 0 ? ',' : ''}${openEnded(step)},"observations":[`;
      for (const [o, observation] of observations.entries()) {
        yield `${o > 0 ? ',' : ''}${openEnded(observation)},"data":`;
        yield await this.#read(projectId, observation.id);
        yield '}';
      }
      yield ']}';
    }
    yield ']}';
  }

  async #read(projectId: string, id: string): Promise<Buffer> {
    const observation = await this.observations.findOneByOrFail({ projectId, id });
    const { bytes } = await this.cache.get(cacheKey(observation), () => this.data.load(observation));
    return inflate(bytes);
  }
}

/** An object's JSON without its closing brace, so that raw bytes can follow. */
const openEnded = (value: object): string => JSON.stringify(value).slice(0, -1);
