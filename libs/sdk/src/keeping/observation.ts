import { sendingHost } from '#sending-host';
import type { DecisionDeclaration, ObservationRole } from '@flow-trail/contracts';
import { greatestBytes, overheadBytes } from '../budget/limits.js';

/** Who captured an observation, and is told what did not stay of it. */
export interface ObservationOwner {
  /** Some of its records stayed. */
  cut(observation: Observation, cut: { recorded: number; total: number }, why: string): void;
  /** Nothing of it stayed. */
  dropped(observation: Observation, why: string): void;
}

/** What is known of an observation besides its data. */
export interface ObservationHead {
  name: string;
  version: number;
  role?: ObservationRole;
  /** JSON text. */
  queryable?: string;
  decision?: DecisionDeclaration;
}

/** Data that a step holds until it is sent, as JSON text. */
export class Observation {
  readonly owner: ObservationOwner;
  readonly head: ObservationHead;
  #decision: DecisionDeclaration | undefined;
  #json: string;
  #bytes: number;
  #isMeasured = false;
  /** Cut or not, all that can be let go without losing a winner is gone. */
  isNotable = false;
  isGone = false;

  constructor(owner: ObservationOwner, head: ObservationHead, json: string) {
    this.owner = owner;
    this.head = head;
    this.#decision = head.decision;
    this.#json = json;
    this.#bytes = greatestBytes(json);
  }

  get decision(): DecisionDeclaration | undefined {
    return this.#decision;
  }

  get json(): string {
    return this.#json;
  }

  /** Of the data as UTF-8, and of everything around it; until they are measured, the most that they can be. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Counts the bytes; how many fewer they are. The runtime first makes one piece of the text, so not before it matters. */
  measure(): number {
    if (this.#isMeasured) return 0;
    this.#isMeasured = true;
    const before = this.#bytes;
    this.#bytes = sendingHost.utf8Bytes(this.#json) + overheadBytes;
    return before - this.#bytes;
  }

  replace(json: string, decision: DecisionDeclaration | undefined): void {
    this.#json = json;
    this.#decision = decision ?? this.#decision;
    this.#isMeasured = false;
    this.measure();
  }

  /** Lets go of the data. */
  leave(): void {
    this.isGone = true;
    this.#json = '';
  }
}
