import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from './object-store.js';
import { describeObjectStore } from './object-store.contract.js';
import { S3ObjectStore, type S3Settings } from './s3-object-store.js';

function fromEnvironment(name: string): string {
  // eslint-disable-next-line no-restricted-syntax -- only the test runner knows which S3 server it started
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests need an S3 server (node tools/test-services/ceph.mjs).`);
  return value;
}

const settings: S3Settings = {
  endpoint: fromEnvironment('TEST_S3_ENDPOINT'),
  accessKeyId: fromEnvironment('TEST_S3_ACCESS_KEY_ID'),
  secretAccessKey: fromEnvironment('TEST_S3_SECRET_ACCESS_KEY'),
  region: 'us-east-1',
  bucket: `test-${randomUUID()}`,
  forcePathStyle: true,
};

describe('S3ObjectStore against an S3 server', () => {
  describe('as every object store', () => {
    describeObjectStore(async () => new S3ObjectStore(settings));
  });

  it('makes its bucket in a check, and takes it as it is in the next', async () => {
    const store = new S3ObjectStore({ ...settings, bucket: `test-${randomUUID()}` });
    await expect(store.put('a', Buffer.from('x'))).rejects.toMatchObject({ cause: { name: 'NoSuchBucket' } });
    await store.check();
    await store.put('a', Buffer.from('x'));
    await store.check();
    expect((await store.get('a')).toString()).toBe('x');
  });

  it('names the bucket that is not there, also to a reader', async () => {
    const bucket = `test-${randomUUID()}`;
    const refused = new S3ObjectStore({ ...settings, bucket }).get('a');
    await expect(refused).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(refused).rejects.toThrow(
      `There is no bucket ${bucket} at ${settings.endpoint}: make it, or check S3_BUCKET.`,
    );
  });

  it('says so when the credentials are refused', async () => {
    const refused = new S3ObjectStore({ ...settings, secretAccessKey: 'wrong' }).check();
    await expect(refused).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(refused).rejects.toThrow(/refuses these credentials for bucket .* \(SignatureDoesNotMatch\)/);
  });
});
