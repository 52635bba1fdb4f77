import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { run } from '../packed-sdk.js';

const cache = path.join(import.meta.dirname, '../../../../node_modules/.cache/flow-trail-node');

/** Node of that version, from the npm packages of its maintainers' builds; fetched the first time, since all together they are half a gigabyte. */
export async function nodeBinary(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(cache, version);
  const binary = path.join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const install = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  // How this machine reaches its registry may be said there.
  const { NODE_OPTIONS: _ofTheTestRunner, ...env } = globalThis.process.env;
  await run('npm', [...install, `${name}@${version}`], { cwd: folder, env });
  return binary;
}
