export { createFlow } from './create-flow.js';
export { currentFlow, currentStep, wrap } from '#scope';
export type { WrapOptions } from './context/wrap.js';
export type { FromResult, RunOptions, RunStepOptions } from './context/run.js';
export { flush, shutdown } from './flush.js';
export type { Flushed } from './delivery/outbox.js';
export { deterministic } from './deterministic.js';
export { FlowTrailError } from './flow-trail-error.js';
export type { ErrorCode } from './flow-trail-error.js';
export type { FilterOptions } from './decisions/filter.js';
export type { CandidateId, ItemOptions, Read } from './decisions/item-options.js';
export type { Judge, Judged, Judgement, JudgeOptions } from './decisions/judge.js';
export type { RankOptions } from './decisions/rank.js';
export type { Combine, DataRule, Rule, StatedVerdict } from './decisions/rules.js';
export type { SelectOptions } from './decisions/select.js';
export type { FlowOptions } from './flow-options.js';
export type { FinishFlowOptions, Flow, FlowNotes, StepOptions } from './recording/flow.js';
export type { Capture, FinishStepOptions, Step, StepNotes } from './recording/step.js';
export type { Drop, DropReason, Receipt } from './receipt.js';
export { counters } from './recording/tally.js';
export type { Counters, Counts } from './recording/tally.js';
export type { Budget } from './budget/limits.js';
export type { RedactedPlace, RedactOptions } from './privacy/redact.js';
export type { Sample } from './privacy/sampling.js';
export type { Platform } from './platform.js';
export type {
  DecisionDeclaration,
  DeclaredRule,
  Json,
  JsonObject,
  ObservationRole,
  Outcome,
  Queryable,
  QueryableType,
  RuleOperator,
} from '@flow-trail/contracts';
