const mostNames = 100;

interface Loss {
  captures: number;
  why: string;
}

interface Part {
  observation: string;
  recorded: number;
  total: number;
  reason: string;
}

/** What of a step was not recorded: whole captures, some of their records, values at paths. */
export interface NotesFacts {
  dropped: Part[];
  cut: (Part & { version: number })[];
  redacted: { observation: string; path: string }[];
}

/** What of a step was not recorded, said in an observation of its own: whoever looks at the step must not take it for all there was. */
export class RecordingNotes {
  readonly #dropped = new Map<string, Loss>();
  readonly #cut: NotesFacts['cut'] = [];
  readonly #redacted = new Map<string, Set<string>>();
  #isNews = false;

  dropped(name: string, count: number, why: string): void {
    const known = this.#dropped.has(name) || this.#dropped.size < mostNames ? name : 'others';
    const { captures = 0 } = this.#dropped.get(known) ?? {};
    this.#dropped.set(known, { captures: captures + count, why });
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

  redacted(name: string, paths: ReadonlySet<string> | undefined): void {
    if (!paths?.size || (!this.#redacted.has(name) && this.#redacted.size >= mostNames)) return;
    const known = this.#redacted.get(name) ?? new Set();
    for (const path of paths) known.add(path);
    this.#redacted.set(name, known);
    this.#isNews = true;
  }

  /** What to say, with how often each was captured; undefined when nothing of it is new. */
  take(captured: (name: string) => number | undefined): NotesFacts | undefined {
    if (!this.#isNews) return undefined;
    this.#isNews = false;
    const dropped = [...this.#dropped].map(([observation, { captures, why }]) => {
      const total = captured(observation) ?? captures;
      return { observation, recorded: total - captures, total, reason: why };
    });
    const redacted = [...this.#redacted].flatMap(([observation, paths]) =>
      [...paths].map((path) => ({ observation, path })),
    );
    return { dropped, cut: this.#cut, redacted };
  }
}
