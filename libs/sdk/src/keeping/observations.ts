import type { ObservationRole } from '@flow-trail/contracts';
import type { Snapshot } from '../recording/snapshot.js';
import type { FlowKeeper } from './flow-keeper.js';
import { Observation } from './observation.js';
import type { ObservationOwner } from './observation.js';
import { RecordingNotes } from './recording-notes.js';
import type { NotesFacts } from './recording-notes.js';

const roles: readonly ObservationRole[] = ['input', 'config', 'output'];
export const nameOfNotes = 'recording notes';
const whyLost = 'the page had not loaded the rest of the SDK';

/** What there is to send of what one step captured, and of what it did not keep. */
export interface ObservationFacts {
  held: readonly Observation[];
  notes?: NotesFacts & { version: number };
}

/** What one step captured and nobody took yet. */
export class Observations implements ObservationOwner {
  readonly #step: string;
  readonly #flow: FlowKeeper;
  readonly #versions = new Map<string, number>();
  readonly #notes = new RecordingNotes();
  #held: Observation[] = [];
  /** How many of them, at most, were let go. */
  #gone = 0;

  constructor(step: string, flow: FlowKeeper) {
    this.#step = step;
    this.#flow = flow;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** Notes what a snapshot does not show. */
  note(name: string, what: string, { replaced, redacted }: Snapshot): void {
    this.#flow.intake.markers(what, replaced);
    this.#notes.redacted(name, redacted);
  }

  /** Makes room under a name, with what is declared of it; the result keeps the data there, or notes that it was lost. */
  reserve(name: string, declared: Snapshot): (taken: Snapshot | undefined) => void {
    const { intake, shelf } = this.#flow;
    const what = `of "${this.#step}/${name}"`;
    const { name: given, role, queryable, decision } = JSON.parse(declared.json) as Record<string, unknown>;
    intake.name('An observation', given, name);
    intake.markers(`declaration ${what}`, declared.replaced);
    const head = {
      name,
      version: this.#nextVersion(name),
      role: intake.oneOf(roles, `role ${what}`, role),
      queryable: intake.queryable(`queryable ${what}`, queryable),
      decision: intake.decision(`decision ${what}`, decision),
    };
    return (taken) => {
      if (!taken) return this.#notes.dropped(name, 1, whyLost);
      this.note(name, `data ${what}`, taken);
      const observation = new Observation(this, head, taken.json);
      if (shelf.put(observation)) this.#held.push(observation);
      if (this.#gone > this.#held.length / 2) this.#forgetGone();
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
    this.#flow.recorder.warnings.add(`"${this.#step}/${name}": recorded ${recorded} of ${total} records; ${why}.`);
  }

  dropped({ head: { name } }: Observation, why: string): void {
    this.#gone += 1;
    this.#notes.dropped(name, 1, why);
    this.#flow.recorder.lost(this.#step, name);
  }

  lost(name: string, count: number): void {
    this.#versions.set(name, (this.#versions.get(name) ?? 0) + count);
    this.#notes.dropped(name, count, whyLost);
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
