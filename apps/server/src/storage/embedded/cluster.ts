import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, lchown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartupError } from '../../errors/startup-error.js';
import type { ClusterFiles } from './cluster-files.js';
import { diskFull, whoWeAre } from './folder-error.js';
import { runAs, type Identity } from './identity.js';
import type { PostgresBinaries } from './postgres-binaries.js';

export const databaseUser = 'flow_trail';

/** Makes the database files when there are none, else checks that this PostgreSQL can use them. Answers the password. */
export async function prepareCluster(files: ClusterFiles, binaries: PostgresBinaries, as: Identity): Promise<string> {
  await removeDrafts(files);
  if (!existsSync(files.data)) await initialise(files, binaries, as);
  await checkVersion(files, binaries, as);
  await ensureOwner(files, as);
  return readPassword(files);
}

/** In a draft that is renamed when whole: a start that is killed in between leaves nothing half made. */
async function initialise(files: ClusterFiles, binaries: PostgresBinaries, as: Identity): Promise<void> {
  const draft = await mkdtemp(path.join(files.root, 'draft-'));
  await writeFile(files.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  await Promise.all([own(draft, as), own(files.password, as)]);
  await initdb(draft, files, binaries, as);
  await rename(draft, files.data);
}

async function initdb(draft: string, files: ClusterFiles, binaries: PostgresBinaries, as: Identity): Promise<void> {
  const words = [binaries.initdb, '-D', draft, '-U', databaseUser, `--pwfile=${files.password}`];
  const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const run = (locale: string) => runAs(as, [...words, ...options, `--locale=${locale}`]);
  try {
    // The builtin provider orders text alike on every machine; the C library's locale only tells letters in full text search.
    await run('C.UTF-8').catch((error) => (/invalid locale/.test(error.stderr) ? run('C') : Promise.reject(error)));
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    throw initdbError(files, cause as Error & { stderr?: string });
  }
}

function initdbError(files: ClusterFiles, cause: Error & { stderr?: string }): StartupError {
  const said = cause.stderr?.trim() || cause.message;
  if (said.includes('No space left on device')) return new StartupError(diskFull(files.folder), { cause });
  const line = said.split('\n').find((text) => /error|fatal/i.test(text)) ?? said;
  return new StartupError(`The database could not be made in ${files.data}: ${line}`, { cause });
}

async function checkVersion(files: ClusterFiles, binaries: PostgresBinaries, as: Identity): Promise<void> {
  const written = (await readFile(path.join(files.data, 'PG_VERSION'), 'utf8').catch(unreadable(files))).trim();
  const brought = /\) (\d+)/.exec(await runAs(as, [binaries.postgres, '--version']))?.[1];
  if (written === brought) return;
  throw new StartupError(
    `The data folder ${files.folder} was written by PostgreSQL ${written}, and this Flow Trail brings PostgreSQL ${brought}. ` +
      'Use the Flow Trail that wrote it, or set FLOW_TRAIL_DATA to another folder.',
  );
}

const unreadable =
  (files: ClusterFiles) =>
  (cause: NodeJS.ErrnoException): never => {
    if (cause.code === 'EACCES') throw new StartupError(foreign(files), { cause });
    throw new StartupError(
      `The database in ${files.data} is damaged: PG_VERSION is missing. ` +
        `Bring the data folder back from a copy, or move ${files.root} away to start empty.`,
      { cause },
    );
  };

const foreign = (files: ClusterFiles): string =>
  `The database in ${files.data} belongs to another user, not to ${whoWeAre()}: it was last served as root or as somebody else. ` +
  `Start as that user, give the folder to this one (chown -R), or set FLOW_TRAIL_DATA to another folder.`;

/** PostgreSQL serves only files of its own user; root may have served them another way before. */
async function ensureOwner(files: ClusterFiles, as: Identity): Promise<void> {
  const { uid } = await stat(files.data);
  if (uid === as.owner.uid) return;
  if (process.getuid?.() !== 0) throw new StartupError(foreign(files));
  const entries = await readdir(files.data, { recursive: true });
  for (const entry of entries) await lchown(path.join(files.data, entry), as.owner.uid, as.owner.gid);
  await own(files.data, as);
}

/** Last, so that a hand-over that was cut short is noticed and done again. */
async function own(file: string, as: Identity): Promise<void> {
  if (process.getuid?.() === 0) await chown(file, as.owner.uid, as.owner.gid);
}

async function readPassword(files: ClusterFiles): Promise<string> {
  return (
    await readFile(files.password, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      const what =
        cause.code === 'EACCES'
          ? foreign(files)
          : `The database's password is missing: ${files.password}. Bring it back from a copy.`;
      throw new StartupError(what, { cause });
    })
  ).trim();
}

async function removeDrafts(files: ClusterFiles): Promise<void> {
  await mkdir(files.root, { recursive: true, mode: 0o700 });
  const left = (await readdir(files.root)).filter((name) => /^(draft|probe)-/.test(name));
  for (const name of left) await rm(path.join(files.root, name), { recursive: true, force: true });
}
