import type { DecisionDeclaration } from '@flow-trail/contracts';

/** Why a part of a declaration is proposed. */
export interface Evidence {
  /** The word of the declaration that it speaks for. */
  part: keyof DecisionDeclaration;
  /** Names and numbers, in words. */
  because: string;
}

/** Parts of a declaration with their evidence. */
export interface Part {
  declares: Partial<DecisionDeclaration>;
  evidence: readonly Evidence[];
  /** Why something that looks like a part is not proposed. */
  leftOut?: readonly Evidence[];
}
