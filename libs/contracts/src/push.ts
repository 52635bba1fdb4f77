import type { DecisionDeclaration } from './decision.js';
import type { Json, JsonObject } from './json.js';
import type { ProblemDetails } from './problems.js';

/** What a client may say of a flow. `interrupted` is never sent: it is derived when a silent flow is read. */
export const sentFlowStatuses = ['running', 'completed', 'failed'] as const;
export type SentFlowStatus = (typeof sentFlowStatuses)[number];

export const stepStatuses = ['pending', 'running', 'completed', 'failed'] as const;
export type StepStatus = (typeof stepStatuses)[number];

export const observationRoles = ['input', 'config', 'output'] as const;
export type ObservationRole = (typeof observationRoles)[number];

/** The types a `queryable` path can declare. */
export const queryableTypes = ['string', 'number', 'boolean', 'date'] as const;
export type QueryableType = (typeof queryableTypes)[number];

/** Dotted path inside a record → type; `\.` escapes a dot. */
export type Queryable = { [path: string]: QueryableType };

/** The body of `POST /api/flows`: a whole flow or a part of one. Dates are ISO 8601 with a zone. */
export interface Push {
  flow: PushedFlow;
  steps: PushedStep[];
}

/**
 * One line of the same as NDJSON. A parent's first line comes before its children's; a flow or step that comes again is finished: what
 * the later line says counts, and where it says nothing, the earlier one.
 */
export type PushLine =
  | { flow: Partial<PushedFlow> }
  | { step: Partial<Omit<PushedStep, 'observations'>> & Pick<PushedStep, 'name'> }
  | { observation: Omit<PushedObservation, 'step'> & { step: StepReference } };

export interface PushedFlow {
  name: string;
  createdAt: string;
  finishedAt: string | null;
  /** UUID; made by the server when absent. */
  id?: string;
  /** 1, 2, … when an orchestrator runs the same id again. Default 1. */
  attempt?: number;
  /** Default: running while `finishedAt` is null, else failed if the last try of any step failed, else completed. */
  status?: SentFlowStatus | null;
  reason?: string | null;
  input?: Json;
  output?: Json;
  config?: Json;
  tags?: string[] | null;
  metadata?: JsonObject | null;
  release?: string | null;
  environment?: string | null;
  /** W3C trace context. */
  traceparent?: string | null;
  /** UUID of the flow that started this one. */
  parent?: string | null;
  /** A running flow silent for three of these is shown as interrupted. */
  heartbeatSeconds?: number | null;
}

/** Names a step inside its flow; `version` and `iteration` default to 1. */
export interface StepReference {
  name: string;
  version?: number;
  iteration?: number;
}

export interface PushedStep {
  name: string;
  /** Which try this is: 1, 2, …; the last one is the one that went on. */
  version: number;
  /** 0, 1, … in the order of the flow. */
  position: number;
  status: StepStatus;
  reason: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  observations: PushedObservation[];
  /** Redundant name of the flow; ignored. */
  flow?: string;
  /** 1, 2, … in a loop or over pages. Default 1. */
  iteration?: number;
  parent?: StepReference | null;
  config?: Json;
  /** Named numbers, such as tokens or cost. */
  metrics?: { [name: string]: number } | null;
}

export interface PushedObservation {
  name: string;
  version: number;
  /** Any JSON value; kept byte for byte. */
  data: Json;
  /** Redundant name of the step; ignored. */
  step?: string;
  role?: ObservationRole | null;
  queryable?: Queryable | null;
  decision?: DecisionDeclaration | null;
}

/** The 202 of `POST /api/flows`: from here on the push is kept. */
export interface PushAccepted {
  /** UUID of the flow. */
  id: string;
  /** Where a person looks at the flow. */
  url: string;
  attempt: number;
  /** UUID of the push, derived from project and idempotency key. */
  pushId: string;
  flowName: string;
  state: 'accepted';
  /** Lower-case hex SHA-256 of the decoded body. */
  digest: string;
  message: string;
  /** What was ignored or assumed, a sentence each. */
  warnings: string[];
}

/** The body of `POST /api/flows/batch`: at most `limits.batch` pushes, each with its own idempotency key (a UUID). */
export interface PushBatch {
  pushes: { key: string; push: Push }[];
}

/** The 200 of `POST /api/flows/batch`. */
export interface BatchAnswer {
  /** One for each push, in the order of the pushes. */
  results: BatchResult[];
  /** What was ignored around the pushes, a sentence each. */
  warnings: string[];
}

/** What `POST /api/flows` would have answered; `key` is null when it was no UUID, pointers of mistakes begin at the push. */
export type BatchResult =
  | ({
      key: string;
      status: 202;
      /** Whether the key had been used before, with the same bytes. */
      replayed: boolean;
    } & PushAccepted)
  | ({ key: string | null } & ProblemDetails);
