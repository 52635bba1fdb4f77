import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FlowDocument, PushAccepted } from '@flow-trail/contracts';
import { fuzzCases, type FuzzCase } from './fuzz-cases.behaviour.js';
import { expectUnharmed, settled, startLiveServer, type LiveServer } from './live-server.behaviour.js';
import { head, sendRaw, type RawAnswer } from './raw-http.behaviour.js';

/* eslint-disable no-restricted-syntax -- more of them are asked for by hand: FUZZ_RUNS=5000 FUZZ_SEED=7 */
const runs = Number(process.env['FUZZ_RUNS'] ?? 250);
const seeds = process.env['FUZZ_SEED']?.split(',').map(Number) ?? [20_261_123, 4];
/* eslint-enable no-restricted-syntax */
const together = 8;
/** Catches what hangs, not what is slow. */
const mostMilliseconds = 10_000;

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer();
});
afterAll(() => server?.stop());

/** What is wrong with how the server took it: undefined when nothing is. */
async function complaint({ headers, body }: FuzzCase, statuses: number[]): Promise<string | undefined> {
  const start = performance.now();
  const [answer] = await sendRaw(
    server.port,
    Buffer.concat([Buffer.from(head('POST /api/flows', headers), 'latin1'), body]),
  );
  if (!answer) return 'no answer';
  statuses.push(answer.status);
  if (performance.now() - start > mostMilliseconds) return `answered after ${performance.now() - start} ms`;
  if (answer.status === 202) return complaintAboutAccepted(JSON.parse(answer.body) as PushAccepted);
  return complaintAboutRefusal(answer);
}

function complaintAboutRefusal({ status, headers, body }: RawAnswer): string | undefined {
  if (status >= 500 || status < 400) return `answered ${status}: ${body}`;
  // Node itself refuses an unknown Expect.
  if (status === 417) return undefined;
  if (!headers.get('content-type')?.startsWith('application/problem+json'))
    return `no problem details: ${status} ${body}`;
  if (/node_modules|\.ts:\d|select |insert into/.test(body)) return `tells too much: ${body}`;
  return undefined;
}

async function complaintAboutAccepted({ id, attempt, pushId }: PushAccepted): Promise<string | undefined> {
  const { state, lastError } = await settled(server, pushId);
  if (state !== 'ready') return `accepted and then ${state}: ${lastError}`;
  const response = await server.client.get(`/api/flows/${id}?attempt=${attempt}`);
  if (!response.ok) return `accepted and then ${response.status} when read: ${await response.text()}`;
  const { steps } = (await response.json()) as FlowDocument;
  for (const { observations } of steps) {
    for (const observation of observations.slice(0, 3)) {
      const data = await server.client.data(id, observation.id);
      if (data.length !== observation.bytes) return `data of ${data.length} bytes instead of ${observation.bytes}`;
    }
  }
  return undefined;
}

async function send(cases: FuzzCase[]): Promise<{ found: string[]; statuses: number[] }> {
  const found: string[] = [];
  const statuses: number[] = [];
  const left = [...cases.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, one] = next;
      const wrong = await complaint(one, statuses).catch((error: unknown) => String(error));
      if (wrong)
        found.push(
          `case ${index}: ${wrong}\n${JSON.stringify(one.headers)}\n${JSON.stringify(one.body.toString('latin1'))}`.slice(
            0,
            3000,
          ),
        );
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  return { found, statuses };
}

describe('requests that a grammar makes up', () => {
  it.each(seeds)(
    'are refused or processed, from seed %i',
    async (seed) => {
      const { found, statuses } = await send(fc.sample(fuzzCases, { seed, numRuns: runs }));
      expect(found).toEqual([]);
      // A grammar of which everything is refused, or nothing, would prove little.
      const share = statuses.filter((status) => status === 202).length / statuses.length;
      expect(share).toBeGreaterThan(0.15);
      expect(share).toBeLessThan(0.85);
      await expectUnharmed(server);
      const list = await server.client.get('/api/flows?limit=200');
      expect(list.status).toBe(200);
    },
    60_000 + runs * 200,
  );
});
