import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Connection } from './connection.js';
import { getting } from './requests.js';

let server: Server | undefined;
afterEach(() => void server?.close());

async function answering(answer: (socket: Socket) => void): Promise<Connection> {
  server = createServer((socket) => socket.on('error', () => undefined).on('data', () => answer(socket)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return Connection.open((server.address() as AddressInfo).port);
}

describe('a connection of the load', () => {
  it('understands answers that come in pieces, one after the other', async () => {
    const connection = await answering((socket) => {
      socket.write('HTTP/1.1 202 Accepted\r\ncontent-le');
      setImmediate(() => socket.write('ngth: 5\r\n\r\nhe'));
      setTimeout(() => socket.write('llo'), 1);
    });
    for (let time = 0; time < 2; time++) {
      const answer = await connection.send({ ...getting('/'), isBodyKept: true });
      expect([answer.status, answer.body.toString()]).toEqual([202, 'hello']);
    }
    connection.close();
  });

  it.each([
    ['that is cut', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhe', /closed/],
    ['without a length', 'HTTP/1.1 200 OK\r\n\r\nhe', /Content-Length/],
  ])('fails over an answer %s', async (_what, text, message) => {
    const connection = await answering((socket) => socket.end(text));
    await expect(connection.send(getting('/'))).rejects.toThrow(message);
  });
});
