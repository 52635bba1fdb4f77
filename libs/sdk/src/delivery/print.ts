import type { SendSettings } from './send-settings.js';
import type { Description } from '../keeping/description.js';
import type { FlowFacts } from '../keeping/flow-head.js';
import { isSmall } from '../recording/is-small.js';
import { snapshot } from '../recording/snapshot.js';
import type { Observation } from '../keeping/observation.js';
import { nameOfNotes } from '../keeping/observations.js';
import type { ObservationFacts } from '../keeping/observations.js';
import type { StepFacts } from '../keeping/step-keeper.js';
import { jsonDate, jsonObject, jsonText } from './json-text.js';
import type { PrintedObservation, Sha256 } from './portion.js';

/** What is known of a flow but its steps, as JSON text. */
export async function printFlow(settings: SendSettings, facts: FlowFacts, sha256: Sha256): Promise<string> {
  const { name, id, attempt, release, environment, traceparent, parent, send, heartbeatSeconds } = settings;
  const { createdAt, finishedAt, status, reason, tags, metadata, values } = facts;
  return jsonObject({
    name: JSON.stringify(name),
    id: JSON.stringify(id),
    attempt: JSON.stringify(attempt),
    createdAt: jsonDate(createdAt),
    finishedAt: jsonDate(finishedAt),
    status: JSON.stringify(status),
    reason: JSON.stringify(reason),
    tags: jsonText(tags),
    metadata: jsonText(metadata),
    release: JSON.stringify(release),
    environment: JSON.stringify(environment),
    traceparent: JSON.stringify(traceparent),
    parent: JSON.stringify(parent),
    heartbeatSeconds: send === 'incremental' ? JSON.stringify(heartbeatSeconds) : undefined,
    input: await printSmall(values.get('input'), sha256),
    config: await printSmall(values.get('config'), sha256),
    output: await printSmall(values.get('output'), sha256),
  });
}

/** A step without its observations, as JSON text. */
export async function printStep(facts: StepFacts, sha256: Sha256): Promise<string> {
  const { name, version, iteration, position, parent, status, reason, config, metrics, createdAt, finishedAt } = facts;
  const startedAt = jsonDate(createdAt);
  return jsonObject({
    name: JSON.stringify(name),
    version: JSON.stringify(version),
    iteration: JSON.stringify(iteration),
    position: JSON.stringify(position),
    parent: jsonText(parent),
    status: JSON.stringify(status),
    reason: JSON.stringify(reason ?? null),
    config: await printDescription(config, sha256),
    metrics: jsonText(metrics),
    createdAt: startedAt,
    startedAt,
    finishedAt: jsonDate(finishedAt),
  });
}

export function printObservation({ head, decision, json }: Observation): PrintedObservation {
  const { name, version, role, queryable } = head;
  const printed = jsonObject({
    name: JSON.stringify(name),
    version: JSON.stringify(version),
    role: JSON.stringify(role),
    queryable,
    decision: jsonText(decision),
  });
  return { head: printed, data: json };
}

/** What was not recorded, as an observation of its own. */
export function printNotes({ version, ...data }: NonNullable<ObservationFacts['notes']>): PrintedObservation {
  const head = jsonObject({ name: JSON.stringify(nameOfNotes), version: JSON.stringify(version) });
  return { head, data: snapshot(data).json };
}

/** What is still too large waits for a step to stand in. */
async function printSmall(value: Description | undefined, sha256: Sha256): Promise<string | undefined> {
  const isWaiting = typeof value === 'string' && !isSmall(value);
  return isWaiting ? undefined : printDescription(value, sha256);
}

/** A note stands for what became an observation: its place and the hash of its bytes. */
async function printDescription(description: Description | undefined, sha256: Sha256): Promise<string | undefined> {
  if (description === undefined || typeof description === 'string') return description;
  const hash = JSON.stringify(await sha256(description.json));
  return jsonObject({ $ft: '"observation"', observation: description.observation, sha256: hash });
}
