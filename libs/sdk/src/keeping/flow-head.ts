import type { JsonObject, ObservationRole } from '@flow-trail/contracts';
import type { FlowSettings } from '../flow-settings.js';
import { isName, mostTags, smallJsonBytes } from '../limits.js';
import { snapshot } from '../recording/snapshot.js';
import type { Snapshot } from '../recording/snapshot.js';
import { isSmall } from '../recording/is-small.js';
import type { Description } from './description.js';
import { finalStatuses } from './intake.js';
import type { Intake } from './intake.js';

/** What is known of a flow but its steps, at one time, as it is sent. */
export interface FlowFacts {
  createdAt: number;
  finishedAt?: number;
  status?: 'completed' | 'failed';
  reason?: string;
  tags?: readonly string[];
  metadata?: JsonObject;
  values: Map<ObservationRole, Description>;
}

/** Everything that is known of a flow but its steps. */
export class FlowHead {
  readonly #intake: Intake;
  readonly #facts: FlowFacts;

  constructor({ tags }: FlowSettings, createdAt: number, intake: Intake) {
    this.#intake = intake;
    this.#facts = { createdAt, tags, values: new Map() };
  }

  /** JSON text of tags and a reason. */
  note(json: string): void {
    const { tags, reason } = JSON.parse(json) as Record<string, unknown>;
    if (Array.isArray(tags)) this.#addTags(tags);
    this.#facts.reason = this.#intake.reason('the flow', reason) ?? this.#facts.reason;
  }

  /** The same with a status. */
  end(finishedAt: number, json: string): void {
    const { status } = JSON.parse(json) as Record<string, unknown>;
    this.#facts.finishedAt = finishedAt;
    this.#facts.status = this.#intake.oneOf(finalStatuses, 'status of the flow', status);
    this.note(json);
  }

  keep(name: ObservationRole | 'metadata', { json, replaced }: Snapshot): void {
    this.#intake.markers(`${name} of the flow`, replaced);
    if (name === 'metadata') this.#addMetadata(JSON.parse(json));
    else this.values.set(name, json);
  }

  get hasFailed(): boolean {
    return this.#facts.status === 'failed';
  }

  /** What the flow was given, and what came of it, until it has a place among the steps. */
  get values(): Map<ObservationRole, Description> {
    return this.#facts.values;
  }

  /** What is known now. */
  take(): FlowFacts {
    return { ...this.#facts, values: new Map(this.values) };
  }

  #addTags(tags: readonly unknown[]): void {
    const all = [...new Set([...(this.#facts.tags ?? []), ...tags])];
    this.#facts.tags = all.filter(isName).slice(0, mostTags);
    if (this.#facts.tags.length < all.length) this.#intake.leftOut(`Tags of the flow`, `at most ${mostTags} names`);
  }

  #addMetadata(metadata: unknown): void {
    const all = { ...this.#facts.metadata, ...(metadata as JsonObject) };
    if (isSmall(snapshot(all).json)) this.#facts.metadata = all;
    else this.#intake.leftOut('Metadata of the flow', `at most ${smallJsonBytes} bytes`);
  }
}
