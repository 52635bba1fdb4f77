import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowDocument, FlowStatus } from '@flow-trail/contracts';
import { createFlow } from '@flow-trail/sdk';
import { TestClient } from '@flow-trail/testing';
import { killWhenPrinted, startServer, type Server } from './programs.js';

/** Waits for ever in its third of five steps. */
const crashing = `
  import { createFlow, flush } from '@flow-trail/sdk';
  const flow = createFlow('crash', { send: 'incremental', heartbeatSeconds: 1 });
  for (const i of [1, 2, 3, 4, 5])
    await flow.step('step ' + i, async (step) => {
      step.capture({ name: 'number', data: [{ i }] });
      if (i < 3) return;
      await flush();
      console.log('third: ' + flow.id);
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;

describe('a process that is killed in its third of five steps', () => {
  let server: Server;
  let client: TestClient;
  let id: string;

  beforeAll(async () => {
    server = await startServer();
    client = new TestClient(server.url);
    id = await killWhenPrinted(crashing, server.url, /third: (\S+)/);
  });
  afterAll(() => server?.stop());

  const steps = ({ steps: all }: FlowDocument) =>
    all.map(({ name, status, observations }) => [name, status, observations.length]);
  const becomes = (status: FlowStatus) => client.readable(id, ({ flow }) => flow.status === status);

  it('leaves the two that it had finished, readable', async () => {
    expect(steps(await client.readable(id, (document) => document.steps.length === 3))).toEqual([
      ['step 1', 'completed', 1],
      ['step 2', 'completed', 1],
      ['step 3', 'running', 0],
    ]);
  });

  it('is shown as interrupted once it has missed three signs of life, until a later push revives it', async () => {
    await becomes('interrupted');
    const flow = createFlow('crash', {
      id,
      attempt: 1,
      endpoint: server.url,
      send: 'incremental',
      heartbeatSeconds: 60,
    });
    await becomes('running');
    expect((await flow.finish()).status).toBe('accepted');
    await becomes('completed');
  });
});
