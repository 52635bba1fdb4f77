// The least that makes flows readable: compress the data, write one object, insert the rows of a flow in one transaction. A loop, not a
// server that keeps promises: nothing is claimed, verified, merged or told. GET /write/{count} answers when that many are written.
import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import pg from 'pg';
import { readRowTemplate, type RowTemplate } from './flow-rows.js';
import { openObjects, type ObjectPlace } from './object-writes.js';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';

/** As the server has them. */
const concurrency = 4;
const gzipLevel = 1;
const poolBytes = 64 * 1024;

const { databaseUrl, objects } = JSON.parse(process.argv[2] ?? '') as { databaseUrl: string; objects: ObjectPlace };
const pool = new pg.Pool({ connectionString: databaseUrl, max: concurrency });
const put = openObjects(objects);
const gzipInPool = promisify(gzip);

async function writeFlow(parts: Buffer[], rows: RowTemplate): Promise<void> {
  const members: Buffer[] = [];
  for (const part of parts) {
    const isSmall = part.length < poolBytes;
    members.push(isSmall ? gzipSync(part, { level: gzipLevel }) : await gzipInPool(part, { level: gzipLevel }));
  }
  await put(randomUUID(), Buffer.concat(members));
  await rows.insert(pool);
}

let parts: Buffer[] = [];
const server = fastify({ bodyLimit: Number.MAX_SAFE_INTEGER });
server.post<{ Body: { steps: { observations: { data: unknown }[] }[] } }>('/flow', async ({ body }) => {
  parts = body.steps.flatMap(({ observations }) => observations.map(({ data }) => Buffer.from(JSON.stringify(data))));
  return { parts: parts.length };
});
server.get<{ Params: { count: string } }>('/write/:count', async ({ params }) => {
  const rows = await readRowTemplate(pool);
  let left = Number(params.count);
  const start = performance.now();
  const loop = async (): Promise<void> => {
    while (left-- > 0) await writeFlow(parts, rows);
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  return { seconds: (performance.now() - start) / 1000 };
});
process.stdout.write(`ready: ${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
