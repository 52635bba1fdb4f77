import { rewire } from '../traps/rewire.js';

const file = 'storage/object-store/s3-object-store.ts';
const written = new Map<string, number>();

/** What the object store said yes to is believed. */
await rewire<object, [string, Uint8Array]>(
  file,
  'S3ObjectStore',
  'put',
  (put) =>
    async function (key, bytes) {
      await put.call(this, key, bytes);
      written.set(key, bytes.byteLength);
    },
);
await rewire<object, [string]>(
  file,
  'S3ObjectStore',
  'head',
  (head) =>
    async function (key) {
      return written.has(key) ? { bytes: written.get(key) } : head.call(this, key);
    },
);
