// make bench ARGS="…": measures the server beside bare programs; ARGS=--help says what can be asked for.
import { startChild } from './dev/child.mjs';
import { withExternalServices } from './test/external-services.mjs';

const args = process.argv.slice(2);
const program = ['run', 'bench:bench', '--output-style=stream-without-prefixes', '--', ...args];

async function measure(services = {}) {
  const nx = startChild('nx', program, { stdio: 'inherit', env: { ...process.env, ...services } });
  const stop = () => void nx.stop(10_000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  const { code } = await nx.ended;
  return code ?? 1;
}

process.exitCode = args.includes('--external') ? await withExternalServices(measure) : await measure();
