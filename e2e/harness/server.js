// A real Pierhead with a data folder of its own.

import { execFile, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const program = process.env.PIERHEAD ?? "../target/debug/pierhead";

export class Server {
  #process;
  #said = "";
  #options;
  #within = [];
  #as = program;

  /** Starts a server on `engine` (an address as DOCKER_HOST takes it), and waits until it answers. */
  static async start({ engine, data, flags = [] }) {
    const server = new Server();
    server.data = data ?? (await mkdtemp(join(tmpdir(), "pierhead-data-")));
    server.#options = { engine, flags, ownData: data === undefined, port: await freePort() };
    const scheme = flags.includes("--tls") ? "http" : "https";
    server.url = `${scheme}://127.0.0.1:${server.#options.port}`;
    await server.startAgain();
    return server;
  }

  /** Starts it on the same port and data as before, or another program there. */
  async startAgain({ as = this.#as } = {}) {
    const { engine, flags, port } = this.#options;
    const words = ["serve", "--listen", `127.0.0.1:${port}`, "--data", this.data, "--engine", engine, ...flags];
    this.#said = "";
    const [first, ...rest] = [...this.#within, as, ...words];
    const child = spawn(first, rest, { stdio: ["ignore", "ignore", "pipe"] });
    this.#process = child;
    // However this program ends, it leaves no server behind.
    process.once("exit", () => child.kill());
    this.#process.stderr.on("data", (text) => (this.#said += text));
    await this.#until(() => this.#answers());
  }

  /** The one-time token for creating the first admin, as a person reads it. */
  get setupToken() {
    return this.#said.match(/with this token\s+(\S+)/)?.[1];
  }

  /** What it has written to its standard error. */
  get log() {
    return this.#said;
  }

  /** Runs another `pierhead` command on the same data; gives what it wrote. */
  run(words, { input = "" } = {}) {
    return new Promise((resolve, reject) => {
      const child = spawn(program, [...words, "--data", this.data], { stdio: ["pipe", "pipe", "pipe"] });
      let said = "";
      let failed = "";
      child.stdout.on("data", (text) => (said += text));
      child.stderr.on("data", (text) => (failed += text));
      child.on("error", reject);
      // "close" comes when all that it has said has come, too.
      child.on("close", (code) => (code === 0 ? resolve(said.trimEnd()) : reject(new Error(failed))));
      // A command that takes no input may have ended before it is offered some: how it ended says what matters.
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
  }

  /** Lets so many seconds pass since all who are logged in have shown who they are. */
  async proveEarlier(seconds) {
    // Node.js has no SQLite of its own before its version 22.
    const change = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1], timeout=10); "
      + "d.execute('UPDATE sessions SET proved = proved - ?', [int(sys.argv[2])]); d.commit()";
    await promisify(execFile)("python3", ["-c", change, join(this.data, "pierhead.db"), String(seconds)]);
  }

  /** Starts it anew as in a container, whose `/etc/hostname` is this file. */
  async moveInto(hostname) {
    await this.stop();
    const script = 'mount --bind "$0" /etc/hostname && exec "$@"';
    this.#within = ["unshare", "--mount", "sh", "-c", script, hostname];
    await this.startAgain();
  }

  /** Starts it anew as a user who may open nothing, from a copy of the program that they can reach. */
  async becomeNobody() {
    await this.stop();
    const folder = join(this.data, "as-nobody");
    await mkdir(folder);
    this.#as = join(folder, "pierhead");
    await copyFile(program, this.#as);
    await promisify(execFile)("chown", ["--recursive", "65534:65534", this.data]);
    this.#within = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    await this.startAgain();
  }

  async stop() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGTERM");
    await ended;
  }

  /** Stops it and removes its data. */
  async end() {
    await this.stop();
    if (this.#options.ownData) await rm(this.data, { recursive: true, force: true });
  }

  #answers() {
    return new Promise((resolve) => {
      const { get } = this.url.startsWith("https:") ? https : http;
      const request = get(`${this.url}/health`, { rejectUnauthorized: false }, (reply) => {
        reply.resume();
        resolve(reply.statusCode === 200);
      });
      request.on("error", () => resolve(false));
    });
  }

  async #until(holds) {
    const end = Date.now() + 20_000;
    while (!(await holds())) {
      if (this.#process.exitCode !== null) throw new Error(`pierhead ended:\n${this.#said}`);
      if (Date.now() > end) throw new Error(`pierhead did not answer:\n${this.#said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
