import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What a client said before it sent a push, and what came of it. `at` is in milliseconds of the epoch. */
export type LedgerLine = { at: number } & (
  | ({ event: 'sending' } & SentPush)
  | { event: 'answered'; key: string; status: number; code?: string; accepted?: Accepted; isReplay?: boolean }
  | { event: 'failed'; key: string; reason: string }
  | { event: 'ended'; key: string; outcome: 'delivered' | 'dropped'; reason?: string }
  | { event: 'seen'; what: string }
);
type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;

export interface SentPush {
  key: string;
  project: string;
  /** Of the flow; no two pushes share one. */
  name: string;
  /** Hex SHA-256 of the body. */
  digest: string;
  /** Of each observation's data, as sent. */
  observations: SentObservation[];
}

export interface SentObservation {
  step: string;
  name: string;
  digest: string;
}

export interface Accepted {
  flowId: string;
  pushId: string;
  digest: string;
}

/** Everything that is known of one key. */
export interface LedgerRecord extends SentPush {
  tries: number;
  accepted: Accepted[];
  outcome?: 'delivered' | 'dropped';
  reason?: string | undefined;
}

/** What a ledger says, put together. */
export class Account {
  readonly #byKey = new Map<string, LedgerRecord>();
  readonly #byName = new Map<string, LedgerRecord>();
  /** What a reader saw that must never be seen. */
  readonly sightings: string[] = [];

  get records(): LedgerRecord[] {
    return [...this.#byKey.values()];
  }

  byName(name: string): LedgerRecord | undefined {
    return this.#byName.get(name);
  }

  enter(line: LedgerLine): void {
    if (line.event === 'seen') this.sightings.push(line.what);
    else if (line.event === 'sending') this.#enterPush(line);
    else this.#enterOutcome(line, this.#byKey.get(line.key));
  }

  #enterPush({ event: _, at: __, ...push }: LedgerLine & { event: 'sending' }): void {
    const known = this.#byKey.get(push.key);
    if (known) return void known.tries++;
    const record = { ...push, tries: 1, accepted: [] };
    this.#byKey.set(push.key, record);
    this.#byName.set(push.name, record);
  }

  #enterOutcome(line: Exclude<LedgerLine, { event: 'sending' | 'seen' }>, record: LedgerRecord | undefined): void {
    if (line.event === 'answered' && line.accepted) record?.accepted.push(line.accepted);
    if (line.event === 'ended' && record) Object.assign(record, { outcome: line.outcome, reason: line.reason });
  }
}

/** Written by the client, in none of the processes that faults befall; a line is on the disk before the client goes on. */
export class Ledger {
  readonly #file: number;
  /** What was written so far. */
  readonly account = new Account();

  constructor(readonly path: string) {
    this.#file = openSync(path, 'a');
  }

  write(line: Unstamped<LedgerLine>): void {
    const stamped = { at: Date.now(), ...line } as LedgerLine;
    writeSync(this.#file, `${JSON.stringify(stamped)}\n`);
    fdatasyncSync(this.#file);
    this.account.enter(stamped);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Reads a ledger from its file, as someone who was not there does. */
export function readLedger(path: string): Account {
  const account = new Account();
  const lines = readFileSync(path, 'utf8').split('\n');
  // A line without its end was being written when its writer died.
  for (const text of lines.slice(0, -1)) account.enter(JSON.parse(text) as LedgerLine);
  return account;
}
