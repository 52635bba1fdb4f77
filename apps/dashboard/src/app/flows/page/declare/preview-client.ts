import { DestroyRef, inject, Injectable, InjectionToken } from '@angular/core';
import type { DecisionDeclaration } from '@flow-trail/contracts';

import { ApiKey } from '../../../api/api-key';
import type { FlowAddress } from '../../../api/decision-client';
import { trustedWorker } from '../../../records/trusted-worker';
import type { Preview, PreviewAnswer, PreviewRequest } from './preview-messages';

/** The two ends of the worker that the page uses. */
export interface PreviewPort {
  send(request: PreviewRequest): void;
  receive(listener: (answer: PreviewAnswer) => void, onCrash: (reason: string) => void): void;
  close(): void;
}

export const PREVIEW_PORT = new InjectionToken<() => PreviewPort>('preview port', {
  providedIn: 'root',
  factory: () => startWorker,
});

/** Computes what a declaration would say, away from the page; the worker lasts as long as the panel. */
@Injectable()
export class PreviewClient {
  readonly #apiKey = inject(ApiKey);
  readonly #port = inject(PREVIEW_PORT)();
  readonly #pending = new Map<number, (preview: Preview) => void>();
  #lastId = 0;

  constructor() {
    this.#port.receive(
      ({ id, preview }) => this.#settle(id, preview),
      (reason) => {
        for (const id of this.#pending.keys())
          this.#settle(id, { status: 'failed', detail: `The preview stopped. ${reason}` });
      },
    );
    inject(DestroyRef).onDestroy(() => this.#port.close());
  }

  preview(flow: FlowAddress, observationId: string, declaration: DecisionDeclaration): Promise<Preview> {
    const id = ++this.#lastId;
    const url = `/api/flows/${encodeURIComponent(flow.id)}/observations/${observationId}/data?attempt=${flow.attempt}`;
    const answer = new Promise<Preview>((settle) => this.#pending.set(id, settle));
    this.#port.send({ id, url, apiKey: this.#apiKey.value(), declaration });
    return answer;
  }

  #settle(id: number, preview: Preview): void {
    this.#pending.get(id)?.(preview);
    this.#pending.delete(id);
  }
}

function startWorker(): PreviewPort {
  // The build finds workers by the words `new Worker(new URL(…))`; this class of that name puts the policy between.
  const Worker = trustedWorker();
  const worker = new Worker(new URL('./preview.worker', import.meta.url), { type: 'module' });
  return {
    send: (request) => worker.postMessage(request),
    receive: (listener, onCrash) => {
      worker.addEventListener('message', ({ data }: MessageEvent<PreviewAnswer>) => listener(data));
      worker.addEventListener('error', (event) => onCrash(event.message));
    },
    close: () => worker.terminate(),
  };
}
