// make dev: the server from its sources, the dashboard built, both anew on change; everything ends with this process.
import { watchParent } from './dev/parent-watch.mjs';
import { buildDashboard, isDashboardBuilt } from './dev/dashboard-build.mjs';
import { sendFirstFlows } from './dev/first-flows.mjs';
import { startServer } from './dev/server-process.mjs';
import { watchSources } from './dev/source-watch.mjs';

const print = (line) => process.stdout.write(`${line}\n`);
const dataFolder = process.env.FLOW_TRAIL_DATA || '.flow-trail';
const stopping = new AbortController();
let server;
let restarts = Promise.resolve();

for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
if (process.env.MAKELEVEL) watchParent(stop);

if (!isDashboardBuilt()) await buildFirst();
if (!stopping.signal.aborted) await run();

async function buildFirst() {
  print('Building the dashboard (about 20 seconds) …');
  const { succeeded, output } = await buildDashboard(stopping.signal);
  if (succeeded || stopping.signal.aborted) return;
  print(`${output.trim()}\nThe dashboard could not be built: see above.`);
  process.exit(1);
}

async function run() {
  const url = await start();
  if (!url) return leave(await server.ended);
  watchSources(
    ['apps/server/src', 'libs/contracts/src', 'libs/decisions/src'],
    (file) => (restarts = restarts.then(() => restart(file))),
  );
  watchSources(['apps/dashboard/src', 'apps/dashboard/public'], rebuild);
  if (process.env.DEMO !== '0') await sendFirstFlows(url, print, stopping.signal);
}

/** Answers the URL, or undefined when the server did not come up. */
async function start() {
  const started = startServer({ dataFolder, print });
  server = started;
  const url = await started.ready;
  if (url) void started.ended.then((end) => started.isStopping || leave(end));
  return url;
}

/** The server ended by itself, or was ended by somebody else. */
function leave({ code, signal }) {
  if (stopping.signal.aborted) return;
  if (signal) print(`The server was ended by ${signal}, and PostgreSQL with it. make dev starts both again.`);
  process.exit(code || 1);
}

async function restart(file) {
  if (stopping.signal.aborted) return;
  print(`${file} changed: the server restarts.`);
  await server.stop();
  if (stopping.signal.aborted || (await start()) || stopping.signal.aborted) return;
  print('The server did not start: it is tried again at the next change.');
}

async function rebuild(file) {
  print(`${file} changed: the dashboard is built anew.`);
  const { succeeded, output } = await buildDashboard(stopping.signal);
  if (stopping.signal.aborted) return;
  print(succeeded ? 'The dashboard is built: reload the page.' : output.trim());
}

/** The second time it takes no time. */
async function stop() {
  if (stopping.signal.aborted) return server?.kill();
  stopping.abort();
  await server?.stop();
  process.exit(0);
}
