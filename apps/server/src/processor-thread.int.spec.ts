import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config/environment.js';
import { ProcessorThread } from './processor-thread.js';
import { AcceptLoad } from './queue/accept-load.js';

// Nothing listens on port 1.
const data = {
  config: readConfig({ LOG_LEVEL: 'error' }),
  databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing',
  acceptMemory: new AcceptLoad().memory,
};

/** A thread that is ready at once, and fails or stops when it is told to. */
const script = (then: string): URL =>
  new URL(
    `data:text/javascript,import { parentPort } from 'node:worker_threads';
     parentPort.once('message', () => process.exit()); parentPort.postMessage('ready'); ${then}`,
  );

describe('the thread of the processor', () => {
  it('says why it does not start, and leaves nothing running', async () => {
    const thread = new ProcessorThread(data, () => undefined);
    await expect(thread.start()).rejects.toThrow(/The processor did not start: .*ECONNREFUSED/s);
    await thread.stop();
  });

  it('is started again when it dies, and says so', async () => {
    const lines: string[] = [];
    const thread = await new Promise<ProcessorThread>((resolve) => {
      const failing = script("setTimeout(() => { throw new Error('out of order') }, 10);");
      const mortal = new ProcessorThread(data, (line) => void (lines.push(line) === 2 && resolve(mortal)), failing);
      void mortal.start();
    });
    await thread.stop();
    for (const line of lines) expect(line).toMatch(/ended unexpectedly and is started again: Error: out of order/);
  });

  it('is started again when it says that it gets nowhere', async () => {
    const report = JSON.stringify({ metrics: [], trouble: 'Pushes wait.' });
    const lines: string[] = [];
    const thread = await new Promise<ProcessorThread>((resolve) => {
      const stuck = script(`parentPort.postMessage(${report}); setInterval(() => {}, 1000);`);
      const wedged = new ProcessorThread(data, (line) => void (lines.push(line) === 1 && resolve(wedged)), stuck);
      void wedged.start();
    });
    expect(thread.trouble).toBe('Pushes wait.');
    await thread.stop();
    expect(lines).toEqual(['The processor ended unexpectedly and is started again: Pushes wait.']);
  });

  it('is not started again when it was told to stop', async () => {
    const lines: string[] = [];
    const thread = new ProcessorThread(data, (line) => lines.push(line), script(''));
    await thread.start();
    await thread.stop();
    expect(lines).toEqual([]);
  });
});
