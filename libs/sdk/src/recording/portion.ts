import { jsonObject } from './json-text.js';
import type { Observation } from './observation.js';

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
  /** JSON text of each. */
  observations: readonly string[];
  /** The same as they were held. */
  held: readonly Observation[];
}

export type Print = (sha256: Sha256) => Promise<string>;
export type Sha256 = (text: string) => Promise<string>;

/** JSON text that describes a flow or step, or what was too large for that and became an observation. */
export type Description = string | { json: string; observation: string };

/** A note stands for what became an observation: its place and the hash of its bytes. */
export async function printDescription(
  description: Description | undefined,
  sha256: Sha256,
): Promise<string | undefined> {
  if (description === undefined || typeof description === 'string') return description;
  const hash = JSON.stringify(await sha256(description.json));
  return jsonObject({ $ft: '"observation"', observation: description.observation, sha256: hash });
}
