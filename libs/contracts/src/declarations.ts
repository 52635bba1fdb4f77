import type { DecisionDeclaration } from './decision.js';

/** The observations that a declaration is for: those of this name, in this step, of every flow of this name. */
export interface DeclarationPlace {
  flowName: string;
  step: string;
  observation: string;
}

/** The body of `PUT /api/declarations`: how to read observations whose client declared nothing, or not that. */
export interface DeclarationRequest extends DeclarationPlace {
  /** Null takes back what was declared before. */
  decision: DecisionDeclaration | null;
  /** Whether it also counts where the client recorded a declaration of its own. Default false. */
  overridesRecorded?: boolean;
}

/** One version of a declaration; the highest one counts. */
export interface Declaration extends Required<DeclarationRequest> {
  /** 1, 2, … of this place. */
  version: number;
  createdAt: string;
}

/** `GET /api/declarations`: what counts now, by flow name, step and observation. */
export interface DeclarationPage {
  declarations: Declaration[];
  /** Flows of these names that were read by earlier declarations, and will be read again. */
  pendingFlows: number;
}

/** `GET /api/declarations/history`: newest first, at most 100. */
export interface DeclarationHistory {
  versions: Declaration[];
}

/** The body of `POST /api/reprocessing`: which flows are read again. */
export interface ReprocessingRequest {
  /** Only flows of this name. */
  flowName?: string;
  /** Every flow, not only those whose summary another version of the server made. Default false. */
  all?: boolean;
}

/** `GET /api/reprocessing` */
export interface ReprocessingAnswer {
  /** Flows of this project, each attempt counted. */
  flows: number;
  /** Those that are still to be read again. */
  pending: number;
}
