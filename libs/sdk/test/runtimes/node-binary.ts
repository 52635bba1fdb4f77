import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { environment, run } from '../packed-sdk.js';

const cache = path.join(import.meta.dirname, '../../../../node_modules/.cache/flow-trail-node');

/** Node of that version, from the npm packages of its maintainers' builds; fetched the first time, since all together they are half a gigabyte. */
export async function nodeBinary(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(cache, version);
  const binary = path.join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const install = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', [...install, `${name}@${version}`], { cwd: folder, env: environment() });
  return binary;
}
