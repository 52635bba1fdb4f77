import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Fence } from './fence.js';
import { distort, type Direction, type Fault, type Verdict } from './fault.js';
import { Trigger } from './trigger.js';

/**
 * Stands on one edge between two programs, on loopback, and does to what passes what networks do. A fault holds for the connections that
 * are open and for those that come; lifting it lets through what was held.
 */
export class FaultProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #triggers = new Set<Trigger>();
  readonly #fence = new Fence<Fault | undefined>(undefined);
  #port = 0;

  private constructor(private readonly target: { host: string; port: number }) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  static async to(port: number, host = '127.0.0.1'): Promise<FaultProxy> {
    const proxy = new FaultProxy({ host, port });
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  async inject(fault: Fault): Promise<void> {
    this.#fence.value = fault;
    if (fault.kind === 'refuse') await this.#leave();
    if (fault.kind === 'reset') this.cut();
  }

  async lift(): Promise<void> {
    const isDown = this.#fence.value?.kind === 'refuse';
    this.#fence.value = undefined;
    this.#triggers.clear();
    if (isDown) await this.#listen();
  }

  /** Asks `decide` when bytes that match pass, before they are forwarded, for so many matches. */
  after(pattern: RegExp, direction: Direction, decide: () => Verdict, times = 1): void {
    this.#triggers.add(new Trigger(pattern, direction, decide, times));
  }

  /** Resets every connection that is open. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.#fence.value = undefined;
    await this.#leave();
  }

  async #listen(): Promise<void> {
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async #leave(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  #accept(client: Socket): void {
    const upstream = connect({ ...this.target, allowHalfOpen: true });
    const cut = (): void => {
      for (const socket of [client, upstream]) if (!socket.destroyed) socket.resetAndDestroy();
    };
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket.setNoDelay(true));
      socket.on('error', cut).once('close', () => this.#sockets.delete(socket));
    }
    void this.#pump(client, upstream, 'toServer').catch(cut);
    void this.#pump(upstream, client, 'toClient').catch(cut);
  }

  async #pump(from: Socket, to: Socket, direction: Direction): Promise<void> {
    const passed = { bytes: 0, window: '' };
    // Left undestroyed when this throws: it is reset then, not ended.
    for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const decided = [...this.#triggers].map((trigger) => trigger.decide(passed, chunk, direction));
      if (decided.includes('cut')) throw new Error('cut by a trigger');
      const shaped = await distort(chunk, passed.bytes, direction, this.#fence);
      passed.bytes += chunk.length;
      if (shaped.answer) return void from.end(shaped.answer);
      if (!to.write(shaped.bytes)) await once(to, 'drain');
      if (shaped.isLast) throw new Error('cut by a limit');
    }
    to.end();
  }
}
