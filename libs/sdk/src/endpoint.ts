import { fromOptionOrEnvironment } from './environment.js';
import { describe, invalidOption } from './option-checks.js';

const defaultEndpoint = 'http://127.0.0.1:3000';

/** The server's base URL without a trailing slash: the option, else the environment's, else a local server. */
export function resolveEndpoint(option: string | undefined): string {
  return fromOptionOrEnvironment('endpoint', option, 'FLOW_TRAIL_URL', checkedEndpoint) ?? defaultEndpoint;
}

function checkedEndpoint(name: string, value: string): string {
  const url = typeof value === 'string' ? parsedUrl(value) : undefined;
  if (url?.username || url?.password) {
    url.username = url.password = '';
    throw invalidOption(name, 'credentials', `"${url.href}" with credentials`);
  }
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash)
    throw invalidOption(name, 'endpoint', describe(value));
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function parsedUrl(value: string): URL | undefined {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
}
