import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import type { Push } from '@flow-trail/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptPush, LocalServer } from '../test/host-program.js';
import { environment, installPackedSdk, run } from '../test/packed-sdk.js';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
/** What a bundler leaves of the browser's files, compressed: what a page waits for, and what is loaded after it. */
const budgets = { entry: 12_000, sending: 13_000 };
const exported = 'FlowTrailError, counters, createFlow, currentFlow, currentStep, deterministic, flush, shutdown, wrap';
/** Node runs the browser's files too. */
const page = `import { ${exported} } from './node_modules/@flow-trail/sdk/dist/index.js';`;

describe('the published package, installed in an empty folder', () => {
  let folder: string;
  let tarball: string;
  let files: string[];
  let url: string;
  const server = new LocalServer(acceptPush());

  beforeAll(async () => {
    [{ folder, tarball, files }, url] = await Promise.all([installPackedSdk(), server.start()]);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs a module there; rejects when it fails or does not end. */
  const runModule = async (source: string) => {
    writeFileSync(path.join(folder, 'main.js'), source);
    const env = environment({ FLOW_TRAIL_URL: url });
    return (await run(process.execPath, ['main.js'], { cwd: folder, env, timeout: 20_000 })).stdout;
  };

  it('holds the code, the types, the licence and the readme', () => {
    expect(files).toEqual([
      ...['LICENSE', 'README.md', 'dist/index.d.cts', 'dist/index.d.ts'],
      ...['dist/index.js', 'dist/node.cjs', 'dist/node.js', 'dist/sending.js', 'dist/shared.js', 'package.json'],
    ]);
  });

  it('brings nothing else along', () => {
    const lock = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
    expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/@flow-trail/sdk']);
  });

  const textOf = (file: string) => readFileSync(path.join(folder, 'node_modules/@flow-trail/sdk', file), 'utf8');
  const importsOf = (text: string) =>
    [...text.matchAll(/\bfrom ["']([^"']+)|\bimport\s*\(?\s*["']([^"']+)|\brequire\(["']([^"']+)/g)].map(
      ([, ...specifiers]) => specifiers.find(Boolean),
    );

  it('imports nothing in browsers and in its types, and nothing but Node itself on Node', () => {
    const ofBrowser = ['index.js', 'sending.js', 'shared.js', 'index.d.ts', 'index.d.cts'];
    const imported = ofBrowser.flatMap((file) => importsOf(textOf(`dist/${file}`)));
    expect(imported.filter((specifier) => !['./sending.js', './shared.js'].includes(specifier!))).toEqual([]);
    expect(importsOf(textOf('dist/node.js'))).toEqual(['./node.cjs']);
    const ofNode = importsOf(textOf('dist/node.cjs'));
    expect(ofNode.filter((specifier) => !specifier?.startsWith('node:'))).toEqual([]);
  });

  it('is small in a page, and smaller until it sends', async () => {
    const bundle = `
      import { gzipSync } from 'node:zlib';
      import { rolldown } from 'rolldown';
      const [input] = process.argv.slice(1);
      const { output } = await (await rolldown({ input, preserveEntrySignatures: false })).generate({ minify: true });
      const sizes = output.map(({ isEntry, code }) => [isEntry ? 'entry' : 'sending', gzipSync(code, { level: 9 }).length]);
      process.stdout.write(JSON.stringify(sizes));`;
    writeFileSync(path.join(folder, 'page.js'), `${page}\nglobalThis.sdk = [${exported}];`);
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '-e', bundle, path.join(folder, 'page.js')],
      {
        cwd: import.meta.dirname,
        env: environment(),
      },
    );
    const sizes = JSON.parse(stdout) as [keyof typeof budgets, number][];
    expect(sizes.map(([name]) => name)).toEqual(['entry', 'sending']);
    expect(sizes.filter(([name, bytes]) => bytes < 4096 || bytes > budgets[name])).toEqual([]);
  });

  it('sends from a page, with what it loads after the start', async () => {
    const stdout = await runModule(`${page}
      const flow = createFlow('page', { endpoint: ${JSON.stringify(url)} });
      flow.step('search', (step) => step.filter('kept', [1, 2, 3], { candidate: (id) => id, rules: { odd: (id) => id % 2 === 1 } }));
      const { status } = await flow.finish();
      const { receipts } = await flush();
      console.log(status, receipts.length, counters().flows.accepted);`);
    expect(stdout).toBe('accepted 0 1\n');
    expect(lastPush().steps).toMatchObject([{ name: 'search', observations: [{ name: 'kept' }] }]);
  });

  it('takes what a page captures before the rest is loaded: in its order, as it was, and within the budget', async () => {
    const stdout = await runModule(`${page}
      const budget = { memoryBytes: 64 * 1024 };
      const drops = new Set();
      const onDrop = ({ reason, step, observation }) => drops.add([reason, step, observation].join());
      const flow = createFlow('page', { endpoint: ${JSON.stringify(url)}, budget, onDrop });
      const step = flow.createStep('  search  ', { iteration: -1 });
      const films = [{ id: 1 }];
      step.capture({ name: 'films', data: films }).finish({ status: 'failed', reason: 'as planned', metrics: { cost: 1 } });
      films[0].id = 2;
      const loop = flow.createStep('loop');
      for (let page = 0; page < 1_000_000; page++) loop.capture({ name: 'page', data: { page } });
      flow.set({ tags: ['friday'], metadata: { of: 'page' }, output: 7 });
      const { status, warnings } = await flow.finish();
      const { captured, accepted, pending, dropped } = counters().observations;
      console.log(JSON.stringify([status, [...drops], captured, accepted + dropped['over-budget'], pending, warnings]));`);
    const [search, loop] = lastPush().steps;
    const pages = loop!.observations.slice(0, -1);
    expect(pages.map(({ data }) => data)).toEqual(pages.map((_, page) => ({ page })));
    expect(pages.length).toBeGreaterThan(50);
    expect(pages.length * 512).toBeLessThan(64 * 1024);
    expect(JSON.parse(stdout)).toEqual([
      'accepted',
      ['over-budget,loop,page'],
      1_000_001,
      1_000_001,
      0,
      [
        'Not all was recorded: the page had not loaded the rest of the SDK.',
        'The iteration of step "  search  " was ignored: it must be a whole number from 1 to 1000000.',
        expect.stringContaining(
          `"loop/page": recorded ${pages.length} of 1000000 captures; the page had not loaded the rest`,
        ),
      ],
    ]);
    expect(search).toMatchObject({
      ...{ iteration: 1, status: 'failed', reason: 'as planned', metrics: { cost: 1 } },
      observations: [{ name: 'films', data: [{ id: 1 }] }],
    });
    expect(lastPush().flow).toMatchObject({ tags: ['friday'], metadata: { of: 'page' }, output: 7 });
  });

  it('takes the trace context that is active in a page when the flow is made, whatever is when the rest is loaded', async () => {
    await runModule(`${page}
      const spanOf = (digit) => ({ spanContext: () => ({ traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags: 1 }) });
      const contextOf = (span) => ({ getValue: (key) => (key === Symbol.for('OpenTelemetry Context Key SPAN') ? span : undefined) });
      let active = contextOf(spanOf('a'));
      globalThis[Symbol.for('opentelemetry.js.api.1')] = { context: { active: () => active } };
      const flow = createFlow('page', { endpoint: ${JSON.stringify(url)} });
      active = contextOf(spanOf('b'));
      await flow.finish();`);
    expect(lastPush().flow.traceparent).toBe(`00-${'a'.repeat(32)}-${'a'.repeat(16)}-01`);
  });

  it('gives a page the results of every helper at once, and records them when the rest is loaded', async () => {
    const stdout = await runModule(`${page}
      const flow = createFlow('page', { endpoint: ${JSON.stringify(url)} });
      const step = flow.createStep('choose');
      const kept = step.filter('filter', [1, 2, 3], { candidate: (id) => id, rules: { odd: (id) => id % 2 === 1 } });
      const ranked = step.rank('rank', kept, { candidate: (id) => id, score: (id) => id });
      const judged = step.judge('judge', ranked, (id) => id * 2, { candidate: (id) => id, score: 'answer' });
      const chosen = step.select('select', ranked, { candidate: (id) => id, chosen: ranked[0] });
      const answers = (await judged).kept.map(({ answer }) => answer);
      const { status } = await flow.finish();
      console.log(JSON.stringify([kept, ranked, answers, chosen, status]));`);
    expect(JSON.parse(stdout)).toEqual([[1, 3], [3, 1], [6, 2], 3, 'accepted']);
    const observations = lastPush().steps[0]!.observations;
    expect(observations.map(({ name }) => name)).toEqual(['filter', 'rank', 'select', 'judge']);
    expect(observations.map(({ decision }) => decision?.outcome)).toEqual(Array.from({ length: 4 }, () => 'outcome'));
  });

  it('refuses a wrong option in a page, and says what it must be as soon as that is loaded', async () => {
    const stdout = await runModule(`${page}
      const refusal = () => { try { createFlow('page', { timeoutMs: -1 }); } catch (error) { return error.message; } };
      console.log(refusal());
      await createFlow('page', { endpoint: ${JSON.stringify(url)} }).finish();
      console.log(refusal());`);
    expect(stdout.split('\n')).toEqual([
      'createFlow: timeoutMs must be as documented, received -1.',
      'createFlow: timeoutMs must be a number of milliseconds above 0 and below 2147483648, received -1.',
      '',
    ]);
  });

  it('drops the flow where the page cannot load what sends it, and harms nothing', async () => {
    const copy = path.join(folder, 'without-sending');
    cpSync(path.join(folder, 'node_modules/@flow-trail/sdk/dist'), copy, { recursive: true });
    rmSync(path.join(copy, 'sending.js'));
    const stdout = await runModule(`${page.replace('./node_modules/@flow-trail/sdk/dist', './without-sending')}
      const judging = createFlow('page');
      const { kept } = await judging.createStep('judge').judge('scores', [1, 2], (id) => id * 2, { candidate: (id) => id });
      console.log(JSON.stringify(kept));
      console.log((await judging.finish()).reason, JSON.stringify(counters().observations));
      console.log(createFlow('page', { onDrop: ({ reason }) => console.log(reason) }).run(() => 42));
      const { status, reason, error } = await createFlow('page').finish();
      console.log(status, reason, /Is it served with the page/.test(error.message), (await flush()).pending);
      console.log(JSON.stringify(counters().flows));`);
    expect(stdout.split('\n')).toEqual([
      '[{"item":1,"answer":2},{"item":2,"answer":4}]',
      'not-prepared {"captured":1,"accepted":0,"pending":0,"dropped":{"over-budget":1}}',
      '42',
      'not-prepared',
      'dropped not-prepared true 0',
      '{"captured":3,"accepted":0,"pending":0,"dropped":{"not-prepared":3}}',
      '',
    ]);
  });

  it('has types that fit its code, however it is imported', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    expect(analysis).toMatchObject({ types: { kind: 'included' }, problems: [] });
  });

  it('is one, whether it is imported or required', async () => {
    const stdout = await runModule(`
      import { createRequire } from 'node:module';
      import { createFlow, currentFlow } from '@flow-trail/sdk';
      const required = createRequire(import.meta.url)('@flow-trail/sdk');
      createFlow('one').run((flow) => console.log(required.currentFlow() === flow, required.createFlow === createFlow));`);
    expect(stdout).toBe('true true\n');
  });

  const lastPush = () => JSON.parse(server.bodies.at(-1)!) as Push;

  it("runs the readme's snippet as printed", async () => {
    const stdout = await runModule(/```js\n(.*?)```/s.exec(textOf('README.md'))![1]!);
    const push = lastPush();
    expect(stdout).toBe(`accepted http://trail.test/flows/${push.flow.id}\n`);
    expect(push.steps).toMatchObject([{ name: 'search', status: 'completed', observations: [{ name: 'films' }] }]);
  });

  it('delivers a large flow compressed', async () => {
    await runModule(`
      import { createFlow } from '@flow-trail/sdk';
      const flow = createFlow('large');
      flow.createStep('search').capture({ name: 'films', data: Array.from({ length: 20_000 }, (_, id) => ({ id, title: 'ü' })) });
      await flow.finish();`);
    expect(lastPush().steps[0]!.observations[0]!.data).toHaveLength(20_000);
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
    const before = server.bodies.length;
    // A timer left behind would outlive the patience of this test.
    await runModule(`
      import { createFlow } from '@flow-trail/sdk';
      void createFlow('last words', { timeoutMs: 600_000, deadlineMs: 600_000 }).finish();`);
    expect(server.flowNames.slice(before)).toEqual(['last words']);
  });

  const check = async (sources: readonly string[], options: Record<string, unknown>) => {
    const files = sources.map((_, at) => `consumer-${at}.ts`);
    sources.forEach((source, at) => writeFileSync(path.join(folder, files[at]!), source));
    const strict = { strict: true, noEmit: true, skipLibCheck: false, types: [], target: 'es2022', ...options };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: strict, files }));
    return run(process.execPath, [compiler, '-p', folder], { env: environment() }).then(
      () => 'compiles',
      (failure: { stdout: string }) => failure.stdout,
    );
  };
  const consumer = `
    import { createFlow, FlowTrailError, wrap } from '@flow-trail/sdk';
    import type { DecisionDeclaration, Flow, FlowOptions, Receipt, Step } from '@flow-trail/sdk';
    const options: FlowOptions = { tags: ['friday'], timeoutMs: 1000 };
    const decision: DecisionDeclaration = { candidate: 'id', rules: { rating: { actual: 'rating', op: '>=', threshold: 7 } } };
    const flow: Flow = createFlow('movie-night', options);
    const step: Step = flow.createStep('filters').capture({ name: 'films', data: [], queryable: { id: 'number' }, decision });
    step.finish({ status: 'completed', metrics: { cost: 1 } });
    export const receipt: Receipt = await flow.finish({ output: 1 });
    export const code: FlowTrailError['code'] | undefined = receipt.error?.code;
    const ask = wrap((question: string, tries?: number) => question, { input: (question, tries) => [question, tries] });
    export const answer: string = ask('why?');`;

  it.each<[string, Record<string, unknown>]>([
    ['Node', { module: 'nodenext', lib: ['es2022', 'dom'] }],
    [
      'a program that tells undefined from absent',
      { module: 'nodenext', lib: ['es2022'], exactOptionalPropertyTypes: true },
    ],
    ['a bundler', { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'] }],
    ['a program without the types of Node or the DOM', { module: 'nodenext', lib: ['es2022'] }],
  ])('type-checks for %s', async (_, options) => {
    expect(await check([consumer], options)).toBe('compiles');
  });

  /** What the snippets of the documentation take for granted. */
  const surroundings = `
    import type { Flow, Step } from '@flow-trail/sdk';
    declare global {
      interface Film { id: number; title: string; rating: number; votes: number; weight: number }
      const console: { log(...said: unknown[]): void };
      const flow: Flow, step: Step, films: Film[], request: string, question: string, chunks: { id: string }[];
      function fits(film: Film, request: string): boolean;
      function askModel(request: string): Promise<{ tokens: number }>;
      function askModel(film: Film, request: string): Promise<{ relevance: number; why: string }>;
      function search(words: { tokens: number }): Promise<Film[]>;
      function choose(films: Film[]): Film;
      function masked(value: unknown): unknown;
      function findContext(flow: Flow, question: string, chunks: { id: string }[], words: number): { id: string }[];
    }`;

  it.each(['README.md', 'libs/sdk/README.md', 'docs/sdk.md'])('type-checks the snippets of %s', async (file) => {
    const page = readFileSync(path.join(import.meta.dirname, '../../..', file), 'utf8');
    // What is exported there is part of a program that is compiled.
    const snippets = [...page.matchAll(/^```(?:js|ts)\n(?!export)(.*?)^```/gms)].map(([, snippet = '']) => snippet);
    const modules = snippets.map((snippet) =>
      snippet.startsWith('import') ? snippet : `import { createFlow } from '@flow-trail/sdk';\n${snippet}\nexport {};`,
    );
    expect(modules).not.toEqual([]);
    expect(await check([surroundings, ...modules], { module: 'nodenext', lib: ['es2022'] })).toBe('compiles');
  });

  it('does not type-check a mistake', async () => {
    const mistake = `import { createFlow } from '@flow-trail/sdk'; createFlow('x').createStep('s').capture({ name: 'n', data: 1, role: 'side' });`;
    expect(await check([mistake], { module: 'nodenext', lib: ['es2022'] })).toMatch(/'"side"' is not assignable/);
  });
});
