import { InjectionToken } from '@angular/core';

import type { EngineMessage, EngineRequest } from './engine/messages';

/** The two ends of a worker that the page uses. */
export interface EnginePort {
  send(request: EngineRequest): void;
  receive(listener: (message: EngineMessage) => void, onCrash: (reason: string) => void): void;
}

export const ENGINE_PORT = new InjectionToken<EnginePort>('engine port', {
  providedIn: 'root',
  factory: () => portOf(startWorker()),
});

function startWorker(): Worker {
  // The build finds workers by the words `new Worker(new URL(…))`; this class of that name puts the policy between.
  const Worker = trustedWorker();
  return new Worker(new URL('./record.worker', import.meta.url), { type: 'module' });
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

function trustedWorker(): new (url: URL, options: WorkerOptions) => Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('flow-trail', { createScriptURL: ownScript });
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

function portOf(worker: Worker): EnginePort {
  return {
    send: (request) => worker.postMessage(request),
    receive: (listener, onCrash) => {
      worker.addEventListener('message', ({ data }: MessageEvent<EngineMessage>) => listener(data));
      worker.addEventListener('error', (event) => onCrash(event.message));
    },
  };
}
