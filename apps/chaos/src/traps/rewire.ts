type Method<This, Args extends unknown[]> = (this: This, ...args: Args) => unknown;

/**
 * Replaces a method of a class of the server by one that is made from the old one. `file` is its path in `apps/server/src`, and it is
 * loaded into the server's own process, so it is the one that runs there.
 * @throws Error when the server has no such method any more.
 */
export async function rewire<This, Args extends unknown[]>(
  file: string,
  className: string,
  name: string,
  make: (old: Method<This, Args>) => Method<This, Args>,
): Promise<void> {
  const classes = (await import(new URL(`../../../server/src/${file}`, import.meta.url).href)) as {
    [name: string]: { prototype: { [name: string]: Method<This, Args> } } | undefined;
  };
  const prototype = classes[className]?.prototype;
  const old = prototype?.[name];
  if (!prototype || !old) throw new Error(`${file} has no ${className}.${name} to rewire: the server has changed.`);
  prototype[name] = make(old);
}
