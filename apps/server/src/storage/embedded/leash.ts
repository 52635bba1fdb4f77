import { runAs, type Identity } from './identity.js';

const command = ['setpriv', '--pdeathsig', 'INT'];

/**
 * Command in front of PostgreSQL that stops it when this process ends, were it by kill -9. Empty where the system has
 * none: then the next start stops what was left.
 */
export async function leashFor(identity: Identity): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  return runAs(identity, [...command, 'true']).then(
    () => command,
    () => [],
  );
}
