import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { WireRequest } from './connection.js';

/** Requests that push the same body, each under a new key. */
export function pushing(json: Uint8Array, isGzip = false): () => WireRequest {
  const body = isGzip ? gzipSync(json) : json;
  const coding = isGzip ? 'Content-Encoding: gzip\r\n' : '';
  const start =
    'POST /api/flows HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n' +
    `${coding}Content-Length: ${body.byteLength}\r\nIdempotency-Key: `;
  return () => ({ head: `${start}${randomUUID()}\r\n\r\n`, body });
}

export function getting(path: string, headers: Record<string, string> = {}): WireRequest {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return { head: `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}\r\n` };
}
