import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptPush, LocalServer, runHost } from '../../test/host-program.js';

/** What is held beyond the start, in MB, each time after a collection; the flow itself is kept to the end. */
const heap = `
  const used = () => (gc(), process.memoryUsage().heapUsed / 1e6);
  const start = used();
  const held = () => Math.round(used() - start);
  const tenMegabytes = (step) => { for (let i = 0; i < 10; i++) step.capture({ name: 'page', data: String(i).repeat(1e6) }); };`;

describe('what is captured', () => {
  const server = new LocalServer(acceptPush());
  let url: string;
  beforeAll(async () => void (url = await server.start()));
  afterAll(() => server.stop());

  const measured = async (host: string) => {
    const { stdout, stderr } = await runHost(`${heap}\n${host}`, url);
    expect(stderr).toBe('');
    return JSON.parse(stdout) as number[];
  };

  it('is let go of when the flow has been accepted', async () => {
    const [captured, delivered] = await measured(`
      const flow = createFlow('large');
      for (let i = 0; i < 3; i++) flow.step('step ' + i, tenMegabytes);
      const captured = held();
      await flow.finish();
      console.log(JSON.stringify([captured, held(), flow.id.length]));`);
    expect(captured).toBeGreaterThan(25);
    expect(delivered).toBeLessThan(5);
  });

  it('is let go of step by step when the flow is sent while it runs', async () => {
    const heldAfterSteps = await measured(`
      const flow = createFlow('large', { send: 'incremental' });
      const after = [];
      for (let i = 0; i < 3; i++) {
        flow.step('step ' + i, tenMegabytes);
        await flush();
        after.push(held());
      }
      await flow.finish();
      console.log(JSON.stringify(after));`);
    expect(heldAfterSteps).toHaveLength(3);
    for (const megabytes of heldAfterSteps) expect(megabytes).toBeLessThan(5);
  });

  it('is held compressed while the server is away', async () => {
    const [captured, waiting] = await measured(`
      const flow = createFlow('large', { endpoint: 'http://127.0.0.1:1', exitTimeoutMs: 1 });
      flow.step('search', (step) => (tenMegabytes(step), tenMegabytes(step)));
      const captured = held();
      flow.run(() => undefined);
      await flush({ timeoutMs: 1000 });
      console.log(JSON.stringify([captured, held(), flow.id.length]));`);
    expect(captured).toBeGreaterThan(15);
    expect(waiting).toBeLessThan(5);
  });
});
