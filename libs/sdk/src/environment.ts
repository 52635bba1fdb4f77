interface HostWithEnvironment {
  process?: { env?: Record<string, string | undefined> };
}

/** A variable where there is an environment (Node, Bun, Deno); undefined in browsers or when empty. */
export function fromEnvironment(name: 'FLOW_TRAIL_URL' | 'FLOW_TRAIL_API_KEY'): string | undefined {
  try {
    return (globalThis as HostWithEnvironment).process?.env?.[name] || undefined;
  } catch {
    // Deno throws when reading the environment is not permitted.
    return undefined;
  }
}
