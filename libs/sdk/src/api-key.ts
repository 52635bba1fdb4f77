import { fromOptionOrEnvironment } from './environment.js';
import { invalidOption } from './option-checks.js';

/** The key to send, if any: the option, else the environment's. */
export function resolveApiKey(option: string | undefined): string | undefined {
  return fromOptionOrEnvironment('apiKey', option, 'FLOW_TRAIL_API_KEY', checkedApiKey);
}

/** What a header cannot carry is refused here, where the message does not repeat it. */
function checkedApiKey(name: string, value: string): string {
  if (typeof value === 'string' && /^[\w.~+/=-]+$/.test(value)) return value;
  throw invalidOption(name, 'apiKey', `a ${typeof value} that is not shown`);
}
