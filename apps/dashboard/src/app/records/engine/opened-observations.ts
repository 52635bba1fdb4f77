import type { OpenedObservation } from './opened-observation';

/** Characters of JSON that stand open together: parsed, they take about ten times as many bytes. */
const BUDGET = 24_000_000;

/** The observations that were looked at last, as many as fit; the one looked at always does. */
export class OpenedObservations {
  readonly #opened = new Map<string, OpenedObservation>();

  constructor(private readonly budget = BUDGET) {}

  /** Takes the place of what stood under the same id. */
  keep(observationId: string, data: OpenedObservation): void {
    this.#opened.delete(observationId);
    this.#opened.set(observationId, data);
    let size = [...this.#opened.values()].reduce((sum, opened) => sum + opened.size, 0);
    for (const [id, opened] of this.#opened) {
      if (size <= this.budget || id === observationId) return;
      this.#opened.delete(id);
      size -= opened.size;
    }
  }

  find(observationId: string): OpenedObservation | undefined {
    const data = this.#opened.get(observationId);
    if (data) this.keep(observationId, data);
    return data;
  }
}
