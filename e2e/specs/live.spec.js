// What happens on the engine shows on the page, by itself; and the page says when it can't know.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { CreatePage } from "../pages/create.js";
import { List } from "../pages/list.js";

const place = house();
const sleeps = ["--init", "busybox", "sleep", "1h"];

/** The list, with a mark on it that a reload would take away. */
async function watched(page) {
  const containers = await new List(page, "Containers").open();
  await page.evaluate(() => (window.watched = true));
  return containers;
}

async function neverReloaded(page) {
  assert.equal(await page.evaluate(() => window.watched), true, "the page was not loaded again");
}

place.test("what the docker command does appears: started, renamed, killed, removed", {}, async (page) => {
  const containers = await watched(page);
  await page.getByRole("heading", { name: "No containers yet" }).waitFor();

  await place.engine.docker("run", "--detach", "--name", "outside", ...sleeps);
  await containers.shows("outside", "status", /^Up /);
  await place.engine.docker("rename", "outside", "yonder");
  await containers.shows("yonder", "status", /^Up /);
  await containers.gone("outside");
  await place.engine.docker("kill", "yonder");
  await containers.shows("yonder", "status", /^Exited \(137\)/);
  await place.engine.docker("rm", "yonder");
  await page.getByRole("heading", { name: "No containers yet" }).waitFor();
  await neverReloaded(page);
});

place.test("health changes as the probes see it", {}, async (page) => {
  const containers = await watched(page);
  const probe = ["--health-cmd", "test -e /well", "--health-interval", "500ms", "--health-retries", "1"];
  await place.engine.docker("run", "--detach", "--name", "patient", ...probe, ...sleeps);
  await containers.shows("patient", "status", /\(unhealthy\)$/);
  await containers.row("patient").getByRole("img", { name: "Running, unhealthy" }).waitFor();
  await place.engine.docker("exec", "patient", "touch", "/well");
  await containers.shows("patient", "status", /\(healthy\)$/);
  await neverReloaded(page);
  await place.engine.docker("rm", "--force", "patient");
});

// While a container is being removed its page may ask for it once more, and hear that it is gone: 404 on the console.
place.test("an open container follows what is done to it elsewhere", { expected: [/status of 404/] }, async (page) => {
  await place.engine.docker("run", "--detach", "--name", "open", ...sleeps);
  await page.goto("/containers/open");
  await page.getByText(/^Up /).first().waitFor();
  await place.engine.docker("rename", "open", "still-open");
  await page.getByRole("heading", { level: 1, name: "still-open" }).waitFor();
  await place.engine.docker("pause", "still-open");
  await page.getByText(/^Up .*\(paused\)$/).first().waitFor();
  await page.getByRole("link", { name: "Inspect" }).click();
  const search = page.getByRole("searchbox");
  await search.fill("paused");
  await place.engine.docker("unpause", "still-open");
  await page.locator(".raw pre").filter({ hasText: '"Paused": false' }).waitFor();
  assert.equal(await search.inputValue(), "paused", "what is searched for stays when the text changes");
  assert.equal(await search.evaluate((box) => box === document.activeElement), true);
  await place.engine.docker("rm", "--force", "still-open");
  await page.getByRole("heading", { name: "There is no container" }).waitFor();
});

place.test("an engine that stops is said to be gone, with its last state greyed, until it is back", {
  expected: [/status of 503/],
}, async (page) => {
  const { engine } = place;
  await engine.docker("run", "--detach", "--name", "lasting", ...sleeps);
  const containers = await watched(page);
  await containers.shows("lasting", "status", /^Up /);

  await engine.stop();
  await containers.engineState.filter({ hasText: "Engine gone" }).waitFor();
  await containers.notice.filter({ hasText: "There is no socket at" }).waitFor();
  await containers.notice.filter({ hasText: /Last known \d+ seconds? ago/ }).waitFor();
  await containers.notice.getByText("sudo systemctl start docker").waitFor();
  assert.equal(await containers.row("lasting").count(), 1, "the last that was known stays");
  const body = page.locator(".page-body");
  assert.match(await body.evaluate((node) => getComputedStyle(node).filter), /grayscale/);

  await engine.startAgain();
  const back = Date.now();
  await containers.live();
  const seconds = (Date.now() - back) / 1000;
  assert.ok(seconds <= 5, `live again ${seconds} s after the engine answered`);
  await containers.notice.waitFor({ state: "detached" });
  await containers.shows("lasting", "status", /^Exited/);
  assert.equal(await body.evaluate((node) => getComputedStyle(node).filter), "none");

  await engine.kill();
  await containers.notice.filter({ hasText: /The connection to .* was refused/ }).waitFor();
  await engine.startAgain();
  await containers.live();
  await neverReloaded(page);
  await engine.docker("rm", "lasting");
});

place.test("an engine that hangs is told from one that is gone", {}, async (page) => {
  const containers = await watched(page);
  await place.engine.pause();
  try {
    const hung = /takes connections and did not answer within \d+ seconds/;
    await containers.notice.filter({ hasText: hung }).waitFor({ timeout: 30_000 });
    await containers.notice.getByText("It may be busy or hung.").waitFor();
  } finally {
    await place.engine.resume();
  }
  await containers.live();
  await containers.notice.waitFor({ state: "detached" });
  await neverReloaded(page);
});

place.test("a restarted server is found again, and nothing is missed", {
  expected: [/WebSocket connection to/, /ERR_CONNECTION_REFUSED/, /status of \d+/],
}, async (page) => {
  const containers = await watched(page);
  await place.server.stop();
  await containers.engineState.filter({ hasText: "Server gone" }).waitFor();
  await containers.notice.filter({ hasText: "The server does not answer" }).waitFor();
  await place.engine.docker("run", "--detach", "--name", "meanwhile", ...sleeps);
  await place.server.startAgain();
  await containers.live();
  await containers.shows("meanwhile", "status", /^Up /);
  await containers.notice.waitFor({ state: "detached" });
  await neverReloaded(page);
  await place.engine.docker("rm", "--force", "meanwhile");
});

place.test("what is typed into a form outlives the server, and the form goes on", {
  expected: [/WebSocket connection to/, /ERR_CONNECTION_REFUSED/, /status of \d+/],
}, async (page) => {
  const create = await new CreatePage(page).open("busybox");
  await create.fill({ name: "typed", command: "sleep 1h" });
  await create.addPort("18080", "80");
  await create.docker.filter({ hasText: "--name typed" }).waitFor();
  await page.getByText("Process", { exact: true }).waitFor();
  await place.server.stop();
  await create.engineState.filter({ hasText: "Server gone" }).waitFor();
  await place.server.startAgain();
  await create.live();
  assert.equal(await create.name.inputValue(), "typed");
  await create.fill({ command: "sleep 2h" });
  await create.docker.filter({ hasText: "sleep 2h" }).filter({ hasText: "18080:80" }).waitFor();
});

place.test("a page that was opened while the engine was away comes alive with it", {}, async (page) => {
  await place.engine.stop();
  await page.goto("/engine");
  const containers = new List(page, "Containers");
  await containers.engineState.filter({ hasText: "Engine gone" }).waitFor();
  await page.evaluate(() => (window.watched = true));
  await place.engine.startAgain();
  await containers.live();
  await page.getByRole("heading", { name: "dockerd" }).waitFor();
  await neverReloaded(page);
  await until(() => place.engine.docker("info", "--format", "{{.ServerVersion}}"), (text) => /^28\./.test(text));
});
