// The static file server that Fastify users have: serves the folder of the file that the command line names.
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { fastify } from 'fastify';

const server = fastify();
await server.register(fastifyStatic, { root: path.dirname(process.argv[2] ?? '') });
process.stdout.write(`ready: ${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
