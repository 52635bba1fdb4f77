import type { SendSettings } from './send-settings.js';
import type { Platform } from '../platform.js';
import { HttpTransport } from './http-transport.js';
import { Lane } from './lane.js';
import { RetryingTransport } from './retrying-transport.js';
import type { Transport } from './transport.js';

/** Flows that go to the same server in the same manner share a lane; one of a `fetch` that is gone goes with it. */
const lanes = new WeakMap<Platform['fetch'], Map<string, Lane>>();

export function transportFor(settings: SendSettings): Transport {
  const http = new HttpTransport(laneFor(settings), settings.platform);
  return new RetryingTransport(http, settings, settings.platform);
}

function laneFor({ endpoint, apiKey, gzip, platform }: SendSettings): Lane {
  const ofFetch = lanes.get(platform.fetch) ?? new Map<string, Lane>();
  lanes.set(platform.fetch, ofFetch);
  const key = [endpoint, apiKey, gzip].join(' ');
  const lane = ofFetch.get(key) ?? new Lane({ endpoint, apiKey, gzip, platform });
  ofFetch.set(key, lane);
  return lane;
}
