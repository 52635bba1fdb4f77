import type { IncomingMessage } from 'node:http';
import type { FieldError } from '@flow-trail/contracts';
import { validateSync } from 'class-validator';
import { Problem } from '../errors/problem.js';
import { askForBody } from './expect-continue.js';

const mostBytes = 128 * 1024;

/**
 * Reads a small body as an object of a class and checks its rules. Not for pushes, whose bytes are kept.
 *
 * @throws Problem `unsupported-media-type`, `payload-too-large`, `invalid-json`, `validation-failed`
 */
export async function readJson<T extends object>(request: IncomingMessage, type: new () => T): Promise<T> {
  const { 'content-type': contentType = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType)) {
    throw new Problem('unsupported-media-type', 'Send Content-Type: application/json, in UTF-8.');
  }
  if (encoding !== 'identity') throw new Problem('unsupported-encoding', 'This route takes no Content-Encoding.');
  return checked(type, parse(await gather(request)));
}

async function gather(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  askForBody(request);
  // The stream is left alive when this throws: the filter takes the rest of it off the wire.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) throw new Problem('payload-too-large', `The body is more than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function parse(bytes: Buffer): object {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const isText = cause instanceof SyntaxError;
    throw new Problem(isText ? 'invalid-json' : 'invalid-utf8', `The body cannot be read: ${String(cause)}.`, {
      cause,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Problem('validation-failed', 'The body must be an object.', {
    errors: [{ pointer: '', detail: 'must be an object' }],
  });
}

/** What the class does not know is passed over, as everywhere. */
function checked<T extends object>(type: new () => T, value: object): T {
  const instance = new type();
  for (const [key, item] of Object.entries(value)) {
    if (key !== '__proto__') Object.assign(instance, { [key]: item });
  }
  const errors: FieldError[] = validateSync(instance, { whitelist: true }).map(({ property, constraints = {} }) => ({
    pointer: `/${property}`,
    detail: Object.values(constraints)[0] ?? 'is wrong',
  }));
  const [first] = errors;
  if (!first) return instance;
  throw new Problem('validation-failed', `${first.pointer} ${first.detail}.`, { errors: errors.slice(0, 20) });
}
