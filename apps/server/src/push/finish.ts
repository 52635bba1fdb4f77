import { FlowEnvelope, StepEnvelope } from './envelope.js';

/** A flow of which a later line of the same body says more. Tags unite, metadata merges by key, as across pushes. */
export function finishFlow(earlier: FlowEnvelope, later: FlowEnvelope): FlowEnvelope {
  const flow = Object.assign(new FlowEnvelope(), overlaid(earlier, later));
  if (Array.isArray(earlier.tags) && Array.isArray(later.tags)) {
    flow.tags = [...new Set([...earlier.tags, ...later.tags])];
  }
  if (isObject(earlier.metadata) && isObject(later.metadata))
    flow.metadata = overlaid(earlier.metadata, later.metadata);
  return flow;
}

/** A step of which a later line of the same body says more. */
export const finishStep = (earlier: StepEnvelope, later: StepEnvelope): StepEnvelope =>
  Object.assign(new StepEnvelope(), overlaid(earlier, later));

/** What the later one says, and where it says nothing, the earlier one. */
const overlaid = <T extends object>(earlier: T, later: T): T => ({
  ...earlier,
  ...Object.fromEntries(Object.entries(later).filter(([, value]) => value !== null && value !== undefined)),
});

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
