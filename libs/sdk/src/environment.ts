interface HostWithEnvironment {
  process?: { env?: Record<string, string | undefined> };
}

/** `FLOW_TRAIL_URL` where there is an environment (Node, Bun, Deno); undefined in browsers or when empty. */
export function endpointFromEnvironment(): string | undefined {
  try {
    return (globalThis as HostWithEnvironment).process?.env?.['FLOW_TRAIL_URL'] || undefined;
  } catch {
    // Deno throws when reading the environment is not permitted.
    return undefined;
  }
}
