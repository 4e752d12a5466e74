// The slow line itself, a program: `line.js HOST:PORT` says where it listens, and then reads kilobytes per second.

import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";

const TICKS_PER_SECOND = 50;
const [host, port] = process.argv[2].split(":");
let waiting = [];
let perTick = 10_000;

const server = createServer((client) => carry(client, connect(Number(port), host)));
server.listen(0, "127.0.0.1", () => console.log(`127.0.0.1:${server.address().port}`));
setInterval(pour, 1000 / TICKS_PER_SECOND);

const orders = createInterface({ input: process.stdin });
orders.on("line", (line) => (perTick = (Number(line) * 1000) / TICKS_PER_SECOND));
orders.on("close", () => process.exit());

/** What the client says goes through at once; what the registry says waits for its share. */
function carry(client, registry) {
  client.on("error", () => registry.destroy());
  registry.on("error", () => client.destroy());
  client.on("close", () => registry.destroy());
  client.pipe(registry);
  registry.on("data", (bytes) => {
    registry.pause();
    waiting.push({ bytes, client, registry });
  });
  registry.on("end", () => {
    // A speaker may be gone before the last of what it said has arrived.
    if (!waiting.some((one) => one.registry === registry)) client.end();
  });
}

/** A share of what flows, for each connection that waits. */
function pour() {
  const share = Math.ceil(perTick / Math.max(waiting.length, 1));
  waiting = waiting.filter((one) => {
    if (one.client.destroyed) return false;
    one.client.write(one.bytes.subarray(0, share));
    one.bytes = one.bytes.subarray(share);
    if (one.bytes.length > 0) return true;
    if (one.registry.readableEnded) one.client.end();
    else one.registry.resume();
    return false;
  });
}
