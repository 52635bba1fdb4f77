import { mkdirSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Where objects go: a folder, or a bucket. */
export type ObjectPlace = { folder: string } | { bucket: string; s3: S3ClientConfig };

type Put = (key: string, bytes: Buffer) => Promise<void>;

export function openObjects(place: ObjectPlace): Put {
  if ('folder' in place) return intoFolder(place.folder);
  const client = new S3Client(place.s3);
  return async (key, bytes) => {
    await client.send(new PutObjectCommand({ Bucket: place.bucket, Key: `bare/${key}`, Body: bytes }));
  };
}

/** Temporary file, fsync, rename, fsync of the folder: the least that a crash cannot tear or lose. */
function intoFolder(folder: string): Put {
  mkdirSync(folder, { recursive: true });
  return async (key, bytes) => {
    const file = path.join(folder, key);
    const handle = await open(`${file}.writing`, 'wx');
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
    await rename(`${file}.writing`, file);
    const directory = await open(folder, 'r');
    await directory.sync();
    await directory.close();
  };
}
