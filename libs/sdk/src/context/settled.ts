/** Calls back when what was called has ended: at once, or when the promise that it returned settles. Neither result nor error is changed. */
export function whenSettled<T>(
  call: () => T,
  onReturn: (result: Awaited<T>) => void,
  onThrow: (error: unknown) => void,
): T {
  let result: T;
  try {
    result = call();
  } catch (error) {
    onThrow(error);
    throw error;
  }
  if (!isThenable(result)) {
    onReturn(result as Awaited<T>);
    return result;
  }
  try {
    const settled = result.then(
      (value) => {
        onReturn(value as Awaited<T>);
        return value;
      },
      (error: unknown) => {
        onThrow(error);
        throw error;
      },
    );
    return (settled ?? result) as T;
  } catch (error) {
    // One of another library, which throws what a promise would reject with: the host shall meet it where it awaits.
    onThrow(error);
    return result;
  }
}

/** What the host made only to be recorded: nobody else will see that it rejects. */
export function handled(made: unknown): unknown {
  if (made instanceof Promise) made.catch(() => undefined);
  return made;
}

/** Of any realm or library. What throws when it is asked is none. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  try {
    return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
  } catch {
    return false;
  }
}
