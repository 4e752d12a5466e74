// The start page: what needs attention first, and everything a link.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";
import { Shell } from "../pages/shell.js";

const place = house({
  people: { ada: "admin", vera: "viewer" },
  furnish: async ({ engine }) => {
    const stack = ["--label", "com.docker.compose.project=shop"];
    const sleeps = ["busybox", "sleep", "1h"];
    const sick = ["--health-cmd", "exit 1", "--health-interval", "500ms", "--health-retries", "1"];
    await engine.docker("run", "--detach", "--name", "web", "--init", "--publish", "8080:80", ...stack, ...sleeps);
    await engine.docker("run", "--detach", "--name", "sick", "--init", ...stack, ...sick, ...sleeps);
    await engine.docker("run", "--detach", "--name", "broken", "busybox", "sh", "-c", "exit 3");
    await engine.docker("run", "--name", "fine", "busybox", "true");
    await engine.docker("volume", "create", "spare");
  },
});

function card(page, title) {
  return page.locator(".card").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

place.test("what needs attention stands there with what helps, and goes when it is mended", { at: "/" }, async (page) => {
  const concerns = card(page, "Needs attention").getByRole("listitem");
  await until(() => concerns.count(), (count) => count === 2);
  await concerns.nth(0).filter({ hasText: "sick" }).filter({ hasText: "unhealthy" }).waitFor();
  await concerns.nth(1).filter({ hasText: "broken" }).filter({ hasText: "Exited (3)" }).waitFor();
  await page.locator(".counts").getByRole("link", { name: /^2\s*Needs attention$/ }).waitFor();
  await concerns.filter({ hasText: "broken" }).getByRole("link", { name: "broken" }).click();
  await page.waitForURL("**/containers/broken");
  await page.goBack();

  await card(page, "Stacks").getByText("2 of 2 running · 1 needs attention").waitFor();
  await concerns.filter({ hasText: "sick" }).getByRole("button", { name: "Stop" }).click();
  await until(() => concerns.count(), (count) => count === 1);
  await place.engine.docker("start", "sick");
  await until(() => concerns.count(), (count) => count === 2);
});

place.test("stacks, ports and numbers lead to what they tell of", { at: "/" }, async (page) => {
  const counts = page.locator(".counts");
  await counts.getByRole("link", { name: /^2\s*Running$/ }).waitFor();
  await card(page, "Stacks").getByRole("listitem").filter({ hasText: "2 of 2 running" }).getByRole("link", { name: "shop" }).click();
  await page.waitForURL((url) => url.pathname === "/containers" && url.searchParams.get("q") === "stack:shop");
  await page.goBack();
  const port = card(page, "Ports in use").getByRole("listitem").filter({ hasText: "8080→80" });
  await port.getByRole("link", { name: "web", exact: true }).click();
  await page.waitForURL("**/containers/web");
  await page.goBack();
  await counts.getByRole("link", { name: /Stopped/ }).click();
  await page.waitForURL((url) => url.pathname === "/containers" && url.searchParams.get("q") === "is:stopped");
});

place.test("what is on the disk, and what of it can be freed", { at: "/" }, async (page) => {
  const disk = card(page, "Disk use");
  await disk.getByText(/^Counted (just now|\d+ seconds? ago)$/).waitFor();
  const images = disk.getByRole("listitem").filter({ hasText: "Images" });
  assert.match(await images.locator(".size").textContent(), /^\d+(\.\d)? [kM]B$/);
  const containers = disk.getByRole("listitem").filter({ hasText: "Containers" });
  await containers.waitFor();
  await disk.getByRole("button", { name: "Count again" }).click();
  await disk.getByText(/^Counted (just now|\d+ seconds? ago)$/).waitFor();
});

place.test("what happens on the engine, and what people do, stands there as it happens", { at: "/" }, async (page) => {
  const events = card(page, "Last events of the engine");
  await place.engine.docker("run", "--detach", "--name", "passing", "busybox", "sh", "-c", "exit 7");
  await events.getByRole("listitem").filter({ hasText: "passing exited (7)" }).waitFor();
  await events.getByRole("link", { name: "passing" }).first().click();
  await page.waitForURL("**/containers/passing");
  await page.goBack();

  const actions = card(page, "Last actions of people");
  const concerns = card(page, "Needs attention").getByRole("listitem");
  await concerns.filter({ hasText: "passing" }).getByRole("button", { name: "Start" }).click();
  const done = actions.getByRole("listitem").filter({ hasText: "ada started passing" });
  await done.getByRole("img", { name: "Done" }).waitFor();
  await done.getByTitle("ContainerStart").waitFor();
  assert.equal(await actions.getByTitle("ContainerInspect").count(), 0, "whoever only looked did nothing");
  await done.getByRole("link", { name: "ada" }).waitFor();
  const added = actions.getByRole("listitem").filter({ hasText: "command line added vera" });
  assert.equal(await added.getByRole("link", { name: "command line" }).count(), 0, "it is nobody's page");
  await actions.getByRole("link", { name: "See the audit" }).click();
  await page.waitForURL("**/audit");
});

place.test("what failed isn't told as done, and what was done it to is a link as long as it is there", { at: "/", expected: [/status of 50\d/] }, async (page) => {
  const post = (path, data = {}) => page.request.post(path, { data, headers: { origin: place.server.url } });
  const id = await place.engine.docker("inspect", "--format", "{{.Id}}", "web");
  assert.ok(!(await post(`/api/containers/${id}/unpause`)).ok(), "it isn't paused");
  assert.ok((await post("/api/volumes", { name: "fresh" })).ok());
  assert.ok((await post("/api/people/vera/role", { role: "viewer" })).ok());
  await page.reload();
  const actions = card(page, "Last actions of people").getByRole("listitem");
  await actions.filter({ hasText: /ada unpaused web · Failed or refused/ }).waitFor();
  await actions.filter({ hasText: "changed the rights of vera" }).getByRole("link", { name: "vera" }).waitFor();
  const made = actions.filter({ hasText: "created fresh" });
  assert.equal(await made.getByRole("link", { name: "fresh" }).getAttribute("href"), "/volumes?q=fresh");
  const event = card(page, "Last events of the engine").getByRole("listitem").filter({ hasText: "fresh was created" });
  await event.getByRole("link", { name: "fresh" }).waitFor();
  await place.engine.docker("volume", "rm", "fresh");
  await event.getByRole("link").waitFor({ state: "detached" });
  await made.getByRole("link", { name: "fresh" }).waitFor({ state: "detached" });
});

place.test("a viewer sees what happens, and neither the disk nor what others did", { at: "/", as: "vera" }, async (page) => {
  await card(page, "Last events of the engine").getByRole("listitem").first().waitFor();
  assert.equal(await card(page, "Disk use").count(), 0);
  assert.equal(await card(page, "Last actions of people").count(), 0);
  assert.equal(await card(page, "Needs attention").getByRole("button").count(), 0);
});

place.test("a number leads to a list of exactly so many", { at: "/" }, async (page) => {
  const { engine } = place;
  await engine.docker("run", "--detach", "--name", "again", "--restart", "always", "busybox", "false");
  await engine.docker("pause", "web");
  const counts = page.getByRole("region", { name: "Counts" });
  const count = (word) => counts.getByRole("link", { name: word });
  for (const at of ["/dashboard", "/engine"]) {
    await page.goto(at);
    await count(/^1\s*Paused$/).waitFor();
    if (at === "/dashboard") await card(page, "Stacks").getByText(/· 1 paused/).waitFor();
    for (const word of ["Running", "Paused", "Stopped"]) {
      const said = Number.parseInt(await count(word).textContent());
      await count(word).click();
      const containers = new List(page, "Containers");
      await until(() => containers.names(), (names) => names.length === said);
      await page.goBack();
    }
  }
  await page.goto("/dashboard");
  await count(/^3\s*Running$/).waitFor();
  await engine.docker("unpause", "web");
  await engine.docker("rm", "--force", "again");
  await until(() => count("Paused").count(), (paused) => paused === 0);
});

place.test("an engine that is gone is said to be, over what was known last", { at: "/", expected: [/status of 50\d/] }, async (page) => {
  const shell = new Shell(page);
  await shell.live();
  await place.engine.stop();
  try {
    await shell.notice.waitFor();
    await card(page, "Needs attention").getByRole("listitem").filter({ hasText: "broken" }).waitFor();
  } finally {
    await place.engine.startAgain();
  }
  await shell.live();
});
