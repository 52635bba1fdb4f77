import { fromEnvironment } from './environment.js';
import { invalidOption } from './option-checks.js';

/** The key to send, if any: the option, else the environment's. */
export function resolveApiKey(option: string | undefined): string | undefined {
  if (option !== undefined) return checkedApiKey('apiKey', option);
  const key = fromEnvironment('FLOW_TRAIL_API_KEY');
  return key && checkedApiKey('FLOW_TRAIL_API_KEY', key);
}

/** What a header cannot carry is refused here, where the message does not repeat it. */
function checkedApiKey(name: string, value: string): string {
  if (typeof value === 'string' && /^[\w.~+/=-]+$/.test(value)) return value;
  throw invalidOption(name, 'apiKey', `a ${typeof value} that is not shown`);
}
