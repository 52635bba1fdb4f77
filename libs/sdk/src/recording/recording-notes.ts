import { jsonObject } from './json-text.js';

const mostNames = 100;

interface Loss {
  captures: number;
  why: string;
}

/** What of a step was not recorded, said in an observation of its own: whoever looks at the step must not take it for all there was. */
export class RecordingNotes {
  readonly #dropped = new Map<string, Loss>();
  readonly #cut: { observation: string; version: number; recorded: number; total: number; reason: string }[] = [];
  readonly #redacted = new Map<string, Set<string>>();
  #isNews = false;

  dropped(name: string, why: string): void {
    const known = this.#dropped.has(name) || this.#dropped.size < mostNames ? name : 'others';
    const { captures = 0 } = this.#dropped.get(known) ?? {};
    this.#dropped.set(known, { captures: captures + 1, why });
    this.#isNews = true;
  }

  cut(
    observation: string,
    version: number,
    { recorded, total }: { recorded: number; total: number },
    reason: string,
  ): void {
    if (this.#cut.length >= mostNames) return;
    this.#cut.push({ observation, version, recorded, total, reason });
    this.#isNews = true;
  }

  redacted(name: string, paths: readonly string[]): void {
    if (paths.length === 0 || (!this.#redacted.has(name) && this.#redacted.size >= mostNames)) return;
    const known = this.#redacted.get(name) ?? new Set();
    for (const path of paths) known.add(path);
    this.#redacted.set(name, known);
    this.#isNews = true;
  }

  /** Sentences about what was dropped; `captured` says how many there were. */
  warnings(step: string, captured: (name: string) => number | undefined): string[] {
    return [...this.#dropped].map(([name, { captures, why }]) => {
      const total = captured(name) ?? captures;
      return `"${step}/${name}": recorded ${total - captures} of ${total} captures; ${why}.`;
    });
  }

  /** The observation, or undefined when there is nothing new to say. */
  print(version: number, captured: (name: string) => number | undefined): string | undefined {
    if (!this.#isNews) return undefined;
    this.#isNews = false;
    const dropped = [...this.#dropped].map(([observation, { captures, why }]) => {
      const total = captured(observation) ?? captures;
      return { observation, recorded: total - captures, total, reason: why };
    });
    const redacted = [...this.#redacted].flatMap(([observation, paths]) =>
      [...paths].map((path) => ({ observation, path })),
    );
    const data = JSON.stringify({ dropped, cut: this.#cut, redacted });
    return jsonObject({ name: '"recording notes"', version: `${version}`, data });
  }
}
