import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FaultProxy } from './fault-proxy.js';

let echo: Server;
let proxy: FaultProxy;

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  proxy = await FaultProxy.to((echo.address() as AddressInfo).port);
});
afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

async function dial(): Promise<Socket> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1' });
  await once(socket, 'connect');
  return socket;
}

/** What came back until the connection ended, and how it ended. */
async function exchange(text: string): Promise<{ back: string; end: string }> {
  const socket = await dial();
  let back = '';
  socket.on('data', (chunk) => (back += String(chunk)));
  const end = new Promise<string>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')).once('end', () => resolve('end'));
  });
  socket.end(text);
  return { end: await end, back };
}

describe('a fault proxy', () => {
  it('lets everything through as long as nothing is wrong', async () => {
    expect(await exchange('hello')).toEqual({ back: 'hello', end: 'end' });
  });

  it('refuses, and serves again on the same port', async () => {
    const { port } = proxy;
    await proxy.inject({ kind: 'refuse' });
    await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.lift();
    expect(proxy.port).toBe(port);
    expect((await exchange('again')).back).toBe('again');
  });

  it('holds what passes in a black hole until it is lifted', async () => {
    await proxy.inject({ kind: 'blackhole' });
    const held = exchange('held');
    const socket = await dial();
    socket.resetAndDestroy();
    await proxy.lift();
    expect(await held).toEqual({ back: 'held', end: 'end' });
  });

  it('resets a connection after so many bytes', async () => {
    await proxy.inject({ kind: 'limit', bytes: 4, direction: 'toServer' });
    expect((await exchange('123456')).end).toBe('ECONNRESET');
  });

  it('flips one bit in so many bytes, wherever the chunks end', async () => {
    await proxy.inject({ kind: 'corrupt', everyBytes: 3, direction: 'toServer' });
    expect((await exchange('aaaaaaa')).back).toBe('aa`aa`a');
    const head = 'POST /aaa\r\n\r\n';
    expect((await exchange(`${head}aaaaaaa`)).back).toMatch(/^POST \/aaa\r\n\r\n(?=.*`)[a`]{7}$/);
  });

  it('answers in place of the server', async () => {
    await proxy.inject({ kind: 'answer', text: 'somebody else' });
    expect(await exchange('hello')).toEqual({ back: 'somebody else', end: 'end' });
  });

  it('cuts the connection when bytes match, before they are forwarded, and so many times', async () => {
    proxy.after(/COMMIT/, 'toClient', () => 'cut');
    expect((await exchange('begin COMMIT end')).end).toBe('ECONNRESET');
    expect((await exchange('COMMIT')).back).toBe('COMMIT');
  });

  it('finds bytes that come in two chunks', async () => {
    let matches = 0;
    proxy.after(/COMMIT/, 'toServer', () => (matches++, 'pass'));
    const socket = await dial();
    socket.write('COM');
    await once(socket, 'data');
    socket.end('MIT');
    await once(socket, 'close');
    expect(matches).toBe(1);
  });
});
