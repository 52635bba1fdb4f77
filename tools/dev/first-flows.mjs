import { startChild } from './child.mjs';

const program = ['-C', '@flow-trail/source', '--import', './tools/typescript-hook.mjs', 'apps/demo/src/main.ts'];

/** Sends the demo's runs when the server has no flow yet, so that there is something to look at. */
export async function sendFirstFlows(url, print, signal) {
  if (!(await isEmpty(url, signal))) return;
  print('No flows yet: sending 20 runs of the demo, "Movie night" (DEMO=0 does not) …');
  const demo = startChild(process.execPath, program, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, FLOW_TRAIL_URL: url },
  });
  signal.addEventListener('abort', () => demo.kill(), { once: true });
  let said = '';
  demo.stderr.on('data', (chunk) => (said += chunk));
  const { code } = await demo.ended;
  if (signal.aborted) return;
  print(code === 0 ? 'The 20 runs are there.' : `The demo was not sent (make demo tries again).\n${said.trim()}`);
}

async function isEmpty(url, signal) {
  try {
    const answer = await fetch(`${url}/api/flows?limit=1`, { signal });
    const page = await answer.json();
    return answer.ok && page.flows.length === 0;
  } catch {
    return false;
  }
}
