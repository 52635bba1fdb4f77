import { createHash } from 'node:crypto';
import type { Random } from '../instruments/random.js';
import type { SentPush } from '../instruments/ledger.js';

export interface MadePush extends SentPush {
  body: Buffer;
}

/** Values that a server which prints JSON again would change. */
const fragile = '{"id":9007199254740993, "ratio":1.0,"zero":-0 ,"twice":1,"twice":2,"far":1E400}';
const at = '2026-11-01T12:00:00.000Z';

/** A flow of one or two steps whose data has about so many bytes, none of which may change on its way. */
export function makePush(random: Random, project: string, name: string, bytes: number): MadePush {
  const steps = Array.from({ length: random.between(1, 2) }, (_, index) => `step ${index + 1}`);
  const datas = steps.map((step) => ({ step, name: 'records', data: dataOf(random, bytes / steps.length) }));
  const printed = datas.map(({ step, data }, position) => stepText(step, position, data));
  const flow = `{"name":${JSON.stringify(name)},"createdAt":"${at}","finishedAt":"${at}"}`;
  const body = Buffer.from(`{"flow":${flow},"steps":[${printed.join(',')}]}`);
  const observations = datas.map(({ step, name, data }) => ({ step, name, digest: sha256(data) }));
  return { key: random.uuid(), project, name, digest: sha256(body), observations, body };
}

/** The mix of a busy day, scaled down: nine of ten small, some that are staged in the object store, a few large. */
export function mixedBytes(random: Random): number {
  const share = random.next();
  if (share < 0.9) return random.between(2_000, 50_000);
  return share < 0.99 ? random.between(300_000, 1_500_000) : random.between(4_000_000, 8_000_000);
}

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const dataOf = (random: Random, bytes: number): string =>
  `[${fragile}, "${random.text(Math.max(0, Math.floor(bytes) - fragile.length - 6))}"]`;

const stepText = (name: string, position: number, data: string): string =>
  `{"name":"${name}","version":1,"position":${position},"status":"completed","reason":null,"createdAt":"${at}",` +
  `"startedAt":"${at}","finishedAt":"${at}","observations":[{"name":"records","version":1,"data":${data}}]}`;
