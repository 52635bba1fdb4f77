import type { DecisionDeclaration } from './decision.js';
import type { Json, JsonObject } from './json.js';

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
