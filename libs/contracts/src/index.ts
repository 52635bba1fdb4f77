export type { Json, JsonObject } from './json.js';
export { limits, pageLimit } from './limits.js';
export { observationRoles, queryableTypes, sentFlowStatuses, stepStatuses } from './push.js';
export type {
  ObservationRole,
  BatchAnswer,
  BatchResult,
  Push,
  PushAccepted,
  PushBatch,
  PushLine,
  PushedFlow,
  PushedObservation,
  PushedStep,
  Queryable,
  QueryableType,
  SentFlowStatus,
  StepReference,
  StepStatus,
} from './push.js';
export { outcomes, ruleOperators } from './decision.js';
export type { DecisionDeclaration, DeclaredRule, Outcome, RuleOperator } from './decision.js';
export type {
  Declaration,
  DeclarationHistory,
  DeclarationPage,
  DeclarationPlace,
  DeclarationRequest,
  ReprocessingAnswer,
  ReprocessingRequest,
} from './declarations.js';
export { flowStatuses, pushStates } from './answers.js';
export type {
  CandidateAnswer,
  CandidatePage,
  FlowDetail,
  FlowDocument,
  FlowListItem,
  FlowPage,
  FlowStatus,
  Funnel,
  Health,
  Readiness,
  ObservationDetail,
  ProposalAnswer,
  PushState,
  PushStatus,
  StepDetail,
} from './answers.js';
export { problems } from './problems.js';
export type { FieldError, ProblemCode, ProblemDetails } from './problems.js';
