import { gunzipSync } from 'node:zlib';
import { createFlow } from '@flow-trail/sdk';
import type { FlowOptions, Receipt } from '@flow-trail/sdk';
import type { PushAccepted } from '@flow-trail/contracts';
import type { Ledger } from '../instruments/ledger.js';
import { sha256 } from './made-push.js';
import type { Project } from './sender.js';

export interface SdkPush {
  url: string;
  project: Project;
  ledger: Ledger;
  name: string;
  /** Captured in one step, as JSON. */
  data: unknown;
  options?: FlowOptions;
}

/** Sends a flow with the SDK, and writes into the ledger what goes over the wire and what the SDK makes of it. */
export async function sendWithSdk({ url, project, ledger, name, data, options = {} }: SdkPush): Promise<Receipt> {
  const observation = { step: 'step 1', name: 'records', digest: sha256(JSON.stringify(data)) };
  let key = '';
  const watchedFetch: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    key = headers.get('idempotency-key') ?? '';
    const body = init?.body as Uint8Array<ArrayBuffer>;
    const digest = sha256(headers.has('content-encoding') ? gunzipSync(body) : body);
    ledger.write({ event: 'sending', key, project: project.name, name, digest, observations: [observation] });
    const response = await fetch(input, init);
    const accepted = response.status === 202 ? await acceptanceIn(response.clone()) : undefined;
    ledger.write({ event: 'answered', key, status: response.status, ...(accepted && { accepted }) });
    return response;
  };
  const flow = createFlow(name, { endpoint: url, apiKey: project.key, platform: { fetch: watchedFetch }, ...options });
  const step = flow.createStep('step 1');
  step.capture({ name: 'records', data });
  step.finish();
  const receipt = await flow.finish();
  const outcome = receipt.status === 'accepted' ? 'delivered' : 'dropped';
  ledger.write({ event: 'ended', key, outcome, ...(receipt.reason && { reason: receipt.reason }) });
  return receipt;
}

async function acceptanceIn(
  response: Response,
): Promise<{ flowId: string; pushId: string; digest: string } | undefined> {
  const { id, pushId, digest } = (await response.json().catch(() => ({}))) as Partial<PushAccepted>;
  return id && pushId && digest ? { flowId: id, pushId, digest } : undefined;
}
