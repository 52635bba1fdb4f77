/** How far a walk has followed the redacted paths, dotted, in which `*` is any one key and `**` any number of them; one step for each key. */
export interface RedactionPath {
  /** Whether what stands here is redacted. */
  readonly isEnd: boolean;
  into(key: string): RedactionPath | undefined;
}

/** `rest`: for each pattern that still fits, the keys to come; at the start all of them. */
export function redactionOf(rest: readonly (readonly string[])[]): RedactionPath {
  return {
    isEnd: rest.some((keys) => keys.length === 0),
    into: (key) => {
      const next = rest.flatMap((keys) => after(keys, key));
      return next.length === 0 ? undefined : redactionOf(next);
    },
  };
}

function after(keys: readonly string[], key: string): (readonly string[])[] {
  const [first, ...others] = keys;
  if (first === undefined) return [];
  if (first === '**') return [keys, ...after(others, key)];
  return first === '*' || first === key ? [others] : [];
}
