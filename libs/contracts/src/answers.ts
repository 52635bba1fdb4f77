import type { DecisionDeclaration } from './decision.js';
import type { Json, JsonObject } from './json.js';
import type { ObservationRole, Queryable, SentFlowStatus, StepReference, StepStatus } from './push.js';

export const flowStatuses = ['running', 'completed', 'failed', 'interrupted'] as const;
export type FlowStatus = SentFlowStatus | 'interrupted';

/** A row of `GET /api/flows`. */
export interface FlowListItem {
  id: string;
  /** Which run of this id; each attempt has a row of its own. */
  attempt: number;
  name: string;
  status: FlowStatus;
  reason: string | null;
  tags: string[];
  release: string | null;
  environment: string | null;
  createdAt: string;
  finishedAt: string | null;
  /** When the first push of this attempt was accepted. */
  receivedAt: string;
  /** From `createdAt` to `finishedAt`; null while running. */
  durationMs: number | null;
  /** Distinct steps, tries not counted. */
  stepCount: number;
  /** Names of the steps in their order, at most 20. */
  stepNames: string[];
  observationCount: number;
  /** Bytes of all observations' data. */
  bytes: number;
  /** How candidates became fewer; null when nothing was decided. */
  funnel: Funnel | null;
}

/** The decisions of a flow in a few numbers. */
export interface Funnel {
  /** In the order of the flow: the first 19 and the last. */
  stages: { name: string; in: number; kept: number }[];
  /** Of all stages: no verdict or no reason, vanished, appeared. */
  unexplained: number;
  /** Whom the last stage kept, by label or id, at most 3; absent in flows that were summarised before it was noted. */
  selected?: string[];
}

/** `GET /api/flows`: newest received first. */
export interface FlowPage {
  flows: FlowListItem[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

/** `GET /api/flows/:id`: everything but the data. */
export interface FlowDocument {
  flow: FlowDetail;
  steps: StepDetail[];
}

export interface FlowDetail extends FlowListItem {
  url: string;
  /** Every attempt of this flow id, ascending. */
  attempts: number[];
  /** Raised by every accepted push of this attempt. */
  revision: number;
  input: Json;
  output: Json;
  config: Json;
  metadata: JsonObject;
  traceparent: string | null;
  parent: string | null;
  heartbeatSeconds: number | null;
  /** The funnel with all its counts, as `FlowSummary` of @flow-trail/decisions; null when nothing was decided. */
  summary: JsonObject | null;
}

export interface StepDetail {
  id: string;
  name: string;
  /** Which try. */
  version: number;
  iteration: number;
  position: number;
  parent: StepReference | null;
  status: StepStatus;
  reason: string | null;
  config: Json;
  metrics: { [name: string]: number };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** From `startedAt` (or `createdAt`) to `finishedAt`; null while unfinished. */
  durationMs: number | null;
  observations: ObservationDetail[];
}

export interface ObservationDetail {
  id: string;
  name: string;
  version: number;
  /** 1 of 1, unless several bodies share this name and version: then all are kept, ordered by hash. */
  variant: { index: number; of: number };
  role: ObservationRole | null;
  queryable: Queryable | null;
  decision: DecisionDeclaration | null;
  /** The later declaration that it is read by; null: by `decision`. */
  declared: DecisionDeclaration | null;
  /** What its records say, as `ObservationSummary` of @flow-trail/decisions; null where nothing is declared. */
  summary: JsonObject | null;
  /** Why there is no summary though one was asked for. */
  summaryFailure: string | null;
  /** Bytes of `data` as sent. */
  bytes: number;
  /** Bytes of the stored gzip member. */
  storedBytes: number;
  /** Elements when `data` is an array (or an object that wraps the declared one); else null. */
  records: number | null;
  /** Lower-case hex SHA-256 of `data` as sent. */
  digest: string;
}

/** `GET /api/flows/:id/candidates/:candidateId`: what became of a candidate and why, in less than 2 KB. */
export interface CandidateAnswer {
  kind: string;
  /** The id as JSON text: the number `42` and the text `"42"` are two candidates. */
  key: string;
  label: string | null;
  verdict: string;
  /** The verdict with its place and numbers, for a person. */
  sentence: string;
  /** `step/observation` where it was decided; null when it was never seen. */
  stage: string | null;
  rule: string | null;
  /** By how much: of the rule, or of the score behind whom it lost to. */
  margin: number | null;
  /** Where it was seen, in the order of the flow. */
  path: {
    stage: string;
    observationId: string;
    iteration: number;
    index: number;
    outcome: string;
    rule: string | null;
    score: number | null;
    rank: number | null;
  }[];
  /** Sightings left out of the middle of the path. */
  leftOut: number;
  /** Other candidates that the same text can mean. */
  alsoNamed: { kind: string; key: string }[];
}

/** `GET /api/flows/:id/candidates`: in the order of the flow. */
export interface CandidatePage {
  candidates: CandidateAnswer[];
  /** Candidates that the query fits, */
  matched: number;
  /** of so many. */
  of: number;
  /** Observations with decisions that were read: of flows with very much data the last ones. */
  observationsRead: { count: number; of: number };
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

/** `GET /api/flows/:id/observations/:observationId/proposal`: how its records could be read, or why they cannot. */
export type ProposalAnswer =
  | {
      declaration: DecisionDeclaration;
      evidence: { part: string; because: string }[];
      /** What looked like a part and had too little evidence. */
      leftOut: { part: string; because: string }[];
      records: { lookedAt: number; of: number };
    }
  | { declaration: null; reason: string };

export const pushStates = ['accepted', 'processing', 'ready', 'quarantined'] as const;
/** `quarantined`: processing it cannot succeed; its bytes are kept, and it can be replayed. */
export type PushState = (typeof pushStates)[number];

/** `GET /api/pushes/:id`: what became of an accepted push. */
export interface PushStatus {
  id: string;
  state: PushState;
  flowId: string;
  attempt: number;
  receivedAt: string;
  /** When it became readable. */
  readyAt: string | null;
  /** Lower-case hex SHA-256 of the decoded body. */
  digest: string;
  /** How often a worker took it. */
  attempts: number;
  /** Class of the last failure, while there is one; never content. */
  lastError: string | null;
}

/** `GET /health`. */
export interface Health {
  status: 'ok' | 'degraded' | 'unavailable';
  version: string;
  role: 'all' | 'api' | 'worker';
  /** Each part that this process depends on: ok, or a word of what is wrong. */
  parts: { [part: string]: string };
}

/** `GET /readyz`. */
export interface Readiness {
  /** `unavailable` comes with 503: send no requests here for now. */
  status: Health['status'];
  /** What does not answer, though the rest works; or `stopping`. */
  degraded: string[];
}
