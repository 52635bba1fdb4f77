import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ObjectTooShort, StoreUnavailable } from './object-store.js';
import { S3ObjectStore } from './s3-object-store.js';

/** A server on loopback that answers as the test says; it stands for a store that fails. */
describe('S3ObjectStore against a store that', () => {
  let server: Server | undefined;
  let requests: string[];
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
    server = undefined;
  });

  async function storeAnswering(answer: RequestListener): Promise<S3ObjectStore> {
    requests = [];
    const failing = createServer((request, response) => {
      requests.push(`${request.method} ${request.headers.host}${request.url}`);
      request.resume();
      answer(request, response);
    });
    server = failing;
    await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
    return storeAt((failing.address() as AddressInfo).port);
  }

  function storeAt(port: number): S3ObjectStore {
    return new S3ObjectStore(
      {
        endpoint: `http://127.0.0.1:${port}`,
        region: 'us-east-1',
        bucket: 'flows',
        accessKeyId: 'id',
        secretAccessKey: 'secret',
        forcePathStyle: true,
      },
      { connectMs: 2_000, silenceMs: 100, attempts: 2 },
    );
  }

  const refusing =
    (status: number, code: string): RequestListener =>
    (_, response) =>
      response.writeHead(status).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);

  it('does not listen is reported with its address', async () => {
    const store = await storeAnswering(() => undefined);
    const { port } = server?.address() as AddressInfo;
    await new Promise((resolve) => server?.close(resolve));
    await expect(store.head('a')).rejects.toBeInstanceOf(StoreUnavailable);
    const sentence = new RegExp(
      `^The object store at http://127.0.0.1:${port} does not answer .* S3_ENDPOINT right\\?$`,
    );
    await expect(storeAt(port).check()).rejects.toThrow(sentence);
  });

  it('stays silent is given up', async () => {
    const store = await storeAnswering(() => undefined);
    await expect(store.get('a')).rejects.toThrow(/does not answer \(TimeoutError\)/);
    expect(requests).toHaveLength(2);
  });

  it('falls silent in the middle of an object is given up', async () => {
    const store = await storeAnswering(
      (_, response) => void response.writeHead(200, { 'content-length': 10 }).write('01234'),
    );
    await expect(store.get('a')).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('cuts an object short is not believed', async () => {
    const store = await storeAnswering((_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('01234', () => response.destroy());
    });
    await expect(store.get('a')).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it.each(['01', '0123456789'])('answers a range of five bytes with %j is not believed', async (bytes) => {
    const store = await storeAnswering((_, response) => response.writeHead(206).end(bytes));
    await expect(store.get('a', { offset: 0, length: 5 })).rejects.toBeInstanceOf(ObjectTooShort);
  });

  it('is overloaded for a moment is asked again', async () => {
    const store = await storeAnswering((request, response) =>
      requests.length === 1 ? refusing(503, 'SlowDown')(request, response) : response.end('here'),
    );
    expect((await store.get('a')).toString()).toBe('here');
    expect(requests).toHaveLength(2);
  });

  it('stays overloaded is reported', async () => {
    const store = await storeAnswering(refusing(503, 'SlowDown'));
    await expect(store.put('a', Buffer.from('x'))).rejects.toThrow('fails for bucket flows (SlowDown, HTTP 503).');
  });

  it('refuses the credentials is asked once', async () => {
    const store = await storeAnswering(refusing(403, 'AccessDenied'));
    await expect(store.put('a', Buffer.from('x'))).rejects.toThrow(/refuses these credentials .* \(AccessDenied\)/);
    expect(requests).toHaveLength(1);
  });

  it('redirects to another host is not followed', async () => {
    const store = await storeAnswering((_, response) =>
      response.writeHead(307, { location: 'http://127.0.0.2/' }).end(),
    );
    await expect(store.get('a')).rejects.toBeInstanceOf(StoreUnavailable);
    expect(requests.every((request) => request.includes('127.0.0.1'))).toBe(true);
  });

  it('has no bucket and lets nobody make one says that there is none', async () => {
    const store = await storeAnswering((request, response) =>
      request.url?.includes('probe')
        ? refusing(404, 'NoSuchBucket')(request, response)
        : refusing(403, 'AccessDenied')(request, response),
    );
    await expect(store.check()).rejects.toThrow(/^There is no bucket flows at .*: make it, or check S3_BUCKET\.$/);
  });
});
