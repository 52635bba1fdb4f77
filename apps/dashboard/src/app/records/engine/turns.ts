/** Lets what waits in the event loop go first. Timers would do, but browsers hold back those that follow each other. */
export class Turns {
  // One for all turns: each weighs kilobytes until the garbage is collected.
  readonly #channel = new MessageChannel();

  next(): Promise<void> {
    const { port1, port2 } = this.#channel;
    return new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  }

  end(): void {
    this.#channel.port1.close();
  }
}
