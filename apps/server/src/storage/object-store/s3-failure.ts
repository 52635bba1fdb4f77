import { StoreUnavailable } from './object-store.js';

/** What the SDK throws, as far as it is looked at: the store's own code is in `name`, a socket's in `code`. */
interface Failure {
  name?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

const refusals = ['AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken'];

/** What went wrong between us and the bucket, in a sentence for a person. */
export function s3Failure(cause: unknown, bucket: string, endpoint: string): StoreUnavailable {
  return new StoreUnavailable(explain(cause as Failure, bucket, endpoint), { cause });
}

function explain(failure: Failure, bucket: string, endpoint: string): string {
  const { name = 'Error', code } = failure;
  const status = statusOf(failure);
  if (name === 'NoSuchBucket') return `There is no bucket ${bucket} at ${endpoint}: make it, or check S3_BUCKET.`;
  if (refusals.includes(name) || status === 403) {
    return `The object store at ${endpoint} refuses these credentials for bucket ${bucket} (${name}): check S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY and what they may do.`;
  }
  if (status === undefined) {
    return `The object store at ${endpoint} does not answer (${code ?? name}). Is it running, and is S3_ENDPOINT right?`;
  }
  return `The object store at ${endpoint} fails for bucket ${bucket} (${name}, HTTP ${status}).`;
}

export function nameOf(error: unknown): string | undefined {
  return (error as Failure | undefined)?.name;
}

/** Absent when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return (error as Failure | undefined)?.$metadata?.httpStatusCode;
}
