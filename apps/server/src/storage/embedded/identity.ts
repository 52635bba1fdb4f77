import { execFile, execFileSync } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../../errors/startup-error.js';
import type { ClusterFiles } from './cluster-files.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { cleanEnvironment } from './clean-environment.js';

/** As whom PostgreSQL runs: it refuses to be root. */
export interface Identity {
  name: 'this user' | 'user namespace' | 'capabilities' | 'nobody';
  /** Command in front of each program. It replaces itself by the program, so the pid is PostgreSQL's. */
  prefix: readonly string[];
  /** Whose the files must be, as numbers outside of any namespace. */
  owner: { uid: number; gid: number };
  /** Set when the process is to be started as the owner. */
  switchesUser?: boolean;
}

/** Answers why an identity does not work here; undefined when it does. */
export type Probe = (identity: Identity) => Promise<string | undefined>;

/** In order of preference. */
export function identities(): Identity[] {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return [{ name: 'this user', prefix: [], owner: { uid, gid: process.getgid?.() ?? 0 } }];
  return [inUserNamespace, withCapabilities, ...nobody()];
}

/** Leaves the files root's, so that it works below a home folder that only root may enter. */
const inUserNamespace: Identity = {
  name: 'user namespace',
  prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000'],
  owner: { uid: 0, gid: 0 },
};

/** Where namespaces are forbidden, as in many containers. The capability opens the way through root's folders. */
const withCapabilities: Identity = {
  name: 'capabilities',
  prefix: [
    ...['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'],
    ...['--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
  ],
  owner: { uid: 1000, gid: 1000 },
};

/** Works where every folder above the data and the programs can be entered by all. */
function nobody(): Identity[] {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { env: cleanEnvironment, stdio: 'pipe' }));
  try {
    return [{ name: 'nobody', prefix: [], owner: { uid: id('-u'), gid: id('-g') }, switchesUser: true }];
  } catch {
    return [];
  }
}

/** The first that works. */
export async function chooseIdentity(candidates: readonly Identity[], probe: Probe): Promise<Identity> {
  const reasons: string[] = [];
  for (const identity of candidates) {
    const reason = await probe(identity);
    if (reason === undefined) return identity;
    reasons.push(`${identity.name}: ${reason}`);
  }
  throw new StartupError(
    `PostgreSQL cannot run here (${reasons.join('; ')}). ` +
      'Start Flow Trail as a normal user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Tries for real: is it not root, can it write in the data folder, does the program start. */
export const probeIn =
  (files: ClusterFiles, binaries: PostgresBinaries): Probe =>
  async (identity) => {
    const scratch = await mkdtemp(path.join(files.root, 'probe-'));
    try {
      if (identity.switchesUser) await openWay(files);
      if (process.getuid?.() === 0) await chown(scratch, identity.owner.uid, identity.owner.gid);
      const script = 'test "$(id -u)" != 0 && cd "$1" && : > written && "$2" --version';
      await runAs(identity, ['/bin/sh', '-c', script, 'sh', scratch, binaries.postgres]);
      return undefined;
    } catch (error) {
      return firstLine(error);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  };

/** Others may pass through to PostgreSQL's files, and into nothing else that lies in the data folder. */
async function openWay({ folder, root }: ClusterFiles): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await chmod(path.join(folder, entry.name), 0o700);
  }
  for (const passage of [folder, root]) await chmod(passage, 0o711);
}

/** Runs a program to its end; rejects with its exit code and `stderr`. */
export async function runAs(identity: Identity, words: readonly string[]): Promise<string> {
  const [command = '', ...rest] = [...identity.prefix, ...words];
  const { stdout } = await promisify(execFile)(command, rest, { ...spawnOptions(identity), timeout: 120_000 });
  return stdout;
}

export const spawnOptions = (identity: Identity) => ({
  env: cleanEnvironment,
  ...(identity.switchesUser ? identity.owner : {}),
});

const firstLine = (error: unknown): string => {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr?.trim() || message).split('\n')[0] ?? message;
};
