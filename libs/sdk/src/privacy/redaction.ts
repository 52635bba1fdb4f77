/** How far a walk has followed the redacted paths; one step for each key. */
export interface RedactionPath {
  /** Whether what stands here is redacted. */
  readonly isEnd: boolean;
  into(key: string): RedactionPath | undefined;
}

const mostPathsNamed = 100;

/** Which paths of captured values are never read, and which were met. Paths are dotted; `*` is any one key, `**` any number of them. */
export class Redaction {
  /** Paths at which something was redacted, without array indexes. */
  readonly paths = new Set<string>();
  readonly #patterns: readonly (readonly string[])[];

  constructor(patterns: readonly (readonly string[])[]) {
    this.#patterns = patterns;
  }

  start(): RedactionPath {
    return pathAt(this.#patterns);
  }

  found(path: string): void {
    if (this.paths.size < mostPathsNamed) this.paths.add(path.replace(/(^|\.)\d+(?=\.)/g, '').replace(/^\./, ''));
  }
}

/** `rest`: for each pattern that still fits, the keys to come. */
function pathAt(rest: readonly (readonly string[])[]): RedactionPath {
  return {
    isEnd: rest.some((keys) => keys.length === 0),
    into: (key) => {
      const next = rest.flatMap((keys) => after(keys, key));
      return next.length === 0 ? undefined : pathAt(next);
    },
  };
}

function after(keys: readonly string[], key: string): (readonly string[])[] {
  const [first, ...others] = keys;
  if (first === undefined) return [];
  if (first === '**') return [keys, ...after(others, key)];
  return first === '*' || first === key ? [others] : [];
}
