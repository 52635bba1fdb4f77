import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { assertKey, assertPrefix, assertRange } from './object-key.js';
import {
  ObjectNotFound,
  ObjectStore,
  ObjectTooShort,
  type ByteRange,
  type ObjectUpload,
  type StoredObject,
} from './object-store.js';
import { nameOf, s3Failure, statusOf } from './s3-failure.js';
import { S3Upload } from './s3-upload.js';

export interface S3Settings {
  /** Absent: the one of AWS for the region. */
  endpoint: string | undefined;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** The bucket in the path instead of the host name, as most servers but those of AWS need it. */
  forcePathStyle: boolean;
}

const defaultPatience = {
  connectMs: 2_000,
  /** How long a connection may be silent. A slow store that keeps sending is waited for. */
  silenceMs: 30_000,
  /** Tries of one request, the first included. */
  attempts: 3,
};

/** Written and removed to see whether objects can be written. */
const probeKey = 'probe';

/** Relies on nothing that S3 servers disagree about: no conditional puts, no checksum trailers, no redirects. */
export class S3ObjectStore extends ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #endpoint: string;

  constructor(settings: S3Settings, patience = defaultPatience) {
    super();
    this.#client = new S3Client(clientConfiguration(settings, patience));
    this.#bucket = settings.bucket;
    this.#endpoint = settings.endpoint ?? `AWS ${settings.region}`;
  }

  override async put(key: string, bytes: Uint8Array): Promise<void> {
    assertKey(key);
    await this.#orUnavailable(() => this.#put(key, bytes));
  }

  override async upload(key: string): Promise<ObjectUpload> {
    assertKey(key);
    const upload = new S3Upload(this.#client, { Bucket: this.#bucket, Key: key });
    return {
      heldBytes: upload.heldBytes,
      write: (bytes) => this.#orUnavailable(() => upload.write(bytes)),
      finish: () => this.#orUnavailable(() => upload.finish()),
      abort: () => upload.abort().catch(() => undefined),
    };
  }

  override async get(key: string, range?: ByteRange): Promise<Buffer> {
    assertKey(key);
    if (range) assertRange(range);
    const bytes = await this.#orUnavailable(() => this.#read(key, range));
    if (range && bytes.length !== range.length) throw new ObjectTooShort(key, range);
    return bytes;
  }

  override async head(key: string): Promise<{ bytes: number } | undefined> {
    assertKey(key);
    return this.#orUnavailable(async () => {
      try {
        const { ContentLength } = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
        return { bytes: ContentLength ?? 0 };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  override async delete(key: string): Promise<void> {
    assertKey(key);
    await this.#orUnavailable(() => this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key })));
  }

  override async *list(prefix: string): AsyncIterable<StoredObject> {
    assertPrefix(prefix);
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
    for (;;) {
      const page = await this.#orUnavailable(() => pages.next());
      if (page.done) return;
      for (const { Key, Size, LastModified } of page.value.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, bytes: Size ?? 0, modifiedAt: LastModified ?? new Date(0) };
      }
    }
  }

  override async deleteUnfinished(prefix: string, begunBefore: Date): Promise<number> {
    assertPrefix(prefix);
    let deleted = 0;
    for await (const { Key, UploadId, Initiated } of this.#uploads(prefix)) {
      if (Initiated === undefined || Initiated >= begunBefore) continue;
      await this.#orUnavailable(() => this.#abort(Key, UploadId));
      deleted++;
    }
    return deleted;
  }

  /** Makes the bucket when there is none, which works where the credentials may. */
  override async check(): Promise<void> {
    await this.#orUnavailable(async () => {
      try {
        await this.#put(probeKey, Buffer.from(''));
      } catch (error) {
        if (nameOf(error) !== 'NoSuchBucket') throw error;
        await this.#makeBucket(error);
        await this.#put(probeKey, Buffer.from(''));
      }
      await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: probeKey }));
    });
  }

  async #put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: bytes, ContentLength: bytes.length }),
    );
  }

  async *#uploads(prefix: string): AsyncIterable<MultipartUpload> {
    let page: ListMultipartUploadsCommandOutput | undefined;
    do {
      const place = { KeyMarker: page?.NextKeyMarker, UploadIdMarker: page?.NextUploadIdMarker };
      const request = new ListMultipartUploadsCommand({ Bucket: this.#bucket, Prefix: prefix, ...place });
      page = await this.#orUnavailable(() => this.#client.send(request));
      yield* page.Uploads ?? [];
    } while (page.IsTruncated);
  }

  /** One that another process ended just before is fine. */
  async #abort(Key: string | undefined, UploadId: string | undefined): Promise<void> {
    try {
      await this.#client.send(new AbortMultipartUploadCommand({ Bucket: this.#bucket, Key, UploadId }));
    } catch (error) {
      if (nameOf(error) !== 'NoSuchUpload') throw error;
    }
  }

  async #read(key: string, range: ByteRange | undefined): Promise<Buffer> {
    const Range = range && `bytes=${range.offset}-${range.offset + range.length - 1}`;
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key, Range }));
      const { buffer, byteOffset, byteLength } = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return Buffer.from(buffer, byteOffset, byteLength);
    } catch (error) {
      if (nameOf(error) === 'NoSuchKey') throw new ObjectNotFound(key, { cause: error });
      if (range && statusOf(error) === 416) throw new ObjectTooShort(key, range, { cause: error });
      throw error;
    }
  }

  /** Whoever may not make it is told that there is none, which explains more than a refusal does. */
  async #makeBucket(missing: unknown): Promise<void> {
    try {
      await this.#client.send(new CreateBucketCommand({ Bucket: this.#bucket }));
    } catch (error) {
      if (nameOf(error) === 'BucketAlreadyOwnedByYou') return;
      throw statusOf(error) === 403 ? missing : error;
    }
  }

  async #orUnavailable<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof ObjectNotFound || error instanceof ObjectTooShort) throw error;
      throw s3Failure(error, this.#bucket, this.#endpoint);
    }
  }
}

function clientConfiguration(settings: S3Settings, patience: typeof defaultPatience): S3ClientConfig {
  const { endpoint, region, forcePathStyle, accessKeyId, secretAccessKey } = settings;
  return {
    ...(endpoint ? { endpoint } : {}),
    region,
    forcePathStyle,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Otherwise a large put waits for a "100 Continue" that some servers never send, each on a connection of its own.
    expectContinueHeader: false,
    maxAttempts: patience.attempts,
    requestHandler: {
      connectionTimeout: patience.connectMs,
      socketTimeout: patience.silenceMs,
      // The connection's time runs while a request waits for a free socket, so there must be enough of them.
      httpAgent: { keepAlive: true, maxSockets: 256 },
      httpsAgent: { keepAlive: true, maxSockets: 256 },
    },
  };
}
