// make reprocess: has a running server read the decisions of its flows again, and shows how far it is. Stopping this stops nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { name: { type: 'string' }, all: { type: 'boolean' } } });
const server = process.env.FLOW_TRAIL_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
const key = process.env.FLOW_TRAIL_API_KEY;

async function ask(method, body) {
  const response = await fetch(`${server}/api/reprocessing`, {
    method,
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? `the server answered ${response.status}`);
  return answer;
}

try {
  const first = await ask('POST', { ...(values.name && { flowName: values.name }), ...(values.all && { all: true }) });
  let { pending } = first;
  console.log(`${pending} of ${first.flows} flows to read again.`);
  while (pending > 0) {
    await sleep(1000);
    ({ pending } = await ask('GET'));
    console.log(`${first.pending - pending} of ${first.pending} done`);
  }
} catch (error) {
  const reason = error.cause?.code === 'ECONNREFUSED' ? 'nothing listens there; start it with make dev' : error.message;
  console.error(`${server}: ${reason}`);
  process.exitCode = 1;
}
