import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { endConnections } from './end-connections.js';

describe('a server that stops', () => {
  it.each(['before its head', 'after its head'])(
    'answers what is under way, stopped %s, and does not wait for a client that keeps its connection',
    async (moment) => {
      const fastify = Fastify({ forceCloseConnections: 'idle', keepAliveTimeout: 72_000 });
      endConnections(fastify);
      let arrived = (): void => undefined;
      const isHere = new Promise<void>((resolve) => (arrived = resolve));
      let finish = (): void => undefined;
      fastify.get('/', async (_request, reply) => {
        const finished = new Promise<void>((resolve) => (finish = resolve));
        if (moment === 'after its head') reply.raw.writeHead(200).flushHeaders();
        arrived();
        await finished;
        if (!reply.raw.headersSent) return 'done';
        reply.hijack().raw.end('done');
        return reply;
      });
      await fastify.listen({ port: 0, host: '127.0.0.1' });
      const { port } = fastify.server.address() as AddressInfo;
      const agent = new Agent({ keepAlive: true });
      const asked = request({ port, host: '127.0.0.1', agent }).end();
      const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
      await isHere;
      const closed = fastify.close();
      await new Promise(setImmediate);
      finish();
      const [response] = await answered;
      expect((await response.toArray()).join('')).toBe('done');
      await closed;
      agent.destroy();
    },
  );
});
