/** Null when something answers HTTP at the URL; else one line that says what to do. */
export async function whyUnreachable(url: string, ask: typeof fetch, signal: AbortSignal): Promise<string | null> {
  try {
    await ask(`${url.replace(/\/+$/, '')}/health`, { signal });
    return null;
  } catch (error) {
    return `No Flow Trail server answers at ${url} (${causeOf(error)}). Start one with "make dev", or name another with --url.`;
  }
}

/** What fetch throws says only "fetch failed"; its cause has the code. */
function causeOf(thrown: unknown): string {
  const { message, cause } = thrown as Partial<Error>;
  return (cause as { code?: string } | undefined)?.code ?? message ?? 'no answer';
}
