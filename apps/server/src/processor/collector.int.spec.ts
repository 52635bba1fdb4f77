import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPush } from '@flow-trail/testing';
import { defaultProjectId } from '../storage/ids.js';
import { Collector } from './collector.js';
import { accept, startSite, startWorker, type Site, type TestWorker } from './workers.behaviour.js';

let site: Site;
let worker: TestWorker;
let collector: Collector;

beforeAll(async () => {
  site = await startSite();
  worker = await startWorker(site);
  collector = new Collector(site.database, site.objects);
});
afterAll(async () => {
  await worker?.stop();
  await site?.stop();
});

const hash = 'a'.repeat(64);
const put = async (key: string): Promise<string> => {
  await site.objects.put(key, Buffer.from('x'));
  return key;
};
const exists = async (key: string): Promise<boolean> => (await site.objects.head(key)) !== undefined;
const later = () => new Date(Date.now() + 60_000);

describe('collecting what lost', () => {
  it('deletes packs that no row names, and keeps those that one does', async () => {
    const { pushId } = await accept(site.database, aPush().withStep('s').withObservation('o', 1).json());
    await worker.drain.takeAll();
    const [stored] = await Array.fromAsync(site.objects.list(`packs/${defaultProjectId}/${pushId}/`));
    const lost = await put(`packs/${defaultProjectId}/${pushId}/${hash}`);
    const orphan = await put(`packs/${defaultProjectId}/${randomUUID()}/${hash}`);
    expect(await collector.deleteLost('packs/', later())).toBe(2);
    expect([await exists(stored!.key), await exists(lost), await exists(orphan)]).toEqual([true, false, false]);
  });

  it('keeps every pack of a push that is not done, for a try may name it yet', async () => {
    const { pushId } = await accept(site.database, aPush().json());
    const pack = await put(`packs/${defaultProjectId}/${pushId}/${hash}`);
    expect(await collector.deleteLost('packs/', later())).toBe(0);
    expect(await exists(pack)).toBe(true);
    await worker.drain.takeAll();
    expect(await collector.deleteLost('packs/', later())).toBe(1);
  });

  it('deletes staged bodies that no push waits with', async () => {
    const { pushId } = await accept(site.database, aPush().json());
    const named = await put(`staged/${defaultProjectId}/${pushId}/${randomUUID()}`);
    const lost = await put(`staged/${defaultProjectId}/${pushId}/${randomUUID()}`);
    await site.database.query('update push set body = null, body_key = $1 where id = $2', [named, pushId]);
    expect(await collector.deleteLost('staged/', later())).toBe(1);
    expect([await exists(named), await exists(lost)]).toEqual([true, false]);
    await site.database.query('delete from push where id = $1', [pushId]);
  });

  it('deletes segments that were made for declarations and that no row names any more', async () => {
    const { flowId } = await accept(site.database, aPush().withStep('s').withObservation('o', 1).json());
    await worker.drain.takeAll();
    const named = await put(`segments/${defaultProjectId}/${flowId}/${hash}`);
    const lost = await put(`segments/${defaultProjectId}/${flowId}/${'b'.repeat(64)}`);
    await site.database.query('update observation set segment_key = $1 where flow_id = $2', [named, flowId]);
    expect(await collector.deleteLost('segments/', later())).toBe(1);
    expect([await exists(named), await exists(lost)]).toEqual([true, false]);
  });

  it('leaves alone what is young and what somebody else put there', async () => {
    const young = await put(`packs/${defaultProjectId}/${randomUUID()}/${hash}`);
    const foreign = await put('packs/notes/readme.txt');
    await collector.deleteLost('packs/', new Date(Date.now() - 60_000));
    expect(await exists(young)).toBe(true);
    await collector.deleteLost('packs/', later());
    expect(await exists(foreign)).toBe(true);
  });
});

describe('a staged body', () => {
  it('is processed like any other, and deleted after the commit', async () => {
    const body = aPush('staged').withStep('s').withObservation('o', 'x'.repeat(2_000_000)).json();
    const { pushId } = await accept(site.database, body);
    const key = `staged/${defaultProjectId}/${pushId}/${randomUUID()}`;
    await site.objects.put(key, Buffer.from(body));
    await site.database.query('update push set body = null, body_key = $1 where id = $2', [key, pushId]);
    await worker.drain.takeAll();
    expect(await site.database.query('select state, body_key from push where id = $1', [pushId])).toEqual([
      { state: 'ready', body_key: null },
    ]);
    expect(await collector.deleteDoomed()).toBe(1);
    expect(await exists(key)).toBe(false);
  });
});
