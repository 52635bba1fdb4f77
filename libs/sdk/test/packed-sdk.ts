import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);

/** A folder outside of the workspace with the package installed as from a registry. */
export interface PackedSdk {
  folder: string;
  tarball: string;
  /** Those in the package, sorted. */
  files: string[];
}

export async function installPackedSdk(): Promise<PackedSdk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'flow-trail-sdk-'));
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: path.join(import.meta.dirname, '..'), env: environment() });
  const packed = JSON.parse(stdout) as Record<string, { filename: string; files: { path: string }[] }>;
  const [{ filename, files } = { filename: '', files: [] }] = Object.values(packed);
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  const install = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${filename}`];
  await run('npm', install, { cwd: folder, env: environment() });
  return { folder, tarball: path.join(folder, filename), files: files.map((file) => file.path).sort() };
}

/** Without the test runner's own settings. */
export function environment(more: Record<string, string> = {}): Record<string, string | undefined> {
  const { PATH, HOME } = globalThis.process.env;
  return { PATH, HOME, ...more };
}
