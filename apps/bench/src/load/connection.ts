import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  /** Empty unless it was asked for. */
  body: Buffer;
}

export interface WireRequest {
  /** Request line and headers, up to and with the empty line. */
  head: string;
  body?: Uint8Array;
  isBodyKept?: boolean;
}

interface Pending {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
  isBodyKept: boolean;
}

const endOfHead = Buffer.from('\r\n\r\n');

/**
 * One HTTP connection, one request at a time, as little work as possible: client and server share the machine's cores. Understands only
 * answers with Content-Length.
 */
export class Connection {
  #pending: Pending | undefined;
  #head: Buffer = Buffer.alloc(0);
  #status = 0;
  /** Bytes of the body that are still to come; undefined while the head is read. */
  #missing: number | undefined;
  #chunks: Buffer[] = [];

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new Connection(socket);
  }

  send({ head, body, isBodyKept = false }: WireRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject, isBodyKept };
      this.socket.cork();
      this.socket.write(head, 'latin1');
      if (body) this.socket.write(body);
      this.socket.uncork();
    });
  }

  close(): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#missing !== undefined) return this.#readBody(chunk);
    this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const end = this.#head.indexOf(endOfHead);
    if (end < 0) return;
    const head = this.#head.toString('latin1', 0, end);
    const rest = this.#head.subarray(end + endOfHead.length);
    this.#head = Buffer.alloc(0);
    this.#status = Number(head.slice(9, 12));
    const [, length] = /^content-length: *(\d+)/im.exec(head) ?? [];
    if (length === undefined) return this.#fail(new Error(`answer ${this.#status} has no Content-Length`));
    this.#missing = Number(length);
    this.#readBody(rest);
  }

  #readBody(chunk: Buffer): void {
    this.#missing = (this.#missing ?? 0) - chunk.length;
    if (this.#pending?.isBodyKept) this.#chunks.push(chunk);
    if (this.#missing > 0) return;
    const answer = { status: this.#status, body: Buffer.concat(this.#chunks) };
    const pending = this.#pending;
    this.#pending = undefined;
    this.#missing = undefined;
    this.#chunks = [];
    pending?.resolve(answer);
  }

  #fail(error: Error): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.reject(error);
    this.socket.destroy();
  }
}
