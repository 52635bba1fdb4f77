// Preloaded into a server under test: every HTTP timeout that it sets passes a hundred times faster.
import http, { type RequestListener, type Server, type ServerOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const faster = 100;
const { createServer } = http;

function createHurriedServer(options: ServerOptions, handler: RequestListener): Server {
  const server = createServer({ ...options, connectionsCheckingInterval: 20 }, handler);
  // Frameworks set some of them after the server is made.
  server.once('listening', () => {
    server.headersTimeout /= faster;
    server.requestTimeout /= faster;
  });
  return server;
}

Object.assign(http, { createServer: createHurriedServer });
syncBuiltinESMExports();
