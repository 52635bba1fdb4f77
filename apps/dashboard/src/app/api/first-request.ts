import { authorizationOf } from './authorization';
import { filterIn, flowListUrl, flowUrl } from './flow-urls';
import { keptKey } from './kept-key';

let first: { url: string; answer: Promise<Response> } | null = null;

/** Asks what the page at an address asks first, while the code of that page still comes; null for one that asks nothing. */
export function askFirst(address: URL): Promise<Response> | null {
  const url = firstUrl(address);
  if (url === null) return null;
  const answer = readAtOnce(fetch(url, { headers: { accept: 'application/json', ...authorizationOf(keptKey()) } }));
  // Whoever takes it hears of the failure.
  answer.catch(() => undefined);
  first = { url, answer };
  return answer;
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

/** A good answer comes with all of its text: whoever wants it waits for it no more, and it can be read twice. */
async function readAtOnce(asked: Promise<Response>): Promise<Response> {
  const answer = await asked;
  if (!answer.ok) return answer;
  const text = await answer.text();
  return Object.assign(answer, { text: () => Promise.resolve(text) });
}
