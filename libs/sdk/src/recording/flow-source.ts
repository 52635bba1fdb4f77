import type { FlowSettings } from '../flow-settings.js';
import type { FlowHead } from './flow-head.js';
import type { Recorder } from './recorder.js';
import type { Step } from './step.js';

/** What a flow shows to the part that sends it. */
export interface FlowSource {
  settings: FlowSettings;
  recorder: Recorder;
  head: FlowHead;
  steps: readonly Step[];
  /** A step that has ended, for what needs one to stand in; also after the end of the flow. */
  addOwnStep: () => Step;
}
