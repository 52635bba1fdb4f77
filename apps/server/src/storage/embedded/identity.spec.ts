import { describe, expect, it } from '@jest/globals';
import { StartupError } from '../../errors/startup-error.js';
import { chooseIdentity, type Identity } from './identity.js';

const way = (name: Identity['name']): Identity => ({ name, prefix: [], owner: { uid: 1000, gid: 1000 } });

describe('as whom PostgreSQL runs', () => {
  it('is the first that works, and no further one is tried', async () => {
    const tried: string[] = [];
    const chosen = await chooseIdentity(
      [way('user namespace'), way('capabilities'), way('nobody')],
      async ({ name }) => {
        tried.push(name);
        return name === 'user namespace' ? 'unshare failed' : undefined;
      },
    );
    expect(chosen.name).toBe('capabilities');
    expect(tried).toEqual(['user namespace', 'capabilities']);
  });

  it('is said to be nobody, with the reasons and what to do, when none works', async () => {
    const choice = chooseIdentity([way('user namespace'), way('nobody')], async ({ name }) => `no ${name} here`);
    await expect(choice).rejects.toThrow(
      new StartupError(
        'PostgreSQL cannot run here (user namespace: no user namespace here; nobody: no nobody here). ' +
          'Start Flow Trail as a normal user, or set DATABASE_URL to a PostgreSQL of your own.',
      ),
    );
  });
});
