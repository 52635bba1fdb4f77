import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startChild } from './child.mjs';

const page = 'apps/dashboard/dist/browser/index.html';
const stamp = 'node_modules/.cache/flow-trail/dashboard-sources.json';
const sources = [
  'apps/dashboard/{package,project,tsconfig*}.json',
  'apps/dashboard/{compress,page}.mjs',
  'apps/dashboard/{src,public}/**/*',
  'libs/{contracts,decisions}/src/**/*',
  'node_modules/.package-lock.json',
];

/** Nx would know it as well, from its cache, but takes a second to say so. */
export const isDashboardBuilt = () =>
  existsSync(page) && readIfThere(stamp) === JSON.stringify([statSync(page).mtimeMs, signature()]);

/** Answers `{ succeeded, output }`; on an abort it ends without having succeeded. */
export async function buildDashboard(signal) {
  const built = signature();
  const nx = startChild('nx', ['run', 'dashboard:build'], { stdio: ['ignore', 'pipe', 'pipe'] });
  signal.addEventListener('abort', () => void nx.stop(5_000), { once: true });
  const [output, errors, { code }] = await Promise.all([textOf(nx.stdout), textOf(nx.stderr), nx.ended]);
  if (code !== 0) return { succeeded: false, output: output + errors };
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify([statSync(page).mtimeMs, built]));
  return { succeeded: true, output };
}

function signature() {
  const files = globSync(sources).filter((file) => !file.endsWith('.spec.ts'));
  return files
    .sort()
    .map((file) => `${file} ${statSync(file).mtimeMs}`)
    .join('\n');
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
