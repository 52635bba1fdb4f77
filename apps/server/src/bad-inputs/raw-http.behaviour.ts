import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ProblemDetails } from '@flow-trail/contracts';

export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: Map<string, string>;
  body: string;
}

const mostMilliseconds = 30_000;

/** Bytes as no HTTP client would send them. Answers all that came back until the server closed, or `count` answers came. */
export async function sendRaw(port: number, bytes: string | Uint8Array, count = 1): Promise<RawAnswer[]> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  return answersOf(socket, count);
}

/** As many answers as came before the server closed, at most `count`. Throws when it does neither. */
export async function answersOf(socket: Socket, count = 1): Promise<RawAnswer[]> {
  const chunks: Buffer[] = [];
  const found = (): RawAnswer[] => readAnswers(Buffer.concat(chunks)).slice(0, count);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing after ${mostMilliseconds} ms`)), mostMilliseconds);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (found().length >= count) end();
    });
    socket.on('error', end).on('close', end);
  });
  socket.destroy();
  return found();
}

function readAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) return answers;
    const [first = '', ...lines] = bytes.toString('latin1', at, end).split('\r\n');
    const headers = new Map(
      lines.map((line): [string, string] => [nameOf(line), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const length =
      headers.get('transfer-encoding') === 'chunked' ? emptyChunks : Number(headers.get('content-length') ?? 0);
    if (bytes.length < end + 4 + length) return answers;
    at = end + 4 + length;
    answers.push({ status: Number(first.split(' ')[1]), headers, body: bytes.toString('utf8', end + 4, at) });
  }
}

/** Node's own answers have no body; whatever has one says how long it is. */
const emptyChunks = '0\r\n\r\n'.length;

const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).toLowerCase();

/** Request line and headers; `Host` comes first unless it is given. */
export function head(line: string, headers: [name: string, value: string][] = []): string {
  const host = headers.some(([name]) => name.toLowerCase() === 'host') ? '' : 'Host: 127.0.0.1\r\n';
  return `${line} HTTP/1.1\r\n${host}${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

export const problemIn = ({ headers, body }: RawAnswer): ProblemDetails => {
  if (headers.get('content-type') !== 'application/problem+json; charset=utf-8') {
    throw new Error(`no problem details but ${headers.get('content-type')}: ${body.slice(0, 200)}`);
  }
  return JSON.parse(body) as ProblemDetails;
};
