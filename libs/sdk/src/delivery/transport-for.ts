import type { FlowSettings } from '../flow-settings.js';
import { HttpTransport } from './http-transport.js';
import { RetryingTransport } from './retrying-transport.js';
import type { Transport } from './transport.js';

export function transportFor(settings: FlowSettings): Transport {
  const http = new HttpTransport(`${settings.endpoint}/api/flows`, settings.apiKey, settings.platform);
  return new RetryingTransport(http, settings, settings.platform);
}
