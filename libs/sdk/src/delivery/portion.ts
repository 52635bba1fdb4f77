import type { Observation } from '../keeping/observation.js';

/** What one push says of a flow: all of it, or what came since the portion before. Heads are printed when it is sent: hashes take time. */
export interface Portion {
  print: Print;
  steps: StepPortion[];
  /** Called once, when the server has promised to keep it. */
  accepted: () => void;
}

export interface StepPortion {
  print: Print;
  /** JSON text that names the step. */
  reference: string;
  observations: readonly PrintedObservation[];
  /** The same as they were held. */
  held: readonly Observation[];
}

/** JSON text of an observation but its data, and of that: joined they would be one more copy of it. */
export interface PrintedObservation {
  head: string;
  data: string;
}

export type Print = (sha256: Sha256) => Promise<string>;
export type Sha256 = (text: string) => Promise<string>;
