import { randomUUID } from 'node:crypto';
import pg from 'pg';

export function fromEnvironment(name: string): string {
  // eslint-disable-next-line no-restricted-syntax -- only the test runner knows which services it started
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests need real services (make test starts them).`);
  return value;
}

/** A database of its own, so that suites do not see each other's flows. */
export async function createDatabase(): Promise<string> {
  const url = new URL(fromEnvironment('TEST_DATABASE_URL'));
  const name = `flow_trail_${randomUUID().slice(0, 8)}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
}

/** A bucket of its own, in the form of `S3ObjectStore` and of the server's settings. */
export const newBucket = () => ({
  endpoint: fromEnvironment('TEST_S3_ENDPOINT'),
  bucket: `flows-${randomUUID()}`,
  region: 'us-east-1',
  accessKeyId: fromEnvironment('TEST_S3_ACCESS_KEY_ID'),
  secretAccessKey: fromEnvironment('TEST_S3_SECRET_ACCESS_KEY'),
  forcePathStyle: true,
});

export const s3Settings = (s3: ReturnType<typeof newBucket>): NodeJS.ProcessEnv => ({
  S3_ENDPOINT: s3.endpoint,
  S3_BUCKET: s3.bucket,
  S3_ACCESS_KEY_ID: s3.accessKeyId,
  S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
});
