import { authorizationOf } from './authorization';
import { filterIn, flowListUrl, flowUrl } from './flow-urls';
import { keptKey } from './kept-key';

let first: { url: string; answer: Promise<Response> } | null = null;

/** Asks what the page at an address asks first, while the code of that page still comes. */
export function askFirst(address: URL): void {
  const url = firstUrl(address);
  if (url === null) return;
  const answer = fetch(url, { headers: { accept: 'application/json', ...authorizationOf(keptKey()) } });
  // Whoever takes it hears of the failure.
  answer.catch(() => undefined);
  first = { url, answer };
}

/** The answer, for the request that it was asked for; any other one means that nobody waits for it. */
export function takeFirst(url: string): Promise<Response> | null {
  const asked = first;
  first = null;
  return asked?.url === url ? asked.answer : null;
}

function firstUrl({ pathname, searchParams }: URL): string | null {
  const parameter = (name: string): string | null => searchParams.get(name);
  if (pathname === '/' || pathname === '/flows') return flowListUrl(filterIn(parameter), null);
  const [, id] = /^\/flows\/([\w-]+)$/.exec(pathname) ?? [];
  return id === undefined ? null : flowUrl(id, Number(parameter('attempt')) || null);
}
