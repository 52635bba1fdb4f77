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
  if (!isPromiseLike(result)) {
    onReturn(result as Awaited<T>);
    return result;
  }
  return result.then(
    (value) => {
      onReturn(value as Awaited<T>);
      return value;
    },
    (error: unknown) => {
      onThrow(error);
      throw error;
    },
  ) as T;
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
