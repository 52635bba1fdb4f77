export { createFlow } from './create-flow.js';
export { FlowTrailError } from './flow-trail-error.js';
export type { ErrorCode } from './flow-trail-error.js';
export type { FlowOptions } from './flow-options.js';
export type { Flow, FinishFlowOptions, StepOptions } from './recording/flow.js';
export type { Capture, FinishStepOptions, Step } from './recording/step.js';
export type { DropReason, Receipt } from './receipt.js';
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
