// A private real engine and registry, held by `cargo xtask engine` (xtask/src/engine.rs says what it obeys).

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Engine {
  #holder;
  #answers;

  /** Starts an engine in a network of its own: a browser in it would break off whenever a container comes or goes. */
  static async start({ release = "28", flags = [] } = {}) {
    const engine = new Engine();
    const xtask = process.env.XTASK ?? "../target/debug/xtask";
    engine.#holder = spawn(xtask, ["engine", "--release", release, "--", ...flags], { stdio: ["pipe", "pipe", "inherit"] });
    engine.#answers = createInterface({ input: engine.#holder.stdout })[Symbol.asyncIterator]();
    const { value, done } = await engine.#answers.next();
    if (done) throw new Error("the engine did not start");
    // `host` as DOCKER_HOST takes it, the `socket`'s path, the `network` for nsenter, the `registry`'s address.
    Object.assign(engine, JSON.parse(value));
    return engine;
  }

  /** Runs the docker CLI on this engine; gives what it wrote. */
  docker(...words) {
    return this.#order("docker", ...words);
  }

  /** What a published port serves. */
  fetch(port, path = "/") {
    return this.#order("fetch", String(port), path);
  }

  /** Makes an image of so many layers that serves `page` on port 80, in the registry alone; gives its name. */
  push(name, layers, page) {
    return this.#order("push", name, String(layers), page);
  }

  stop() {
    return this.#order("stop");
  }

  /** It leaves its socket behind, on which nobody listens. */
  kill() {
    return this.#order("kill");
  }

  startAgain() {
    return this.#order("start");
  }

  restart() {
    return this.#order("restart");
  }

  pause() {
    return this.#order("pause");
  }

  resume() {
    return this.#order("resume");
  }

  /** Ends the engine and all that ran on it. */
  async end() {
    const ended = new Promise((resolve) => this.#holder.once("exit", resolve));
    this.#holder.stdin.end();
    await ended;
  }

  // One order after the other: each is answered by one line.
  #last = Promise.resolve();
  #order(...words) {
    const turn = this.#last.then(async () => {
      this.#holder.stdin.write(`${JSON.stringify(words)}\n`);
      const { value, done } = await this.#answers.next();
      if (done) throw new Error("the engine's holder has ended");
      const answer = JSON.parse(value);
      if (answer.error) throw new Error(answer.error);
      return answer.ok;
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}
