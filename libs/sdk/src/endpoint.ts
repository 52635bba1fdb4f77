import { fromOptionOrEnvironment } from './environment.js';
import { describe, invalidOption } from './option-checks.js';

const defaultEndpoint = 'http://127.0.0.1:3000';

/** The server's base URL without a trailing slash: the option, else the environment's, else a local server. */
export function resolveEndpoint(option: string | undefined): string {
  return fromOptionOrEnvironment('endpoint', option, 'FLOW_TRAIL_URL', checkedEndpoint) ?? defaultEndpoint;
}

function checkedEndpoint(name: string, value: string): string {
  const url = parsedUrl(value);
  const hasCredentials = url?.username || url?.password;
  if (!url || hasCredentials || !/^https?:$/.test(url.protocol) || url.search || url.hash)
    throw invalidOption(name, 'endpoint', describe(hasCredentials ? `${url.protocol}//***@${url.host}` : value));
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function parsedUrl(value: string): URL | undefined {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
}
