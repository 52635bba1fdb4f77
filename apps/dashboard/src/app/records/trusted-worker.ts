interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Worker that loads scripts of this origin only. */
export function trustedWorker(): new (url: URL, options: WorkerOptions) => Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  // A policy can be made once.
  policy ??= trustedTypes?.createPolicy('flow-trail', { createScriptURL: ownScript });
  const NativeWorker = globalThis.Worker;
  return class extends NativeWorker {
    constructor(url: URL, options: WorkerOptions) {
      super(policy ? policy.createScriptURL(url.href) : url, options);
    }
  };
}

function ownScript(url: string): string {
  if (new URL(url).origin !== location.origin) throw new TypeError(`A worker of another origin is refused: ${url}`);
  return url;
}
