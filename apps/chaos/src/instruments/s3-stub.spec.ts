import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { S3Stub } from './s3-stub.js';

let folder: string;
let stub: S3Stub;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-stub-'));
  stub = await S3Stub.start(folder);
});
afterEach(async () => {
  await stub.stop();
  await rm(folder, { recursive: true, force: true });
});

const url = (key: string): string => `http://127.0.0.1:${stub.port}/chaos/${key}`;
const put = (key: string, body: string): Promise<Response> => fetch(url(key), { method: 'PUT', body });
const get = async (key: string, headers = {}): Promise<[number, string]> => {
  const response = await fetch(url(key), { headers });
  return [response.status, await response.text()];
};

describe('the S3 stub', () => {
  it('keeps what is put, gives it whole or in part, and lists it', async () => {
    await put('packs/a/b', '0123456789');
    expect(await get('packs/a/b')).toEqual([200, '0123456789']);
    expect(await get('packs/a/b', { range: 'bytes=2-4' })).toEqual([206, '234']);
    expect(await get('packs/a/b', { range: 'bytes=20-21' })).toMatchObject([416, expect.any(String)]);
    expect((await get('?list-type=2&prefix=packs/'))[1]).toContain('<Key>packs/a/b</Key><Size>10</Size>');
    await fetch(url('packs/a/b'), { method: 'DELETE' });
    expect((await get('packs/a/b'))[1]).toContain('NoSuchKey');
  });

  it('fails as often as it was told to, for the operations it was told', async () => {
    stub.faults.inject({ kind: 'status', status: 503, code: 'SlowDown', on: ['PUT'], times: 1 });
    expect((await get('x'))[0]).toBe(404);
    expect((await put('x', '1')).status).toBe(503);
    expect((await put('x', '1')).status).toBe(200);
  });

  it.each([
    ['truncate', 200, [200, '01']],
    ['lose', 200, [404, expect.any(String)]],
    ['store then fail', 500, [200, '0123']],
  ] as const)('can %s', async (kind, status, found) => {
    stub.faults.inject({ kind, on: ['PUT'] });
    expect((await put('x', '0123')).status).toBe(status);
    expect(await get('x')).toEqual(found);
  });

  it('does not find what is too young', async () => {
    stub.faults.inject({ kind: 'stale', ms: 60_000 });
    await put('x', '1');
    expect((await get('x'))[0]).toBe(404);
    stub.faults.lift();
    expect((await get('x'))[0]).toBe(200);
  });
});

describe('an upload in parts', () => {
  it('is there once it is finished, in the order of its parts', async () => {
    const post = (query: string): Promise<Response> => fetch(url(`x?${query}`), { method: 'POST' });
    const [, id] = /<UploadId>(.*)<\/UploadId>/.exec(await (await post('uploads')).text()) ?? [];
    await fetch(url(`x?partNumber=2&uploadId=${id}`), { method: 'PUT', body: 'b' });
    await fetch(url(`x?partNumber=1&uploadId=${id}`), { method: 'PUT', body: 'a' });
    expect((await get('x'))[0]).toBe(404);
    await post(`uploadId=${id}`);
    expect(await get('x')).toEqual([200, 'ab']);
    expect((await post(`uploadId=${id}`)).status).toBe(404);
  });
});
