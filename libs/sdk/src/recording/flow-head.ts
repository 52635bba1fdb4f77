import type { JsonObject, ObservationRole } from '@flow-trail/contracts';
import type { FlowSettings } from '../flow-settings.js';
import { isName, limits } from '../limits.js';
import type { Intake } from './intake.js';
import type { Description } from './description.js';
import { isSmall } from './is-small.js';

const finalStatuses = ['completed', 'failed'] as const;

/** What can be said of a flow while it runs. */
export interface FlowNotes {
  /** Added to those that it has; 64 at most. */
  tags?: readonly string[];
  /** Merged by key into what it has; 4 KiB at most as JSON. */
  metadata?: JsonObject;
  /** Why it went as it did, for a person; at most 4,096 characters. */
  reason?: string;
  /** What the run produced; any JSON value. Over 4 KiB it is sent as an observation of the last step. */
  output?: unknown;
}

/** How a flow ended. */
export interface FinishFlowOptions {
  /** Default: failed if the last try of any step failed, else completed. */
  status?: 'completed' | 'failed';
  /** Why it ended like this, for a person; at most 4,096 characters. Default: what `set()` said. */
  reason?: string;
  /** What the run produced; any JSON value. Over 4 KiB it is sent as an observation of the last step. Default: what `set()` said. */
  output?: unknown;
}

/** The same at one time, as it is sent. */
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
  readonly #settings: FlowSettings;
  readonly #intake: Intake;
  readonly #facts: FlowFacts;

  constructor(settings: FlowSettings, intake: Intake) {
    this.#settings = settings;
    this.#intake = intake;
    this.#facts = { createdAt: settings.platform.now(), tags: settings.tags, values: new Map() };
    if (settings.metadata) this.#facts.metadata = this.#redacted(settings.metadata);
    this.#keep('input', settings.input);
    this.#keep('config', settings.config);
  }

  set({ tags, metadata, reason, output }: FlowNotes): void {
    if (tags !== undefined) this.#addTags(tags);
    if (metadata !== undefined) this.#addMetadata(metadata);
    this.#facts.reason = this.#intake.reason('the flow', reason) ?? this.#facts.reason;
    this.#keep('output', output);
  }

  end({ status, reason, output }: FinishFlowOptions): void {
    this.#facts.finishedAt = this.#settings.platform.now();
    this.#facts.status = this.#intake.oneOf(finalStatuses, 'status of the flow', status);
    this.set({ reason, output });
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

  #keep(role: ObservationRole, value: unknown): void {
    if (value === undefined) return;
    const taken = this.#intake.value(`${role} of the flow`, value, { name: role });
    this.values.set(role, taken.json);
    void taken.later?.then(({ json }) => this.values.set(role, json));
  }

  #addTags(tags: readonly string[]): void {
    const all = [...new Set([...(this.#facts.tags ?? []), ...tags])];
    this.#facts.tags = all.filter(isName).slice(0, limits.tags);
    if (this.#facts.tags.length < all.length) this.#intake.leftOut(`Tags of the flow`, `at most ${limits.tags} names`);
  }

  #addMetadata(metadata: JsonObject): void {
    const all = { ...this.#facts.metadata, ...this.#redacted(metadata) };
    if (isSmall(JSON.stringify(all))) this.#facts.metadata = all;
    else this.#intake.leftOut('Metadata of the flow', `at most ${limits.smallJsonBytes} bytes`);
  }

  #redacted(metadata: JsonObject): JsonObject {
    const { json, later } = this.#intake.value('metadata of the flow', metadata, { name: 'metadata' });
    void later?.then(
      (known) => (this.#facts.metadata = { ...this.#facts.metadata, ...(JSON.parse(known.json) as JsonObject) }),
    );
    return later ? {} : (JSON.parse(json) as JsonObject);
  }
}
