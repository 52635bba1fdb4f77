export { movieNight } from './examples/movie-night.js';
export { knownFlow, knownFlowLessOneReason } from './generate-flow.js';
export type { KnownFlow } from './generate-flow.js';
export { verdictKinds } from './truth.js';
export type { CandidateId, CandidateTruth, FlowTruth, ObservationTruth, RuleCounts, VerdictKind } from './truth.js';
