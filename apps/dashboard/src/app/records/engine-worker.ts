import type { EngineMessage, EngineRequest } from './engine/messages';
import { trustedWorker } from './trusted-worker';

/** The two ends of a worker that the page uses. */
export interface EnginePort {
  send(request: EngineRequest): void;
  receive(listener: (message: EngineMessage) => void, onCrash: (reason: string) => void): void;
}

let port: EnginePort | null = null;

/** The worker starts with the page, so that small flows never wait for it. */
export const startEngine = (): EnginePort => (port ??= portOf(startWorker()));

function startWorker(): Worker {
  // The build finds workers by the words `new Worker(new URL(…))`; this class of that name puts the policy between.
  const Worker = trustedWorker();
  return new Worker(new URL('./record.worker', import.meta.url), { type: 'module' });
}

function portOf(worker: Worker): EnginePort {
  // It can fail before anybody listens.
  const crash = new Promise<string>((resolve) => {
    worker.addEventListener('error', ({ message }) => resolve(message), { once: true });
  });
  return {
    send: (request) => worker.postMessage(request),
    receive: (listener, onCrash) => {
      worker.addEventListener('message', ({ data }: MessageEvent<EngineMessage>) => listener(data));
      void crash.then(onCrash);
    },
  };
}
