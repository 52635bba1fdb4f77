import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { digestOfKey, type ApiKey } from '../config/api-keys.js';
import { Problem } from '../errors/problem.js';

const bearer = /^Bearer +([A-Za-z0-9._~+/=-]{1,200})$/i;
const keyInQuery = /[?&]([\w-]*(api|access)[_-]?(key|token)|key|token|authorization)=/i;

/** Tells whose key a request carries. Every key is compared, whichever fits, so that the time says nothing. */
export class Authenticator {
  constructor(private readonly keys: readonly ApiKey[]) {}

  /** @throws Problem `unauthenticated` */
  authenticate({ headersDistinct, url = '' }: Pick<IncomingMessage, 'headersDistinct' | 'url'>): ApiKey {
    const [header, ...more] = headersDistinct['authorization'] ?? [];
    if (header === undefined) throw refusal(keyInQuery.test(url) ? inQuery : missing);
    if (more.length > 0) throw refusal('The request has several Authorization headers: send one.');
    const [, token] = bearer.exec(header) ?? [];
    if (token === undefined) throw refusal('The Authorization header is not understood: it takes Bearer and a key.');
    const digest = digestOfKey(token);
    const [key] = this.keys.filter((one) => timingSafeEqual(one.digest, digest));
    if (!key) throw refusal('This server does not know that key. Ask whoever runs it for one.');
    return key;
  }
}

const missing = 'This server needs a key: send the header Authorization: Bearer <key>.';
const inQuery =
  'A key in the URL is not taken, for URLs are logged: send it in the header only, Authorization: Bearer <key>.';

const refusal = (detail: string): Problem =>
  new Problem('unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer realm="Flow Trail"' } });
