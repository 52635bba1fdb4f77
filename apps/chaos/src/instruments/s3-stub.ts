import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { S3Faults } from './s3-faults.js';
import { readS3Request, type S3Request } from './s3-request.js';
import { S3Shelf } from './s3-shelf.js';

export const bucket = 'chaos';

/** An S3 server on loopback, as far as Flow Trail asks one: objects are files that are synced, and every answer can be spoilt. */
export class S3Stub {
  readonly faults = new S3Faults();
  readonly #server: Server;
  /** Uploads that are under way: their parts, by number. */
  readonly #uploads = new Map<string, Map<number, Buffer>>();

  private constructor(readonly shelf: S3Shelf) {
    this.#server = createServer((request, response) => {
      request.once('error', () => undefined);
      this.#answer(request, response).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else refuse(response, 500, 'InternalError', String(error));
      });
    });
  }

  static async start(folder: string): Promise<S3Stub> {
    const stub = new S3Stub(new S3Shelf(folder));
    await once(stub.#server.listen(0, '127.0.0.1'), 'listening');
    return stub;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What a server needs to find its way here, over whatever port leads here. */
  settings(port = this.port): NodeJS.ProcessEnv {
    return {
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: 'chaos',
      S3_SECRET_ACCESS_KEY: 'chaos-secret',
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readS3Request(incoming);
    const { operation, key, body } = request;
    const fault = this.faults.next(operation, key, this.shelf.ageMs(key));
    switch (fault?.kind) {
      case 'hang':
        return;
      case 'status':
        return refuse(response, fault.status, fault.code);
      case 'store then fail':
        await this.shelf.put(key, body);
        return refuse(response, 500, 'InternalError');
      case 'lose':
        return accept(response, 'lost');
      case 'truncate':
        await this.shelf.put(key, body.subarray(0, body.length >> 1));
        return accept(response, 'half');
      default:
        return this.#serve(request, response);
    }
  }

  async #serve(request: S3Request, response: ServerResponse): Promise<void> {
    const { operation, key, query, body } = request;
    switch (operation) {
      case 'LIST':
        return list(response, await this.shelf.list(query.get('prefix') ?? ''));
      case 'PUT':
        return accept(response, key === '' ? 'bucket' : await this.shelf.put(key, body));
      case 'DELETE':
        await this.shelf.delete(key);
        return void response.writeHead(204).end();
      case 'GET':
      case 'HEAD':
        return this.#give(request, response);
      default:
        return this.#takeParts(request, response);
    }
  }

  async #give({ operation, key, range }: S3Request, response: ServerResponse): Promise<void> {
    const bytes = await this.shelf.get(key);
    if (!bytes) return refuse(response, 404, 'NoSuchKey');
    if (operation === 'HEAD') return void response.writeHead(200, { 'content-length': bytes.length }).end();
    send(response, bytes, range);
  }

  async #takeParts({ operation, key, query, body }: S3Request, response: ServerResponse): Promise<void> {
    if (operation === 'BEGIN') {
      const id = randomUUID();
      this.#uploads.set(id, new Map());
      return xml(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }
    const id = query.get('uploadId') ?? '';
    const parts = this.#uploads.get(id);
    if (!parts) return refuse(response, 404, 'NoSuchUpload');
    if (operation === 'PART') {
      parts.set(Number(query.get('partNumber')), body);
      return accept(response, 'part');
    }
    this.#uploads.delete(id);
    if (operation === 'ABORT') return void response.writeHead(204).end();
    const inOrder = [...parts].sort(([one], [other]) => one - other).map(([, bytes]) => bytes);
    const etag = await this.shelf.put(key, Buffer.concat(inOrder));
    xml(response, `<CompleteMultipartUploadResult><ETag>"${etag}"</ETag></CompleteMultipartUploadResult>`);
  }
}

function send(response: ServerResponse, bytes: Buffer, range: string | undefined): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (first === undefined) return void response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  const part = bytes.subarray(Number(first), Number(last) + 1);
  if (part.length === 0) return refuse(response, 416, 'InvalidRange');
  const place = `bytes ${first}-${Number(first) + part.length - 1}/${bytes.length}`;
  response.writeHead(206, { 'content-length': part.length, 'content-range': place }).end(part);
}

function list(response: ServerResponse, objects: { key: string; bytes: number; modifiedAt: Date }[]): void {
  const contents = objects.map(
    ({ key, bytes, modifiedAt }) =>
      `<Contents><Key>${key}</Key><Size>${bytes}</Size><LastModified>${modifiedAt.toISOString()}</LastModified></Contents>`,
  );
  xml(response, `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`);
}

const accept = (response: ServerResponse, etag: string): void =>
  void response.writeHead(200, { etag: `"${etag}"` }).end();

const xml = (response: ServerResponse, text: string): void =>
  void response.writeHead(200, { 'content-type': 'application/xml' }).end(text);

function refuse(response: ServerResponse, status: number, code: string, message = code): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
