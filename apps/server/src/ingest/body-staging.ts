import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Problem } from '../errors/problem.js';
import { chunkBytes, type Chunk } from '../push/chunk-memory.js';
import type { ChunkReading } from '../push/chunk-reading.js';
import { PushReader } from '../push/push-reader.js';
import type { ReadHeadResult } from '../push/read-head.js';
import type { ReadBody } from '../push/read.thread.js';
import { AcceptLoad } from '../queue/accept-load.js';
import { ObjectStore, type ObjectUpload } from '../storage/object-store/object-store.js';
import { expectStored } from '../storage/object-store/put-verified.js';
import type { PushPlace } from './idempotency.interceptor.js';
import type { LargeBody } from './large-body.js';

export interface StagedBody {
  bodyKey: string;
  head: Extract<ReadHeadResult, { ok: true }>;
}

/** To read and store a chunk is about as much work as to accept so many small pushes. */
const chunkWeight = 3;

/** The key is new for each request, so twins never share an object. */
export const stagedKey = (projectId: string, pushId: string): string => `staged/${projectId}/${pushId}/${randomUUID()}`;

/** Lets large bodies pass through to the object store while a thread reads them. What is refused leaves nothing there. */
@Injectable()
export class BodyStaging {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly reader: PushReader,
    private readonly objects: ObjectStore,
    private readonly load: AcceptLoad,
  ) {}

  async stage(body: LargeBody, place: PushPlace): Promise<StagedBody> {
    const bodyKey = stagedKey(place.projectId, place.pushId);
    const upload = await this.objects.upload(bodyKey);
    const reading = this.reader.open();
    try {
      body.share.take(2 * chunkBytes + upload.heldBytes);
      const chunk = await reading.begin(place.contentType, this.config.http.observationBytes);
      const { head, digest } = await this.#pass(body, chunk, upload, reading);
      body.takenDigest = Buffer.from(digest);
      if (!head.ok) throw new Problem(head.code, head.detail, { errors: head.errors });
      await this.load.during(() => upload.finish(), chunkWeight);
      await expectStored(this.objects, bodyKey, body.length);
      return { bodyKey, head };
    } catch (error) {
      await upload.abort();
      throw error;
    } finally {
      await reading.close();
    }
  }

  async #pass(body: LargeBody, chunk: Chunk, upload: ObjectUpload, reading: ChunkReading): Promise<ReadBody> {
    let kept = 0;
    for (let length = await body.fill(chunk); length > 0; length = await body.fill(chunk)) {
      chunk = await this.load.during(async () => {
        await upload.write(chunk.subarray(0, length));
        return reading.add(chunk, length);
      }, chunkWeight);
      body.share.take(reading.keptLength - kept);
      kept = reading.keptLength;
    }
    return reading.end();
  }
}
