// A registry at the end of a slow line: what a pull shows is seen by the eye only when it takes its time.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export class Brake {
  #line;

  /** Stands before the registry of an engine, in that engine's network; pull from `brake.address` instead. */
  static async before({ registry, network }) {
    const brake = new Brake();
    const program = [process.execPath, join(import.meta.dirname, "brake/line.js"), registry];
    brake.#line = spawn("nsenter", [`--net=${network}`, ...program], { stdio: ["pipe", "pipe", "inherit"] });
    [brake.address] = await once(createInterface({ input: brake.#line.stdout }), "line");
    return brake;
  }

  /** Lets so much through, all connections together. */
  slow(kilobytesPerSecond) {
    this.#line.stdin.write(`${kilobytesPerSecond}\n`);
  }

  /** Lets nothing through. */
  hold() {
    this.slow(0);
  }

  /** Lets everything through. */
  release() {
    this.slow(1_000_000);
  }

  async end() {
    const ended = once(this.#line, "exit");
    this.#line.stdin.end();
    await ended;
  }
}
