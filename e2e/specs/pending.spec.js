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

/** The live stream of a page, to hold and to cut; `lines` are its connections, with where each was opened. */
async function stream(page) {
  const lines = [];
  await page.routeWebSocket(/\/live/, (socket) => {
    const server = socket.connectToServer();
    const line = { address: new URL(socket.url()), held: null };
    server.onMessage((message) => (line.held ? line.held.push(() => socket.send(message)) : socket.send(message)));
    line.hold = () => (line.held = []);
    line.letGo = () => {
      line.held.forEach((send) => send());
      line.held = null;
    };
    line.cut = () => Promise.all([server.close(), socket.close({ code: 1012, reason: "cut" })]);
    lines.push(line);
  });
  return lines;
}

place.test("pending at once, until the engine's event is there, and not before", { at: "" }, async (page) => {
  const lines = await stream(page);
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

  lines[0].hold();
  const answered = page.waitForResponse("**/api/containers/*/stop*");
  release();
  assert.equal((await answered).status(), 200);
  assert.equal(await state("web"), "exited");
  // The answer alone settles nothing.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await status.getByText("Stopping…").waitFor();
  assert.ok(await button.isDisabled());
  await containers.row("web").getByRole("img", { name: "Running", exact: true }).waitFor();

  lines[0].letGo();
  await containers.shows("web", "status", /^Exited/);
  assert.ok(await containers.row("web").getByRole("button", { name: "Start", exact: true }).isEnabled());
});

place.test("a stream that was cut goes on from its place, and the page shows what the engine has", { at: "", expected: [/WebSocket/, /status of 400/] }, async (page) => {
  const lines = await stream(page);
  const containers = await new List(page, "Containers").open();
  await page.evaluate(() => (window.watched = true));
  // Of what happens from here on, nothing gets through before it is cut.
  lines[0].hold();
  await place.engine.docker("rm", "--force", "db");
  await place.engine.docker("run", "--detach", "--name", "cache", ...sleeps);
  await place.engine.docker("create", "--name", "spare", "busybox");
  await place.engine.docker("rename", "web", "shop");
  await containers.row("db").waitFor();
  await lines[0].cut();
  await until(() => lines.length, (count) => count === 2);
  const { searchParams } = lines[1].address;
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
