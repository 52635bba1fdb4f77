import { mkdtemp, rm, truncate, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Ledger, readLedger } from './ledger.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-ledger-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const push = { key: 'k', project: 'north', name: 'n', digest: 'd', observations: [] };
const accepted = { flowId: 'f', pushId: 'p', digest: 'd' };

it('tells whoever reads its file what the client did and heard, also when its last line was cut off', async () => {
  const ledger = new Ledger(path.join(folder, 'ledger'));
  ledger.write({ event: 'sending', ...push });
  ledger.write({ event: 'failed', key: 'k', reason: 'reset' });
  ledger.write({ event: 'sending', ...push });
  ledger.write({ event: 'answered', key: 'k', status: 202, accepted });
  ledger.write({ event: 'seen', what: 'half a flow' });
  ledger.write({ event: 'ended', key: 'k', outcome: 'delivered' });
  ledger.close();
  await truncate(ledger.path, (await stat(ledger.path)).size - 5);
  const { records, sightings } = readLedger(ledger.path);
  expect(records).toEqual([{ ...push, tries: 2, accepted: [accepted] }]);
  expect(sightings).toEqual(['half a flow']);
  expect(ledger.account.byName('n')?.outcome).toBe('delivered');
});
