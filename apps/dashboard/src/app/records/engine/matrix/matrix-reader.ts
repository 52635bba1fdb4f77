import { parseExact, recordsInText, type TrailStep } from '@flow-trail/decisions';

import { type Failure, unreadable } from '../../../api/failure';
import type { DataLoader } from '../data-loader';
import { ElementStream } from '../element-stream';
import { Matrix } from './matrix';
import type { MatrixPart, PartDecisions } from './matrix-part';

/** Names the decisions of one attempt of a flow, as they stand. */
export interface MatrixAddress {
  /** Another one for other parts, and for other declarations of them. */
  matrixId: string;
  flowId: string;
  attempt: number;
  parts: MatrixPart[];
  steps: TrailStep[];
}

export interface ReadOptions {
  apiKey: string | null;
  signal: AbortSignal;
  now: () => number;
  /** Called now and then while the matrix grows. */
  onGrowth: () => void;
  /** Waited for between two pieces once there are rows that fill a screen. */
  rest: () => Promise<void> | null;
}

/** Observations asked for ahead of the one that is read. */
const AHEAD = 3;
/** Before the first sign of growth. */
const FIRST_MS = 100;
/** Between two signs of growth, at first; each time half as long again, since looking at a large matrix takes time. Rows are drawn anew at each. */
const GROWTH_MS = 1_000;
const SLOWER = 1.5;
/** Records that fill a screen: once they are there, a sign waits for no more. */
const SCREEN = 50;

/** Reads all decisions of a flow into a matrix, observation by observation in the order of the flow. */
export class MatrixReader {
  readonly matrix: Matrix;
  #nextGrowth: number;
  #interval = GROWTH_MS;
  #hasToldScreen = false;
  /** Says what came since the last sign, should nothing more come for a while. */
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly address: MatrixAddress,
    private readonly loader: DataLoader,
    private readonly options: ReadOptions,
  ) {
    this.matrix = new Matrix(address.parts, address.steps);
    this.#nextGrowth = options.now() + FIRST_MS;
  }

  /** What could not be read is named in the matrix. Ends early when the signal fires. */
  async read(): Promise<void> {
    try {
      await this.#readAll();
    } finally {
      clearTimeout(this.#later);
    }
  }

  async #readAll(): Promise<void> {
    const { parts, failures } = this.matrix;
    const { signal } = this.options;
    const rest = (): Promise<void> | null => (this.#fillsScreen() ? this.options.rest() : null);
    const readers = parts.map((part) => new PartReader(part, () => this.#grow(), rest));
    const readings = readers.slice(0, AHEAD).map((reader) => this.#read(reader));
    for (const [place, reader] of readers.entries()) {
      if (signal.aborted) return;
      // One after the other: rows are numbered as they are seen, and that must not depend on the network.
      reader.start();
      const failure = await readings[place];
      const next = readers[place + AHEAD];
      if (next) readings.push(this.#read(next));
      if (failure) failures.push({ observation: reader.name, failure });
      this.#grow();
    }
    if (failures.length === 0) this.matrix.complete();
  }

  async #read(reader: PartReader): Promise<Failure | null> {
    const { apiKey, signal } = this.options;
    const { flowId, attempt } = this.address;
    const address = { flowId, attempt, observationId: reader.observationId };
    const onBytes = (bytes: Uint8Array<ArrayBuffer>): void => reader.push(bytes);
    const loaded = await this.loader.load(address, { apiKey, signal, onProgress: () => undefined, onBytes });
    if (loaded.status === 'failed') return loaded.failure;
    try {
      await reader.end();
      return null;
    } catch (cause) {
      return unreadable(cause);
    }
  }

  #grow(): void {
    clearTimeout(this.#later);
    if (this.options.signal.aborted) return;
    const now = this.options.now();
    const fillsScreen = this.#fillsScreen();
    const isFirstScreen = fillsScreen && !this.#hasToldScreen;
    if (now < this.#nextGrowth && !isFirstScreen) {
      this.#later = setTimeout(() => this.#grow(), this.#nextGrowth - now);
      return;
    }
    this.#hasToldScreen = fillsScreen;
    this.#nextGrowth = now + this.#interval;
    this.#interval *= SLOWER;
    this.options.onGrowth();
  }

  #fillsScreen(): boolean {
    return this.matrix.parts.some((part) => part.length >= SCREEN);
  }
}

/** Adds the records of one observation while its bytes come; those that an object wraps, when all came. */
class PartReader {
  readonly #stream: ElementStream<unknown>;

  constructor(
    private readonly decisions: PartDecisions,
    private readonly onRecords: () => void,
    rest: () => Promise<void> | null,
  ) {
    const isWrapped = Boolean(decisions.part.declaration.records);
    this.#stream = new ElementStream((elements) => this.#add(elements), parseExact, isWrapped, rest);
  }

  get observationId(): string {
    return this.decisions.part.observationId;
  }

  get name(): string {
    return `${this.decisions.part.step.name}/${this.decisions.part.name}`;
  }

  start(): void {
    this.#stream.start();
  }

  push(bytes: Uint8Array<ArrayBuffer>): void {
    this.#stream.push(bytes);
  }

  async end(): Promise<void> {
    const whole = await this.#stream.end();
    if (whole === null) return;
    const { records, envelope } = recordsInText(whole, this.decisions.part.declaration.records);
    this.#add(records);
    this.decisions.end(envelope);
  }

  #add(records: Iterable<unknown>): void {
    const before = this.decisions.length;
    for (const record of records) this.decisions.add(record);
    if (this.decisions.length > before) this.onRecords();
  }
}
