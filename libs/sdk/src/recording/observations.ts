import type { ObservationRole } from '@flow-trail/contracts';
import type { PrivateSnapshot } from '../privacy/redact.js';
import type { Intake } from './intake.js';
import { Observation } from './observation.js';
import type { ObservationOwner } from './observation.js';
import type { Recorder } from './recorder.js';
import { RecordingNotes } from './recording-notes.js';
import type { NotesFacts } from './recording-notes.js';
import type { Capture } from './step.js';

const roles: readonly ObservationRole[] = ['input', 'config', 'output'];
export const nameOfNotes = 'recording notes';

/** What there is to send of what one step captured, and of what it did not keep. */
export interface ObservationFacts {
  held: readonly Observation[];
  notes?: NotesFacts & { version: number };
}

/** What one step captured and nobody took yet. */
export class Observations implements ObservationOwner {
  readonly #step: string;
  readonly #recorder: Recorder;
  readonly #intake: Intake;
  readonly #versions = new Map<string, number>();
  readonly #notes = new RecordingNotes();
  #held: Observation[] = [];
  /** How many of them, at most, were let go. */
  #gone = 0;

  constructor(step: string, recorder: Recorder, intake: Intake) {
    this.#step = step;
    this.#recorder = recorder;
    this.#intake = intake;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** Hands JSON text of a value on, without what is redacted: at once, or when it is known what that is. */
  print(name: string, what: string, value: unknown, use: (json: string) => void): void {
    const taken = this.#intake.value(what, value, { step: this.#step, name });
    const useTaken = ({ json, redacted }: PrivateSnapshot): void => {
      this.#notes.redacted(name, redacted);
      use(json);
    };
    if (taken.later) this.#recorder.later(taken.later, useTaken);
    else useTaken(taken);
  }

  /** Makes room under a name; the result keeps JSON text there, and returns where it is found, as JSON text. */
  reserve(name: string, declared: Omit<Capture, 'name' | 'data'>): (data: string) => string {
    const place = `${this.#step}/${name}`;
    const what = `of "${place}"`;
    const head = {
      name,
      version: this.#nextVersion(name),
      role: this.#intake.oneOf(roles, `role ${what}`, declared.role),
      queryable: this.#intake.queryable(`queryable ${what}`, declared.queryable),
      decision: this.#intake.decision(`decision ${what}`, declared.decision),
    };
    this.#recorder.tally.captured();
    return (data) => {
      const observation = new Observation(this, head, data);
      if (this.#recorder.shelf.put(observation)) this.#held.push(observation);
      if (this.#gone > this.#held.length / 2) this.#forgetGone();
      return JSON.stringify(place);
    };
  }

  /** What can be sent now. */
  take(): ObservationFacts {
    this.#forgetGone();
    const held = this.#held;
    this.#held = [];
    const notes = this.#notes.take((name) => this.#versions.get(name));
    return { held, notes: notes && { ...notes, version: this.#nextVersion(nameOfNotes) } };
  }

  cut({ head: { name, version } }: Observation, cut: { recorded: number; total: number }, why: string): void {
    const { recorded, total } = cut;
    this.#notes.cut(name, version, { recorded, total }, why);
    this.#recorder.warnings.add(`"${this.#step}/${name}": recorded ${recorded} of ${total} records; ${why}.`);
  }

  dropped({ head: { name } }: Observation, why: string): void {
    this.#gone += 1;
    this.#notes.dropped(name, why);
    this.#recorder.tally.dropped('over-budget');
    this.#recorder.dropped({ reason: 'over-budget', step: this.#step, observation: name });
  }

  #forgetGone(): void {
    this.#held = this.#held.filter(({ isGone }) => !isGone);
    this.#gone = 0;
  }

  #nextVersion(name: string): number {
    const version = (this.#versions.get(name) ?? 0) + 1;
    this.#versions.set(name, version);
    return version;
  }
}
