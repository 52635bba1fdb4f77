import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Push } from '@flow-trail/contracts';

const run = promisify(execFile);
const project = path.join(import.meta.dirname, '..');
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
/** Of the file as published, comments included: about twice what a bundler leaves of it. */
const budget = 11 * 1024;

describe('the published package, installed in an empty folder', () => {
  let folder: string;
  let files: string[];
  let server: Server;
  const pushes: { push: Push; headers: NodeJS.Dict<string | string[]> }[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'flow-trail-sdk-'));
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const { stdout } = await run('npm', pack, { cwd: project, env: environment() });
    const [tarball] = Object.values(
      JSON.parse(stdout) as Record<string, { filename: string; files: { path: string }[] }>,
    );
    files = tarball!.files.map((file) => file.path).sort();
    writeFileSync(path.join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
    const install = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball!.filename}`];
    await run('npm', install, { cwd: folder, env: environment() });
    server = createServer(async (request, response) => {
      const bytes = await buffer(request);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
      const push = JSON.parse(text) as Push;
      pushes.push({ push, headers: request.headers });
      const url = `http://trail.test/flows/${push.flow.id}`;
      const digest = createHash('sha256').update(text).digest('hex');
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: push.flow.id, url, digest, warnings: [] }));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(async () => {
    await new Promise((closed) => server.close(closed));
    rmSync(folder, { recursive: true });
  });

  /** Runs a module there; rejects when it fails or does not end. */
  const runModule = async (source: string) => {
    writeFileSync(path.join(folder, 'main.js'), source);
    const { port } = server.address() as AddressInfo;
    const env = environment({ FLOW_TRAIL_URL: `http://127.0.0.1:${port}` });
    return (await run(process.execPath, ['main.js'], { cwd: folder, env, timeout: 20_000 })).stdout;
  };

  it('holds the code, the types, the licence and the readme', () => {
    expect(files).toEqual(['LICENSE', 'README.md', 'dist/index.d.ts', 'dist/index.js', 'package.json']);
  });

  it('brings nothing else along', () => {
    const lock = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
    expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/@flow-trail/sdk']);
  });

  it.each(['dist/index.js', 'dist/index.d.ts'])('%s imports nothing', (file) => {
    const text = readFileSync(path.join(folder, 'node_modules/@flow-trail/sdk', file), 'utf8');
    expect(text).not.toMatch(/\bfrom ["']|\bimport\s*[("']|\brequire\(|@flow-trail\/contracts|node:/);
  });

  it(`is no larger than ${budget} bytes compressed`, () => {
    const code = readFileSync(path.join(folder, 'node_modules/@flow-trail/sdk/dist/index.js'));
    expect(gzipSync(code).length).toBeLessThanOrEqual(budget);
  });

  it("runs the readme's snippet as printed", async () => {
    const readme = readFileSync(path.join(folder, 'node_modules/@flow-trail/sdk/README.md'), 'utf8');
    const stdout = await runModule(/```js\n(.*?)```/s.exec(readme)![1]!);
    const { push, headers } = pushes.at(-1)!;
    expect(stdout).toBe(`accepted http://trail.test/flows/${push.flow.id}\n`);
    expect(headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(push.steps).toMatchObject([{ name: 'search', status: 'completed', observations: [{ name: 'films' }] }]);
  });

  it('delivers a large flow compressed', async () => {
    await runModule(`
      import { createFlow } from '@flow-trail/sdk';
      const flow = createFlow('large');
      flow.createStep('search').capture({ name: 'films', data: Array.from({ length: 20_000 }, (_, id) => ({ id, title: 'ü' })) });
      await flow.finish();`);
    const { push, headers } = pushes.at(-1)!;
    expect(headers['content-encoding']).toBe('gzip');
    expect(push.steps[0]!.observations[0]!.data).toHaveLength(20_000);
  });

  it('really aborts a request that gets no answer', async () => {
    const stdout = await runModule(`
      import { createServer } from 'node:http';
      import { createFlow } from '@flow-trail/sdk';
      let aborted;
      const closed = new Promise((resolve) => (aborted = resolve));
      const silent = createServer((request) => request.socket.on('close', aborted)).listen(0, '127.0.0.1', async () => {
        const endpoint = 'http://127.0.0.1:' + silent.address().port;
        const receipt = await createFlow('silent', { endpoint, timeoutMs: 200, maxRetries: 0 }).finish();
        await closed;
        console.log(receipt.reason);
        silent.close();
      });`);
    expect(stdout).toBe('timeout\n');
  });

  it('does not keep a process alive that never finishes its flow', async () => {
    const stdout = await runModule(`
      import { createFlow } from '@flow-trail/sdk';
      createFlow('abandoned').createStep('search').capture({ name: 'films', data: [1] });
      console.log('end');`);
    expect(stdout).toBe('end\n');
  });

  it('keeps a process alive until its flow is delivered, and no longer', async () => {
    const before = pushes.length;
    // A timer left behind would outlive the patience of this test.
    await runModule(`
      import { createFlow } from '@flow-trail/sdk';
      void createFlow('last words', { timeoutMs: 600_000, deadlineMs: 600_000 }).finish();`);
    expect(pushes.slice(before).map(({ push }) => push.flow.name)).toEqual(['last words']);
  });

  const check = async (source: string, options: Record<string, unknown>) => {
    writeFileSync(path.join(folder, 'consumer.ts'), source);
    const strict = { strict: true, noEmit: true, skipLibCheck: false, types: [], target: 'es2022', ...options };
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: strict, files: ['consumer.ts'] }),
    );
    return run(process.execPath, [compiler, '-p', folder], { env: environment() }).then(
      () => 'compiles',
      (failure: { stdout: string }) => failure.stdout,
    );
  };
  const consumer = `
    import { createFlow, FlowTrailError } from '@flow-trail/sdk';
    import type { DecisionDeclaration, Flow, FlowOptions, Receipt, Step } from '@flow-trail/sdk';
    const options: FlowOptions = { tags: ['friday'], timeoutMs: 1000 };
    const decision: DecisionDeclaration = { candidate: 'id', rules: { rating: { actual: 'rating', op: '>=', threshold: 7 } } };
    const flow: Flow = createFlow('movie-night', options);
    const step: Step = flow.createStep('filters').capture({ name: 'films', data: [], queryable: { id: 'number' }, decision });
    step.finish({ status: 'completed', metrics: { cost: 1 } });
    export const receipt: Receipt = await flow.finish({ output: 1 });
    export const code: FlowTrailError['code'] | undefined = receipt.error?.code;`;

  it.each<[string, Record<string, unknown>]>([
    ['Node', { module: 'nodenext', lib: ['es2022', 'dom'] }],
    ['a bundler', { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'] }],
    ['a program without the types of Node or the DOM', { module: 'nodenext', lib: ['es2022'] }],
  ])('type-checks for %s', async (_, options) => {
    expect(await check(consumer, options)).toBe('compiles');
  });

  it('does not type-check a mistake', async () => {
    const mistake = `import { createFlow } from '@flow-trail/sdk'; createFlow('x').createStep('s').capture({ name: 'n', data: 1, role: 'side' });`;
    expect(await check(mistake, { module: 'nodenext', lib: ['es2022'] })).toMatch(/'"side"' is not assignable/);
  });
});

/** Without the test runner's own settings. */
function environment(more: Record<string, string> = {}): Record<string, string | undefined> {
  const { PATH, HOME } = globalThis.process.env;
  return { PATH, HOME, ...more };
}
