// A part of the page that can't be fetched: the server starts anew, has been replaced by another build, or something on the
// way keeps the file back. The page lives on and says so; nothing stays pending, and nothing typed is lost.

import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { CreatePage } from "../pages/create.js";
import { List } from "../pages/list.js";

const sleeps = ["--init", "busybox", "sleep", "1h"];
const place = house({
  furnish: async ({ engine, server, ends }) => {
    await engine.docker("run", "--detach", "--name", "web", ...sleeps);
    await replacement(server.data, ends);
  },
});
const away = [/WebSocket connection to/, /ERR_CONNECTION_REFUSED/, /ERR_FAILED/, /status of \d+/, /TypeError/, /^Response /];
const gone = { expected: away };

let other;
/** A build of the same version whose page is another: one of its parts has another name. */
async function replacement(folder, ends) {
  const program = await readFile(process.env.PIERHEAD ?? "../target/debug/pierhead", "latin1");
  other = join(folder, "other-build");
  await writeFile(other, program.replaceAll("/container_page.bin", "/container_xage.bin"), { encoding: "latin1", mode: 0o755 });
  ends.push({ end: () => rm(other, { force: true }) });
}

const state = (name) => place.engine.docker("inspect", "--format", "{{.State.Status}}", name);
const unloaded = (page) => page.getByRole("alert").filter({ hasText: "could not be loaded" });

place.test("a part that isn't there is told, leaves nothing pending, and works as soon as it is there", gone, async (page) => {
  await page.route("**/act.bin", (route) => route.fulfill({ status: 404 }));
  const containers = await new List(page, "Containers").open();
  await containers.press("web", "Stop");
  await unloaded(page).waitFor();
  const stop = containers.row("web").getByRole("button", { name: "Stop", exact: true });
  await until(() => stop.isEnabled());
  assert.match(await containers.cell("web", "status").textContent(), /^Up /);
  assert.equal(await state("web"), "running", "nobody was asked");

  await page.unroute("**/act.bin");
  await containers.press("web", "Stop");
  await containers.shows("web", "status", /^Exited/, { timeout: 30_000 });
  assert.equal(await unloaded(page).count(), 0, "it isn't missed any more");
  await containers.press("web", "Start");
  await containers.shows("web", "status", /^Up /);
});

place.test("a part that isn't there leaves nothing pending where nobody can be told, either", gone, async (page) => {
  await page.route("**/act.bin", (route) => route.fulfill({ status: 404 }));
  const containers = await new List(page, "Containers").open();
  await page.evaluate(() => document.getElementById("unloaded").remove());
  const failed = page.waitForEvent("console", (message) => message.type() === "error");
  await containers.press("web", "Stop");
  await failed;
  const stop = containers.row("web").getByRole("button", { name: "Stop", exact: true });
  await until(() => stop.isEnabled());
});

place.test("over a dialog it can be read and pressed as well", gone, async (page) => {
  let fail;
  const failing = new Promise((resolve) => (fail = resolve));
  await page.route("**/act.bin", (route) => failing.then(() => route.fulfill({ status: 404 })));
  const containers = await new List(page, "Containers").open();
  await containers.press("web", "Stop");
  await page.keyboard.press("?");
  const help = await containers.dialog("Keyboard shortcuts");
  fail();
  await unloaded(page).waitFor();
  await unloaded(page).getByRole("link").click({ trial: true });
  await page.keyboard.press("Escape");
  await help.closed();
  await unloaded(page).getByRole("link").click({ trial: true });
  assert.equal(await page.locator("main").getByRole("alert").count(), 1, "it is back in the page");
});

place.test("of a page that can't be fetched, the notice's link loads it again", gone, async (page) => {
  await page.route("**/volumes_page.bin", (route) => route.fulfill({ status: 404 }));
  const containers = await new List(page, "Containers").open();
  await page.getByRole("navigation").getByRole("link", { name: "Volumes" }).click();
  await unloaded(page).waitFor();
  await page.unroute("**/volumes_page.bin");
  await unloaded(page).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "Volumes" }).waitFor();
  await page.getByRole("heading", { name: "No volumes yet" }).waitFor();
  assert.equal(await unloaded(page).count(), 0);
  await containers.live();
});

place.test("whoever clicks while the server starts anew waits, and is served", gone, async (page) => {
  const containers = await new List(page, "Containers").open();
  await place.server.stop();
  await containers.press("web", "Stop");
  await containers.shows("web", "status", /Stopping/);
  await place.server.startAgain();
  await containers.shows("web", "status", /^Exited/, { timeout: 30_000 });
  assert.equal(await unloaded(page).count(), 0);
  await containers.press("web", "Start");
  await containers.shows("web", "status", /^Up /);
});

place.test("what is kept back for long is told as well", { ...gone, timeout: 90_000 }, async (page) => {
  await page.route("**/act.bin", (route) => route.abort());
  const containers = await new List(page, "Containers").open();
  await containers.press("web", "Stop");
  await containers.shows("web", "status", /Stopping/);
  await unloaded(page).waitFor({ timeout: 30_000 });
  await containers.shows("web", "status", /^Up /);
});

place.test("after a new build the page loads itself again, but not while somebody types or picks", gone, async (page) => {
  const containers = await new List(page, "Containers").open();
  const [create, picking] = [await page.context().newPage(), await page.context().newPage()];
  const form = await new CreatePage(create).open("busybox");
  await form.fill({ name: "typed" });
  const picked = await new List(picking, "Containers").open();
  await picked.pick("web");
  await picked.bar.waitFor();
  for (const one of [page, create, picking]) await one.evaluate(() => (window.watched = true));
  const watched = (one) => one.evaluate(() => window.watched).catch(() => true);
  await place.server.stop();
  await containers.engineState.filter({ hasText: "Server gone" }).waitFor();
  await place.server.startAgain({ as: other });
  await until(() => watched(page), (mark) => mark === undefined);
  await containers.live();
  await form.live();
  assert.equal(await watched(create), true);
  assert.equal(await form.name.inputValue(), "typed");
  await picked.live();
  assert.equal(await watched(picking), true);
  await picked.pick("web");
  await until(() => watched(picking), (mark) => mark === undefined);
  await picking.close();
  // Its parts have gone with its server: as soon as the form is left, the page comes anew.
  await create.getByRole("navigation").getByRole("link", { name: "Containers" }).click();
  await until(() => watched(create), (mark) => mark === undefined);
  await create.getByRole("navigation").getByRole("link", { name: "Volumes" }).click();
  await create.getByRole("heading", { name: "No volumes yet" }).waitFor();
  assert.equal(await unloaded(create).count(), 0);
  await create.close();
  await place.server.stop();
  await place.server.startAgain();
});
