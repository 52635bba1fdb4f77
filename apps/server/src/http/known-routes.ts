import type { FastifyInstance } from 'fastify';

/** Remembers which methods each path of the API takes, so that a wrong method can be told from a wrong path. */
export class KnownRoutes {
  readonly #routes: { pattern: RegExp; method: string }[] = [];

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return;
      const pattern = new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}$`);
      for (const one of [method].flat()) this.#routes.push({ pattern, method: one });
    });
  }

  /** Empty when there is no such path. */
  methodsOf(url: string): string[] {
    const path = url.replace(/\?.*$/, '');
    return [...new Set(this.#routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
  }
}
