/** A module of the server, by its path in `apps/server/src`. It is loaded into the server's own process, so it is the one that runs there. */
export const fromServer = async <T>(file: string): Promise<T> =>
  (await import(new URL(`../../../server/src/${file}`, import.meta.url).href)) as T;

/** Replaces a method of a class by one that gets the old one. @throws Error when the class has no such method. */
export function rewire<This extends object>(
  { prototype }: { prototype: This },
  name: keyof This & string,
  make: (old: (...args: never[]) => unknown) => (this: This, ...args: never[]) => unknown,
): void {
  const old = prototype[name];
  if (typeof old !== 'function') throw new Error(`there is no ${name} to rewire: the server has changed`);
  Object.assign(prototype, { [name]: make(old as (...args: never[]) => unknown) });
}
