import { InjectionToken } from '@angular/core';

import type { EngineMessage, EngineRequest } from './engine/messages';
import { trustedWorker } from './trusted-worker';

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

function portOf(worker: Worker): EnginePort {
  return {
    send: (request) => worker.postMessage(request),
    receive: (listener, onCrash) => {
      worker.addEventListener('message', ({ data }: MessageEvent<EngineMessage>) => listener(data));
      worker.addEventListener('error', (event) => onCrash(event.message));
    },
  };
}
