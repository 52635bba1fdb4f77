import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowOptions, Receipt } from '@flow-trail/sdk';
import { sendWithSdk } from '../traffic/sdk-client.js';
import type { FaultProxy } from '../instruments/fault-proxy.js';
import type { Fault } from '../instruments/fault.js';
import { projects } from '../world/world-options.js';
import { embedded, external, type Row } from '../trial/row.js';
import type { Trial } from '../trial/trial.js';

const edgeOf = ({ world }: Trial): FaultProxy => {
  const [edge] = world.clientEdges;
  if (!edge) throw new Error('there is no client edge');
  return edge;
};

/** Several flows of different sizes at once, over the SDK. */
function sendFlows(trial: Trial, options: FlowOptions = {}): Promise<Receipt[]> {
  const sizes = [
    trial.choose('small', 500, 3_000),
    trial.choose('middle', 20_000, 90_000),
    trial.choose('large', 400_000, 900_000),
  ];
  return Promise.all(
    sizes.map((size, number) =>
      sendWithSdk({
        url: trial.world.url(),
        project: projects[0],
        ledger: trial.ledger,
        name: `${trial.prefix}/sdk-${number}`,
        data: [{ number, text: trial.random.text(size) }],
        options: { maxRetries: 20, ...options },
      }),
    ),
  );
}

const expectAll = (trial: Trial, receipts: Receipt[]): void =>
  trial.expect(
    `all arrive: ${receipts.map(({ status, reason = '' }) => `${status} ${reason}`).join(', ')}`,
    receipts.every(({ status }) => status === 'accepted'),
  );

/** A fault that is lifted while the SDK tries. */
const passing =
  (fault: (trial: Trial) => Fault, options?: FlowOptions) =>
  async (trial: Trial): Promise<void> => {
    const edge = edgeOf(trial);
    await edge.inject(fault(trial));
    const sending = sendFlows(trial, options);
    await sleep(trial.choose('holdMs', 800, 2_500));
    await edge.lift();
    trial.liftedAt = Date.now();
    expectAll(trial, await sending);
  };

async function loseAnswers(trial: Trial): Promise<void> {
  const edge = edgeOf(trial);
  let lost = 0;
  edge.after(/HTTP\/1\.1 202/, 'toClient', () => (lost++, 'cut'), trial.choose('lost', 2, 4));
  expectAll(trial, await sendFlows(trial));
  await edge.lift();
  trial.liftedAt = Date.now();
  trial.expect('answers were lost', lost > 1);
}

const page = '<!doctype html><title>Log in</title>';
const answerOf = (head: string): string =>
  `HTTP/1.1 ${head}\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\nconnection: close\r\n\r\n${page}`;

/** Whoever answers is not Flow Trail, and goes on doing so. */
async function meetOthers(trial: Trial): Promise<void> {
  const edge = edgeOf(trial);
  const head = trial.pick('answer', ['200 OK', '302 Found\r\nlocation: /login', '202 Accepted']);
  await edge.inject({ kind: 'answer', text: answerOf(head) });
  const receipts = await sendFlows(trial, { deadlineMs: 8_000 });
  await edge.lift();
  trial.liftedAt = Date.now();
  const reasons = receipts.map(({ status, reason }) => `${status} ${reason}`);
  trial.expect(
    `none counts as delivered: ${reasons}`,
    receipts.every(({ reason }) => reason === 'unexpected-response'),
  );
}

async function refuseFirst(trial: Trial): Promise<void> {
  const edge = edgeOf(trial);
  await edge.inject({ kind: 'refuse' });
  const sending = sendFlows(trial);
  await sleep(trial.choose('holdMs', 800, 2_500));
  const tries = trial.ledger.account.records.map(({ tries }) => tries);
  trial.expect(
    `nobody hammers at a closed door: ${tries} tries`,
    tries.every((count) => count <= 8),
  );
  await edge.lift();
  trial.liftedAt = Date.now();
  expectAll(trial, await sending);
}

const both = [embedded, external];

export const networkRows: Row[] = [
  {
    id: 'FM-N1',
    fault: 'the server refuses connections',
    expected: 'the SDK tries again with growing pauses, and all arrives',
    worlds: both,
    recoverySeconds: 20,
    run: refuseFirst,
  },
  {
    id: 'FM-N3',
    fault: 'connections are reset in the middle of a body',
    expected: 'the same key and the same bytes are sent again',
    worlds: both,
    recoverySeconds: 20,
    run: passing((trial) => ({ kind: 'limit', bytes: trial.choose('bytes', 300, 30_000), direction: 'toServer' })),
  },
  {
    id: 'FM-N4',
    fault: 'answers are lost after the accept',
    expected: 'the next try is answered as a replay, and there is one flow',
    worlds: both,
    recoverySeconds: 20,
    run: loseAnswers,
  },
  {
    id: 'FM-N8',
    fault: 'bits of the body flip on the way',
    expected: 'what arrives changed is refused, and sent again',
    worlds: both,
    recoverySeconds: 20,
    run: passing(
      (trial) => ({ kind: 'corrupt', everyBytes: trial.choose('everyBytes', 900, 1_100), direction: 'toServer' }),
      {
        gzip: false,
      },
    ),
  },
  {
    id: 'FM-N9',
    fault: 'a proxy answers 502, 503 or 504 with a page',
    expected: 'tried again, and never taken for success',
    worlds: both,
    recoverySeconds: 20,
    run: passing((trial) => ({
      kind: 'answer',
      text: answerOf(trial.pick('answer', ['502 Bad Gateway', '503 Service Unavailable', '504 Gateway Timeout'])),
    })),
  },
  {
    id: 'FM-N10',
    fault: 'a login page answers 200, 202 or a redirect',
    expected: 'nothing counts as delivered, and the reason is said',
    worlds: both,
    recoverySeconds: 20,
    run: meetOthers,
  },
];
