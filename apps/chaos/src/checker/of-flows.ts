import type { FlowDocument, PushStatus } from '@flow-trail/contracts';
import type { LedgerRecord, SentObservation } from '../instruments/ledger.js';
import { cameAbout } from '../instruments/patience.js';
import { sha256 } from '../traffic/made-push.js';
import { lacking, type Reading } from '../traffic/reading.js';
import type { Evidence } from './checker.js';

const wasAccepted = ({ accepted }: LedgerRecord): boolean => accepted.length > 0;

/** INV-1. Waits until all that was accepted is readable, or the time for it is over; then reads the lists. */
export async function noLoss(evidence: Evidence): Promise<string[]> {
  const { account, readings, scene, database, listed } = evidence;
  let waiting = account.records.filter(wasAccepted);
  await cameAbout(async () => {
    waiting = await stillNot(waiting, ({ accepted: [first], project }) =>
      isSettled(first?.pushId, readings.get(project)),
    );
    return waiting.length === 0;
  }, scene.readableBy);
  evidence.readableAt = Date.now();
  const isExpected = ({ key }: LedgerRecord): boolean => scene.quarantined?.has(key) ?? false;
  const breaches: string[] = [];
  for (const record of account.records.filter(wasAccepted)) {
    const { state, lastError } = await statusOf(record.accepted[0]?.pushId, readings.get(record.project));
    const wanted = isExpected(record) ? 'quarantined' : 'ready';
    if (state !== wanted) breaches.push(`${record.name} was accepted and is ${state} (${lastError ?? 'no error'})`);
  }
  // What no client heard of may have been accepted all the same, and is then on its way too.
  await cameAbout(async () => {
    const { rows } = await database.query(
      `select from push where flow_name like $1 and state in ('accepted', 'processing') limit 1`,
      [`${scene.prefix}%`],
    );
    return rows.length === 0;
  }, scene.readableBy);
  for (const [project, reading] of readings) {
    listed.push(...(await reading.list(scene.prefix)).map((flow) => ({ ...flow, project })));
  }
  return breaches;
}

/** INV-2 */
export async function eachOnce({ account, listed, scene }: Evidence): Promise<string[]> {
  const breaches: string[] = [];
  const places = Map.groupBy(listed, ({ project, name }) => `${project} ${name}`);
  for (const [place, flows] of places) if (flows.length > 1) breaches.push(`${place} is listed ${flows.length} times`);
  for (const record of account.records) {
    const ids = new Set(record.accepted.map(({ flowId }) => flowId));
    if (ids.size > 1) breaches.push(`${record.name} was told ${ids.size} ids`);
    const isListed = places.has(`${record.project} ${record.name}`);
    if (!isListed && wasAccepted(record) && !scene.quarantined?.has(record.key)) {
      breaches.push(`${record.name} was accepted and is not listed`);
    }
  }
  const sent = new Set(account.records.map(({ project, name }) => `${project} ${name}`));
  for (const place of places.keys()) if (!sent.has(place)) breaches.push(`${place} is listed and was never sent`);
  return breaches;
}

/** INV-3. Reads all that is listed, accepted or not: what is there must be what was sent. */
export async function sameBytes({ account, listed, readings }: Evidence): Promise<string[]> {
  const breaches: string[] = [];
  for (const { name, digest, accepted } of account.records) {
    if (accepted.some((answer) => answer.digest !== digest)) breaches.push(`${name} was accepted with another digest`);
  }
  for (const { id, name, project } of listed) {
    const record = account.byName(name);
    const reading = readings.get(project);
    if (!record || !reading) continue;
    const document = await reading.document(id);
    if (typeof document === 'number') breaches.push(`${name} is listed and answers ${document}`);
    else breaches.push(...(await changed(document, record, reading)).map((what) => `${name} ${what}`));
  }
  return breaches;
}

async function changed(document: FlowDocument, record: LedgerRecord, reading: Reading): Promise<string[]> {
  const breaches = lacking(document, record);
  for (const step of document.steps) {
    for (const { id, name } of step.observations) {
      const sent = record.observations.find((one: SentObservation) => one.step === step.name && one.name === name);
      const data = await reading.data(document.flow.id, id);
      if (typeof data === 'number') breaches.push(`answers ${data} for the data of ${step.name}/${name}`);
      else if (sha256(data) !== sent?.digest) breaches.push(`gives other bytes for ${step.name}/${name}`);
    }
  }
  return breaches;
}

async function stillNot<T>(items: T[], isSo: (item: T) => Promise<boolean>): Promise<T[]> {
  const verdicts = await Promise.all(items.map(isSo));
  return items.filter((_, at) => !verdicts[at]);
}

const isSettled = async (pushId: string | undefined, reading: Reading | undefined): Promise<boolean> =>
  ['ready', 'quarantined'].includes((await statusOf(pushId, reading)).state);

async function statusOf(
  pushId: string | undefined,
  reading: Reading | undefined,
): Promise<{ state: string; lastError: string | null }> {
  try {
    const response = await reading?.get(`/api/pushes/${pushId}`);
    if (response?.ok) return (await response.json()) as PushStatus;
    return { state: 'unknown', lastError: `its status answers ${response?.status}` };
  } catch (error) {
    return { state: 'unknown', lastError: String(error) };
  }
}
