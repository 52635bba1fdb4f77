import type { ApiKey, Scope } from '../config/api-keys.js';
import { Problem } from '../errors/problem.js';

/** Routes that hold no flow's data: the page with its files, what describes the API, health and metrics. All others need a key. */
const publicRoute = /^(\/\*|\/(health|livez|readyz|metrics)|\/api\/(docs|openapi\.(json|yaml))(\/.*)?)$/;

export const isPublic = (route: string): boolean => publicRoute.test(route);

/** Any one of them opens the route: who sends pushes may also ask what became of them. */
export function scopesFor(method: string, route: string): readonly Scope[] {
  if (!['GET', 'HEAD'].includes(method)) return ['ingest'];
  return /^\/api\/pushes(\/|$)/.test(route) ? ['read', 'ingest'] : ['read'];
}

/** @throws Problem `forbidden-scope` */
export function authorize({ scopes }: ApiKey, method: string, route: string): void {
  const needed = scopesFor(method, route);
  if (needed.some((scope) => scopes.has(scope))) return;
  throw new Problem(
    'forbidden-scope',
    `This needs a key with the scope ${needed.join(' or ')}; this key has ${[...scopes].join(' and ')}.`,
    { headers: { 'www-authenticate': `Bearer realm="Flow Trail", error="insufficient_scope", scope="${needed[0]}"` } },
  );
}
