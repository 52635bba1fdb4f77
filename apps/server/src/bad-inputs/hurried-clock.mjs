// Preloaded into a server under test: every HTTP timeout that it sets passes a hundred times faster.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const faster = 100;
const createServer = http.createServer;

http.createServer = (options, handler) => {
  const server = createServer({ ...options, connectionsCheckingInterval: 20 }, handler);
  const listen = server.listen;
  server.listen = function (...args) {
    server.headersTimeout /= faster;
    server.requestTimeout /= faster;
    return listen.apply(server, args);
  };
  return server;
};
syncBuiltinESMExports();
