import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { acceptPush, LocalServer, runHost, startHost } from '../../test/host-program.js';
import type { Behaviour } from '../../test/host-program.js';

const servers: LocalServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

async function aServer(behaviour: Behaviour) {
  const server = new LocalServer(behaviour);
  servers.push(server);
  return { server, url: await server.start() };
}

/** A port where nothing listens any more. */
async function deadUrl(): Promise<string> {
  const server = new LocalServer(() => undefined);
  const url = await server.start();
  await server.stop();
  return url;
}

const answer =
  (status: number, body = '', headers: Record<string, string> = {}): Behaviour =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);
const faults: [string, string, Behaviour?][] = [
  ['is dead', 'network-error'],
  ['never answers', 'shutdown', () => undefined],
  ['answers 302', 'unexpected-response', answer(302, '', { location: 'http://127.0.0.1:1/login' })],
  ['answers 500', 'unavailable', answer(500, 'oops')],
  ['answers with HTML', 'unexpected-response', answer(200, '<h1>Welcome</h1>', { 'content-type': 'text/html' })],
  ['answers with a wrong digest', 'unexpected-response', acceptPush(() => '0'.repeat(64))],
  ['asks to come back in a minute', 'unavailable', answer(429, '{}', { 'retry-after': '60' })],
  ['resets the connection', 'network-error', (request) => request.socket.resetAndDestroy()],
  [
    'stops in the middle of its answer',
    'network-error',
    (request, response) => {
      response.writeHead(202, { 'content-length': '100' }).write('{');
      setImmediate(() => request.socket.destroy());
    },
  ],
];

/** Limits that would outlive the patience of these tests: whatever they hold up is seen. */
const patient = `{ timeoutMs: 600_000, deadlineMs: 600_000, exitTimeoutMs: 500 }`;
const pipeline = `
  const pipeline = (flow) => flow.run(async () => {
    const found = await flow.step('search', async () => 20);
    return currentFlow().step('rank', () => found + 22);
  });`;

describe.each(faults)('a server that %s', (_, reason, behaviour) => {
  const start = async () => (behaviour ? (await aServer(behaviour)).url : deadUrl());

  it('changes neither the results nor the end of the host, and tells it of the drop', async () => {
    const host = `${pipeline}
      process.exitCode = 3;
      const onDrop = ({ reason, flow }) => console.log(reason, flow.name);
      console.log(await pipeline(createFlow('host', { ...${patient}, onDrop })));`;
    const stdout = `42\n${reason} host\n`;
    expect(await runHost(host, await start())).toMatchObject({ stdout, stderr: '', code: 3, signal: null });
  });

  it('leaves every flow accounted for', async () => {
    const host = `${pipeline}
      process.exitCode = 3;
      const results = await Promise.all(Array.from({ length: 20 }, () => pipeline(createFlow('host', ${patient}))));
      const { receipts, pending } = await shutdown({ timeoutMs: 500 });
      const fates = receipts.map(({ status, reason }) => [status, reason].join());
      console.log(JSON.stringify([results, pending, fates, counters().flows]));`;
    const { stdout, code } = await runHost(host, await start());
    const twenty = (value: unknown) => Array.from({ length: 20 }, () => value);
    const counts = { captured: 20, accepted: 0, pending: 0, dropped: { [reason]: 20 } };
    expect([code, JSON.parse(stdout)]).toEqual([3, [twenty(42), 0, twenty(`dropped,${reason}`), counts]]);
  });

  it('holds up the natural end of the host for no longer than its exit may take', async () => {
    const host = `${pipeline}
      console.log(await pipeline(createFlow('host', ${patient})));
      const end = performance.now();
      process.on('exit', () => console.log(performance.now() - end < 1500 ? 'soon' : performance.now() - end));`;
    expect(await runHost(host, await start())).toMatchObject({ stdout: '42\nsoon\n', stderr: '', code: 0 });
  });

  it('does not disturb a flow that is sent while it runs', async () => {
    const host = `${pipeline}
      console.log(await pipeline(createFlow('host', { ...${patient}, send: 'incremental' })));`;
    expect(await runHost(host, await start())).toMatchObject({ stdout: '42\n', stderr: '', code: 0, signal: null });
  });
});

describe('what the host gave and what then rejects', () => {
  it.each([
    ['onDrop', `createFlow('host', { ...${patient}, maxRetries: 0, onDrop: reject }).run(() => 42)`],
    ['output', `createFlow('host', ${patient}).run((flow) => flow.step('search', () => 42, { output: reject }))`],
    ['input', `createFlow('host', ${patient}).run(() => wrap(() => 42, { name: 'search', input: reject })())`],
  ])('is no unhandled rejection: %s', async (_, run) => {
    const host = `const reject = () => Promise.reject(new Error('broken')); console.log(${run});`;
    expect(await runHost(host, await deadUrl())).toMatchObject({ stdout: '42\n', stderr: '', code: 0 });
  });
});

it('a flow is delivered without the fetch of the runtime, which takes long to load', async () => {
  const { url } = await aServer(acceptPush());
  const host = `
    const flow = createFlow('host', ${patient});
    flow.createStep('search').capture({ name: 'films', data: 'x'.repeat(4000) });
    const { status } = await flow.finish();
    console.log(status, process.moduleLoadList.filter((name) => name.includes('undici')).length);`;
  expect(await runHost(host, url)).toMatchObject({ stdout: 'accepted 0\n', stderr: '', code: 0 });
});

describe('the end of a process', () => {
  const fiftyFlows = `
    for (let i = 0; i < 50; i++) createFlow('flow ' + i, ${patient}).run(() => i);
    setInterval(() => undefined, 1000);`;

  it('waits for what was not awaited, and it arrives', async () => {
    const { server, url } = await aServer(acceptPush());
    const { code } = await runHost(
      `for (let i = 0; i < 50; i++) createFlow('flow ' + i, ${patient}).run(() => i);`,
      url,
    );
    expect([code, new Set(server.flowNames).size]).toEqual([0, 50]);
  });

  it('that the host awaits with finish() comes when the receipt does', async () => {
    const { url } = await aServer(acceptPush());
    const host = `console.log((await createFlow('x', ${patient}).finish()).status); process.exitCode = 4;`;
    expect(await runHost(host, url)).toMatchObject({ stdout: 'accepted\n', code: 4 });
  });

  it('by SIGTERM waits for what is under way, and is one by SIGTERM', async () => {
    const held: (() => void)[] = [];
    const { server, url } = await aServer((...exchange) => void held.push(() => acceptPush()(...exchange)));
    const { child, ended } = startHost(fiftyFlows.replace('exitTimeoutMs: 500', 'exitTimeoutMs: 20_000'), url);
    while (held.length < 4) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGTERM');
    const release = setInterval(() => held.splice(0).forEach((accept) => accept()), 10);
    expect(await ended).toMatchObject({ signal: 'SIGTERM', stderr: '' });
    clearInterval(release);
    expect(new Set(server.flowNames).size).toBe(50);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s comes also where nobody answers', async (signal) => {
    const { server, url } = await aServer(() => undefined);
    const { child, ended } = startHost(fiftyFlows, url);
    while (server.bodies.length < 4) await new Promise((resolve) => setImmediate(resolve));
    child.kill(signal);
    expect(await ended).toMatchObject({ signal, code: null });
  });

  it.each(['on', 'once'])('is left to a host that listens to SIGTERM itself, with %s()', async (listen) => {
    const { url } = await aServer(() => undefined);
    const host = `process.${listen}('SIGTERM', () => setTimeout(() => process.exit(5), 1500)); ${fiftyFlows} console.log('ready');`;
    const { child, ended } = startHost(host, url);
    await once(child.stdout!, 'data');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 5, signal: null });
  });

  it('leaves no listener behind when nothing is under way', async () => {
    const { url } = await aServer(acceptPush());
    const host = `
      const count = () => ['beforeExit', 'SIGTERM', 'SIGINT'].map((event) => process.listenerCount(event)).join();
      createFlow('x', ${patient}).run(() => 1);
      const during = count();
      await flush();
      console.log(during, count());`;
    expect((await runHost(host, url)).stdout).toBe('1,1,1 0,0,0\n');
  });

  it('by process.exit() is at once, and tells the host what it costs', async () => {
    const { url } = await aServer(() => undefined);
    const host = `
      const onDrop = ({ reason, flow }) => console.log(reason, flow.name);
      void createFlow('one', { ...${patient}, onDrop }).finish();
      createFlow('two', { ...${patient}, onDrop, send: 'incremental' }).run(() => 1);
      process.on('exit', () => console.log(JSON.stringify(counters().flows)));
      process.exit(6);`;
    const counts = '{"captured":2,"accepted":0,"pending":0,"dropped":{"shutdown":2}}';
    expect(await runHost(host, url)).toMatchObject({
      code: 6,
      stdout: `shutdown one\nshutdown two\n${counts}\n`,
      stderr: '',
    });
  });
});

describe('flush() and shutdown()', () => {
  it('flush() tells what became of each flow, and what is still under way when its time is up', async () => {
    const { url } = await aServer(
      (request, response, body) => /"hang/.test(body.toString()) || acceptPush()(request, response, body),
    );
    const host = `
      for (const name of ['one', 'two', 'hang']) createFlow(name, ${patient}).run(() => 1);
      const { receipts, pending } = await flush({ timeoutMs: 1000 });
      console.log(receipts.map(({ status }) => status).join(), pending);`;
    expect((await runHost(host, url)).stdout).toBe('accepted,accepted 1\n');
  });

  it('after shutdown() nothing is sent any more, and it can be called again', async () => {
    const { server, url } = await aServer(acceptPush());
    const host = `
      createFlow('before', ${patient}).run(() => 1);
      await Promise.all([shutdown(), shutdown()]);
      const { status, reason } = await createFlow('after', ${patient}).finish();
      console.log(status, reason, JSON.stringify(await shutdown()));`;
    expect((await runHost(host, url)).stdout).toBe('dropped shutdown {"receipts":[],"pending":0}\n');
    expect(server.flowNames).toEqual(['before']);
  });
});
