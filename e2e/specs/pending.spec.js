// What somebody does is pending at once, and settled by what the engine tells; never by a guess, nor by the answer alone. And
// a stream that breaks off goes on from where it broke.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";

const sleeps = ["--init", "busybox", "sleep", "1h"];
const place = house({
  furnish: async ({ engine }) => {
    for (const name of ["web", "db"]) await engine.docker("run", "--detach", "--name", name, ...sleeps);
  },
});

const state = (name) => place.engine.docker("inspect", "--format", "{{.State.Status}}", name);

/** Lets nothing through until it is let go. */
function gate() {
  let release;
  const free = new Promise((resolve) => (release = resolve));
  return { free, release };
}

/** The live stream of a page, to hold and to cut; `addresses` is where it was opened. */
async function stream(page) {
  const line = { addresses: [], held: null, sockets: [] };
  await page.routeWebSocket(/\/live/, (socket) => {
    line.addresses.push(new URL(socket.url()));
    const server = socket.connectToServer();
    line.sockets.push({ socket, server });
    server.onMessage((message) => (line.held ? line.held.push(() => socket.send(message)) : socket.send(message)));
  });
  line.hold = () => (line.held = []);
  line.letGo = () => {
    const held = line.held;
    line.held = null;
    held.forEach((send) => send());
  };
  return line;
}

place.test("pending at once, until the engine's event is there, and not before", { at: "" }, async (page) => {
  const line = await stream(page);
  const containers = await new List(page, "Containers").open();
  const button = containers.row("web").getByRole("button", { name: "Stop", exact: true });
  const status = containers.cell("web", "status");
  const { free, release } = gate();
  let asked = 0;
  await page.route("**/api/containers/*/stop*", async (route) => {
    asked += 1;
    await free;
    await route.continue();
  });
  await button.click();
  await status.getByText("Stopping…").waitFor();
  assert.ok(await button.isDisabled());
  await until(() => asked, (count) => count === 1);
  await containers.row("web").getByRole("img", { name: "Running", exact: true }).waitFor();
  assert.equal(await state("web"), "running", "nobody was asked yet");

  line.hold();
  const answered = page.waitForResponse("**/api/containers/*/stop*");
  release();
  assert.equal((await answered).status(), 200);
  assert.equal(await state("web"), "exited");
  // The answer alone settles nothing.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await status.getByText("Stopping…").waitFor();
  assert.ok(await button.isDisabled());
  await containers.row("web").getByRole("img", { name: "Running", exact: true }).waitFor();

  line.letGo();
  await containers.shows("web", "status", /^Exited/);
  assert.ok(await containers.row("web").getByRole("button", { name: "Start", exact: true }).isEnabled());
});

place.test("a stream that was cut goes on from its place, and the page shows what the engine has", { at: "", expected: [/WebSocket/] }, async (page) => {
  const line = await stream(page);
  const containers = await new List(page, "Containers").open();
  await page.evaluate(() => (window.watched = true));
  // Held back for now, so that all of it happens while the page is cut off.
  let open = false;
  await page.route("**/live", (route) => (open ? route.continue() : route.abort()));
  line.hold();
  await place.engine.docker("rm", "--force", "db");
  await place.engine.docker("run", "--detach", "--name", "cache", ...sleeps);
  await place.engine.docker("create", "--name", "spare", "busybox");
  await place.engine.docker("rename", "web", "shop");
  line.held = null;
  open = true;
  const { socket, server } = line.sockets.at(-1);
  await server.close();
  await socket.close({ code: 1012, reason: "cut" });
  await until(() => line.addresses.length, (count) => count === 2);
  const { searchParams } = line.addresses[1];
  assert.match(searchParams.get("seq"), /^\d+$/);
  assert.match(searchParams.get("epoch"), /^\d+$/);
  await containers.row("shop").waitFor();
  await containers.live();
  const told = (await place.engine.docker("ps", "--all", "--format", "{{.Names}}\t{{.State}}")).split("\n").sort();
  await until(async () => (await containers.names()).sort().join(), (names) => names === told.map((line) => line.split("\t")[0]).join());
  for (const line of told) {
    const [name, is] = line.split("\t");
    const word = { running: /^Up /, exited: /^Exited/, created: /^Created/ }[is];
    await containers.shows(name, "status", word);
  }
  assert.equal(await page.evaluate(() => window.watched), true);
});
