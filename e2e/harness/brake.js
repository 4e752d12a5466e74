// A registry at the end of a slow line: what a pull shows is seen by the eye only when it takes its time.

import { connect, createServer } from "node:net";

export class Brake {
  #server;
  #sockets = new Set();
  #perTick = 0;
  #waiting = [];

  /** Stands before the registry at `address`; pull from `brake.address` instead. */
  static async before(address, { kilobytesPerSecond = 500 } = {}) {
    const brake = new Brake();
    const [host, port] = address.split(":");
    brake.#server = createServer((client) => brake.#carry(client, connect(Number(port), host)));
    await new Promise((resolve) => brake.#server.listen(0, "127.0.0.1", resolve));
    brake.address = `127.0.0.1:${brake.#server.address().port}`;
    brake.slow(kilobytesPerSecond);
    return brake;
  }

  /** Lets so much through, all connections together. */
  slow(kilobytesPerSecond) {
    this.#perTick = (kilobytesPerSecond * 1000) / TICKS_PER_SECOND;
    clearInterval(this.timer);
    this.timer = setInterval(() => this.#pour(this.#perTick), 1000 / TICKS_PER_SECOND);
  }

  /** Lets nothing through. */
  hold() {
    clearInterval(this.timer);
  }

  /** Lets everything through. */
  release() {
    this.slow(1_000_000);
  }

  async end() {
    this.hold();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #carry(client, registry) {
    for (const [socket, other] of [[client, registry], [registry, client]]) {
      this.#sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => this.#sockets.delete(socket));
    }
    client.on("close", () => registry.destroy());
    client.pipe(registry);
    registry.on("data", (bytes) => {
      registry.pause();
      this.#waiting.push({ bytes, client, registry });
    });
    // What has been said still comes slowly after its speaker has gone: `end` waits for the last of it.
    registry.on("end", () => client.end());
  }

  /** A share of what flows, for each connection that waits. */
  #pour(bytes) {
    const share = Math.ceil(bytes / Math.max(this.#waiting.length, 1));
    this.#waiting = this.#waiting.filter((one) => {
      if (one.client.destroyed) return false;
      one.client.write(one.bytes.subarray(0, share));
      one.bytes = one.bytes.subarray(share);
      if (one.bytes.length > 0) return true;
      one.registry.resume();
      return false;
    });
  }
}

const TICKS_PER_SECOND = 50;
