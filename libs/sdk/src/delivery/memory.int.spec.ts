import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptPush, LocalServer, runHost } from '../../test/host-program.js';
import type { Counts, Receipt } from '../index.js';

interface Endless extends Pick<Receipt, 'status' | 'warnings'> {
  /** In MB. */
  captured: number;
  observations: Counts;
}

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

  it('stays within its budget in a million captures without an end, and what was dropped is said', async () => {
    const { stdout, stderr } = await runHost(
      `${heap}
      const flow = createFlow('endless', { budget: { memoryBytes: 16 * 1024 * 1024 } });
      const step = flow.createStep('loop');
      for (let turn = 1; turn <= 1_000_000; turn++) step.capture({ name: 'turn', data: { turn, note: 'a note on turn ' + turn } });
      const captured = held();
      const { observations } = counters();
      const { status, warnings } = await flow.finish();
      console.log(JSON.stringify({ captured, observations, status, warnings }));`,
      url,
    );
    expect(stderr).toBe('');
    const { captured, observations, status, warnings } = JSON.parse(stdout) as Endless;
    expect(captured).toBeLessThan(64);
    expect(observations.captured).toBe(1_000_000);
    expect(observations.pending + observations.dropped['over-budget']!).toBe(1_000_000);
    expect(observations.pending).toBeGreaterThan(10_000);
    expect(status).toBe('accepted');
    expect(warnings).toEqual([
      `"loop/turn": recorded ${observations.pending} of 1000000 captures; the budget of 16 MiB for all flows was full.`,
    ]);
  });
});
