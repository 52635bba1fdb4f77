// The least that keeps a push: one INSERT of digest and decoded body for each request. DELETE forgets them all.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { fastify } from 'fastify';
import pg from 'pg';

const inflate = promisify(gunzip);
const pool = new pg.Pool({ connectionString: process.argv[2], max: 12 });
await pool.query(
  'create table if not exists bare_push (id uuid primary key, digest bytea not null, body bytea not null)',
);
await pool.query('alter table bare_push alter column body set storage external');

const server = fastify({ bodyLimit: Number.MAX_SAFE_INTEGER });
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/api/flows', async ({ headers, body: sent }, reply) => {
  const body = headers['content-encoding'] === 'gzip' ? await inflate(sent as Buffer) : (sent as Buffer);
  const digest = createHash('sha256').update(body).digest();
  await pool.query('insert into bare_push values ($1, $2, $3)', [headers['idempotency-key'], digest, body]);
  return reply.code(202).send({ digest: digest.toString('hex') });
});
server.delete('/api/flows', async () => {
  await pool.query('truncate bare_push');
  return { left: 0 };
});
process.stdout.write(`ready: ${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
