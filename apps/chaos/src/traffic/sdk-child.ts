import { createFlow } from '@flow-trail/sdk';

const [endpoint = '', apiKey = '', name = '', act = '', bytes = '0'] = process.argv.slice(2);

/** A program that records a flow and is killed: `capture` never finishes it, `send` is killed while it sends. */
const flow = createFlow(name, { endpoint, apiKey, gzip: false });
const step = flow.createStep('step 1');
step.capture({ name: 'records', data: 'x'.repeat(Number(bytes)) });
process.stdout.write('captured\n');
if (act === 'send') {
  step.finish();
  await flow.finish();
  process.stdout.write('sent\n');
} else {
  setInterval(() => undefined, 60_000);
}
