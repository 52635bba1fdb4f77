interface HostWithEnvironment {
  process?: { env?: Record<string, string | undefined> };
}

/** What `check` makes of the option, else of the environment's variable, and of its name; undefined where neither is given. */
export function fromOptionOrEnvironment(
  name: string,
  option: string | undefined,
  variable: string,
  check: (name: string, value: string) => string,
): string | undefined {
  if (option !== undefined) return check(name, option);
  const value = fromEnvironment(variable);
  return value && check(variable, value);
}

/** A variable where there is an environment (Node, Bun, Deno); undefined in browsers or when empty. */
function fromEnvironment(name: string): string | undefined {
  try {
    return (globalThis as HostWithEnvironment).process?.env?.[name] || undefined;
  } catch {
    // Deno throws when reading the environment is not permitted.
    return undefined;
  }
}
