import { sendSettings } from '../delivery/send-settings.js';
import type { SendSettings } from '../delivery/send-settings.js';
import type { FlowSettings } from '../flow-settings.js';
import type { Recorder } from '../recording/recorder.js';
import { FlowHead } from './flow-head.js';
import { Intake } from './intake.js';
import { Shelf } from './shelf.js';
import { StepKeeper } from './step-keeper.js';
import type { StepHead } from './step-keeper.js';

/** What is known of a flow until the server has it. */
export class FlowKeeper {
  readonly settings: SendSettings;
  readonly recorder: Recorder;
  readonly intake: Intake;
  readonly head: FlowHead;
  readonly shelf: Shelf;
  readonly steps: StepKeeper[] = [];
  /** Called when there is something new to send. */
  changed: () => void = () => undefined;

  /** `isAll`: whether all that was captured before could wait for it. */
  constructor(settings: FlowSettings, recorder: Recorder, createdAt: number, isAll: boolean) {
    this.settings = sendSettings(settings);
    this.recorder = recorder;
    if (!isAll) recorder.warnings.add('Not all was recorded: the page had not loaded the rest of the SDK.');
    this.intake = new Intake(recorder.warnings);
    this.head = new FlowHead(settings, createdAt, this.intake);
    this.shelf = new Shelf(settings.budget, new Set(settings.watch?.map(String)), recorder.tally.account);
  }

  addStep(head: StepHead): StepKeeper {
    const step = new StepKeeper(head, this);
    this.steps.push(step);
    return step;
  }

  /** A step that has ended, for what needs one to stand in where there is none. */
  addOwnStep(): StepKeeper {
    const now = this.recorder.now();
    const place = { name: this.settings.name, version: 1, iteration: 1, position: 0 };
    return this.addStep({ ...place, status: 'completed', createdAt: now, finishedAt: now });
  }
}
