// Every view has its address, with what it shows: it can be reloaded, bookmarked, sent to somebody.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";
import { Shell } from "../pages/shell.js";

const place = house({
  furnish: async ({ engine }) => {
    const stack = (name) => ["--label", `com.docker.compose.project=${name}`];
    const sleeps = ["--init", "busybox", "sleep", "1h"];
    await engine.docker("run", "--detach", "--name", "blog-web", ...stack("blog"), ...sleeps);
    await engine.docker("run", "--detach", "--name", "blog-db", ...stack("blog"), ...sleeps);
    await engine.docker("run", "--detach", "--name", "mail", ...stack("post"), ...sleeps);
    await engine.docker("create", "--name", "spare", "busybox", "true");
  },
});

async function address(page, pattern) {
  await page.waitForFunction((source) => new RegExp(source).test(location.href), pattern.source);
}

async function lists(containers, ...names) {
  await until(() => containers.names(), (seen) => `${seen}` === `${names}`);
}

place.test("a search is part of the address and survives a reload", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await lists(containers, "blog-db", "blog-web", "mail", "spare");
  await containers.search.fill("BLOG");
  await lists(containers, "blog-db", "blog-web");
  await address(page, /\/containers\?q=BLOG$/);
  await page.reload();
  await lists(containers, "blog-db", "blog-web");
  assert.equal(await containers.search.inputValue(), "BLOG");
});

place.test("filter and order too, and back and forward bring them again", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.filter(/^Running/).click();
  await lists(containers, "blog-db", "blog-web", "mail");
  await containers.heading("Name").getByRole("button").click();
  await lists(containers, "mail", "blog-web", "blog-db");
  await address(page, /\?q=is:running&sort=-name$/);
  assert.equal(await containers.heading("Name").getAttribute("aria-sort"), "descending");

  await containers.row("mail").getByRole("link", { name: "mail", exact: true }).click();
  await containers.title.filter({ hasText: "mail" }).waitFor();
  await page.goBack();
  await lists(containers, "mail", "blog-web", "blog-db");
  assert.equal(await containers.filter(/^Running/).getAttribute("aria-pressed"), "true");
  await page.goForward();
  await containers.title.filter({ hasText: "mail" }).waitFor();
  await page.goBack();
  await page.reload();
  await lists(containers, "mail", "blog-web", "blog-db");
});

place.test("a stack's name leads to its containers", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.row("blog-db").getByRole("link", { name: "blog", exact: true }).click();
  await lists(containers, "blog-db", "blog-web");
  await address(page, /\?q=stack:blog$/);
  await containers.filter(/^All/).click();
  assert.equal(await containers.search.inputValue(), "stack:blog", "All takes away its own kind of token only");
  await containers.search.fill("");
  await lists(containers, "blog-db", "blog-web", "mail", "spare");
});

place.test("nothing that matches says so, and offers the way back", { at: "/containers?q=nowhere" }, async (page) => {
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await lists(new List(page, "Containers"), "blog-db", "blog-web", "mail", "spare");
});

place.test("a container is reached by name, by id and by the start of an id", { at: null }, async (page) => {
  const id = await place.engine.docker("inspect", "--format", "{{.Id}}", "mail");
  const shell = new Shell(page);
  for (const key of ["mail", id, id.slice(0, 12)]) {
    await page.goto(`/containers/${key}`);
    await shell.title.filter({ hasText: "mail" }).waitFor();
  }
  await page.goto("/containers/mail/raw");
  await page.getByRole("group", { name: "Inspect" }).filter({ hasText: id }).waitFor();
  assert.equal(await page.title(), "mail · Pierhead");
});

place.test("one that doesn't exist is said not to", { at: "/containers/nobody" }, async (page) => {
  await page.getByRole("heading", { name: "There is no container nobody" }).waitFor();
  await page.getByRole("link", { name: "See containers" }).click();
  await lists(new List(page, "Containers"), "blog-db", "blog-web", "mail", "spare");
});

place.test("every view has its title", { at: null }, async (page) => {
  for (const [path, title] of [
    ["/", "Dashboard"],
    ["/dashboard", "Dashboard"],
    ["/containers", "Containers"],
    ["/images", "Images"],
    ["/volumes", "Volumes"],
    ["/networks", "Networks"],
    ["/engine", "Engine"],
    ["/jobs", "Jobs"],
    ["/create", "Create container"],
    ["/account", "Account"],
    ["/settings", "Settings"],
    ["/ui", "Design system"],
  ]) {
    await page.goto(path);
    await page.waitForFunction((title) => document.title === `${title} · Pierhead`, title);
  }
});

place.test("whoever comes back is as far down as they were, even when the page has to be loaded first", {
  viewport: { width: 1280, height: 300 },
  at: "/settings",
}, async (page) => {
  const shell = new Shell(page);
  const top = () => shell.main.evaluate((main) => main.scrollTop);
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  await until(() => shell.main.evaluate((main) => ((main.scrollTop = 120), main.scrollTop)), (top) => top === 120);
  await shell.goTo("Containers");
  await page.reload();
  await shell.live();
  let come;
  const coming = new Promise((resolve) => (come = resolve));
  await page.route("**/own_pages.bin", (route) => coming.then(() => route.continue()));
  await page.goBack();
  await page.waitForFunction(() => document.title.startsWith("Settings"));
  assert.notEqual(await top(), 120);
  come();
  await until(top, (top) => top === 120);
});
