import { sendingHost } from '#sending-host';
import type { FlowOptions } from '../flow-options.js';
import { withDefaults } from '../flow-settings.js';
import type { FlowSettings } from '../flow-settings.js';
import type { Platform } from '../platform.js';
import { traceparentOf } from './traceparent.js';

const defaults = {
  send: 'at-finish' as 'at-finish' | 'incremental',
  heartbeatSeconds: 10,
  timeoutMs: 10_000,
  deadlineMs: 60_000,
  exitTimeoutMs: 2000,
  maxRetries: 5,
  gzip: true,
  throwOnError: false,
};

type Defaulted = keyof typeof defaults;

/** The same with what only sending needs to know. */
export interface SendSettings extends Omit<FlowSettings, Defaulted>, Required<Pick<FlowOptions, Defaulted>> {
  platform: Platform;
}

export function sendSettings(settings: FlowSettings): SendSettings {
  const platform = { fetch: sendingHost.fetch, elapsed: () => performance.now(), ...settings.platform };
  const traceparent = settings.traceparent ?? traceparentOf(settings.activeContext);
  return { ...settings, ...withDefaults(defaults, settings), traceparent, platform };
}
