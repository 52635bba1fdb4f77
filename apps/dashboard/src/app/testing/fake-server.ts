/** What of a Response the clients read; jsdom has none of its own. */
export function jsonReply(body: unknown, status = 200, type = 'application/json'): Response {
  const headers = new Map([['content-type', type]]);
  const reply = { ok: status < 400, status, headers, json: async () => body, text: async () => JSON.stringify(body) };
  return reply as unknown as Response;
}

/** A fetch that answers from a table of paths and remembers what it was asked. */
export class FakeServer {
  readonly asked: URL[] = [];
  /** The Authorization header of each request. */
  readonly authorizations: (string | undefined)[] = [];
  readonly #answers = new Map<string, () => Response | Promise<Response>>();

  answer(path: string, answer: () => Response | Promise<Response>): this {
    this.#answers.set(path, answer);
    return this;
  }

  answerJson(path: string, body: unknown): this {
    return this.answer(path, () => jsonReply(body));
  }

  answerProblem(path: string, status: number, given: object = {}): this {
    const problem = {
      title: 'Refused',
      detail: 'It was refused.',
      retryable: true,
      requestId: 'r-1',
      status,
      ...given,
    };
    return this.answer(path, () => jsonReply(problem, status, 'application/problem+json'));
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input), 'http://localhost');
    this.asked.push(url);
    this.authorizations.push((init?.headers as Record<string, string> | undefined)?.['authorization']);
    const answer = this.#answers.get(url.pathname);
    if (!answer) throw new TypeError(`Nothing answers at ${url.pathname}`);
    return answer();
  };
}
