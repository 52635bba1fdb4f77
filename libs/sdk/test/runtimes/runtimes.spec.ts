import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptPush, LocalServer } from '../host-program.js';
import { environment, installPackedSdk, run } from '../packed-sdk.js';
import { nodeBinary } from './node-binary.js';

const versions = ['18.20.8', '20.20.2', '22.23.3', '24.21.0'];

/** Everything in which runtimes differ: context, streams, compression, digests, randomness, timers and sockets. */
const program = `
import { createRequire } from 'node:module';
import { createFlow, currentFlow, currentStep, flush } from '@flow-trail/sdk';

const required = createRequire(import.meta.url)('@flow-trail/sdk');
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
const one = (name) => createFlow(name).run(async () => {
  await turn();
  return currentFlow().step('search', async () => (await turn(), currentFlow().name + currentStep().name));
});
const names = await Promise.all(['a-', 'b-'].map(one));

const large = required.createFlow('large', { input: 'x'.repeat(5000) });
const films = Array.from({ length: 30_000 }, (_, id) => ({ id, title: 'ü film ' + id, note: 'x'.repeat(20) }));
large.createStep('search').capture({ name: 'films', data: films }).finish();
const { status, error } = await large.finish();

const live = createFlow('live', { send: 'incremental' });
await live.step('one', turn);
const { pending } = await flush();
console.log(JSON.stringify([process.versions.node, names, status, error?.message, (await live.finish()).status, pending]));
createFlow('unawaited').run(() => 1);
`;

describe('the published package', () => {
  let folder: string;
  let endpoint: string;
  const server = new LocalServer(acceptPush());

  beforeAll(async () => {
    [{ folder }, endpoint] = await Promise.all([installPackedSdk(), server.start()]);
    writeFileSync(path.join(folder, 'main.js'), program);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it.each(versions)('works on Node %s', async (version) => {
    const env = environment({ FLOW_TRAIL_URL: endpoint });
    server.bodies.length = 0;
    const { stdout } = await run(await nodeBinary(version), ['main.js'], { cwd: folder, env, timeout: 30_000 });
    expect(JSON.parse(stdout)).toEqual([version, ['a-search', 'b-search'], 'accepted', null, 'accepted', 0]);
    expect([...new Set(server.flowNames)].sort()).toEqual(['a-', 'b-', 'large', 'live', 'unawaited']);
  });
});
