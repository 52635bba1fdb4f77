import type { IncomingMessage } from 'node:http';

/** What Flow Trail asks of a store: `BEGIN`, `PART`, `FINISH` and `ABORT` are those of an upload in parts. */
export type S3Operation = 'PUT' | 'GET' | 'HEAD' | 'DELETE' | 'LIST' | 'BEGIN' | 'PART' | 'FINISH' | 'ABORT';

export interface S3Request {
  operation: S3Operation;
  /** Empty: the bucket itself. */
  key: string;
  query: URLSearchParams;
  range: string | undefined;
  body: Buffer;
}

/** Reads a request in path style, its body included. */
export async function readS3Request(incoming: IncomingMessage): Promise<S3Request> {
  const { pathname, searchParams: query } = new URL(incoming.url ?? '/', 'http://stub');
  const [, , ...segments] = pathname.split('/');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    operation: operationOf(incoming.method ?? '', query),
    key: segments.map(decodeURIComponent).join('/'),
    query,
    range: incoming.headers.range,
    body: Buffer.concat(chunks),
  };
}

function operationOf(method: string, query: URLSearchParams): S3Operation {
  if (method === 'GET' && (query.has('list-type') || query.has('uploads'))) return 'LIST';
  if (method === 'POST') return query.has('uploads') ? 'BEGIN' : 'FINISH';
  if (!query.has('uploadId')) return method as S3Operation;
  return method === 'DELETE' ? 'ABORT' : 'PART';
}
