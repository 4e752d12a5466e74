// Containers searched by their labels, which their rows don't hold.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";

const place = house({
  people: { ada: "admin", vera: "viewer" },
  furnish: async ({ engine }) => {
    const labels = (...all) => all.flatMap((label) => ["--label", label]);
    const make = (name, ...all) => engine.docker("create", "--name", name, ...labels(...all), "busybox", "true");
    await make("shop-web", "app=web", "team=blue", "about=two words: -x");
    await make("blog-web", "app=web", "team=red");
    await make("db", "app=db", 'quoted="x"');
    await make("plain");
  },
});

async function lists(containers, ...names) {
  await until(() => containers.names(), (seen) => `${seen}` === `${names}`);
}

async function open(page, query) {
  return new List(page, "Containers").open(query);
}

/** What is asked of the server about labels from now on. */
function questions(page) {
  const asked = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === "/api/containers/labelled") asked.push(url.searchParams.get("label"));
  });
  return asked;
}

place.test("labels are typed, and shared by address", {}, async (page) => {
  const asked = questions(page);
  const containers = await open(page);
  await lists(containers, "blog-web", "db", "plain", "shop-web");
  assert.deepEqual(asked, [], "nothing is asked that isn't searched for");
  await containers.search.fill("label:app");
  await lists(containers, "blog-web", "db", "shop-web");
  await containers.search.fill("label:app=web");
  await lists(containers, "blog-web", "shop-web");
  await containers.search.fill("label:app=web -label:team=red");
  await lists(containers, "shop-web");
  await containers.search.fill("-label:app plain");
  await lists(containers, "plain");
  await containers.search.fill("label:app=we");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await containers.search.fill('shop label:"about=two words: -x"');
  await lists(containers, "shop-web");
  await page.waitForFunction(() => location.search.includes("two%20words"));

  const again = questions(page);
  await page.reload();
  await lists(containers, "shop-web");
  assert.deepEqual(again, ["about=two words: -x"], "once");
  assert.equal(await containers.search.inputValue(), 'shop label:"about=two words: -x"');
  await containers.search.fill("");
  await lists(containers, "blog-web", "db", "plain", "shop-web");
});

place.test("a label on a container's page leads to all that have it", { at: "/containers/shop-web" }, async (page) => {
  const containers = new List(page, "Containers");
  await page.getByRole("link", { name: "blue", exact: true }).click();
  await lists(containers, "shop-web");
  assert.equal(await containers.search.inputValue(), "label:team=blue");
  await page.goBack();
  await page.getByRole("link", { name: "team", exact: true }).click();
  await lists(containers, "blog-web", "shop-web");
  await page.goto("/containers/db");
  await page.getByRole("link", { name: "quoted", exact: true }).waitFor();
  assert.equal(await page.getByRole("link", { name: '"x"' }).count(), 0, "what can't be typed is no link");
});

place.test("what comes with a label appears, and what changes without is not asked about", {}, async (page) => {
  const containers = await open(page, "?q=label:app=late");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  const asked = questions(page);
  const run = ["run", "--detach", "--init", "--name", "late", "--label", "app=late", "busybox", "sleep", "1h"];
  await place.engine.docker(...run);
  await lists(containers, "late");
  assert.ok(asked.length <= 2, `${asked}`);
  asked.length = 0;
  await containers.shows("late", "status", /^Up /);
  await place.engine.docker("kill", "late");
  await containers.shows("late", "status", /^Exited/);
  await place.engine.docker("rm", "late");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  assert.deepEqual(asked, []);

  // What isn't known yet isn't shown as without the label either.
  await containers.search.fill("-label:app");
  await lists(containers, "plain");
  const seen = page.evaluate(() => {
    const names = () => [...document.querySelectorAll(".body .name")].map((it) => it.textContent);
    return new Promise((done) => {
      const all = new Set();
      const watcher = new MutationObserver(() => {
        names().forEach((name) => all.add(name));
        if (all.has("other")) {
          watcher.disconnect();
          done([...all]);
        }
      });
      watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  });
  await place.engine.docker("create", "--name", "hidden", "--label", "app=late", "busybox", "true");
  await place.engine.docker("create", "--name", "other", "busybox", "true");
  assert.deepEqual((await seen).sort(), ["other", "plain"]);
  await place.engine.docker("rm", "hidden", "other");
});

place.test("the names of labels are offered", {}, async (page) => {
  const containers = await open(page);
  const offered = () => page.locator("#search-words option").evaluateAll((all) => all.map((one) => one.value));
  await containers.search.fill("web -label:");
  await until(offered, (words) => `${words}` === "web -label:about,web -label:app,web -label:quoted,web -label:team");
  await containers.search.fill("label:tea");
  await until(offered, (words) => `${words}` === "label:team");
});

place.test("who doesn't see values searches by names", { as: "vera", expected: [/status of 403/] }, async (page) => {
  const containers = await open(page, "?q=label:team");
  await lists(containers, "blog-web", "shop-web");
  await containers.search.fill("label:team=red");
  await page.getByRole("alert").filter({ hasText: "your role doesn't see values" }).waitFor();
  await lists(containers);
  await containers.search.fill("label:app");
  await lists(containers, "blog-web", "db", "shop-web");
  assert.equal(await page.getByRole("alert").count(), 0);
  await page.goto("/containers/shop-web");
  await page.getByRole("link", { name: "team", exact: true }).click();
  await lists(containers, "blog-web", "shop-web");
  assert.equal(await containers.search.inputValue(), "label:team");
});

place.test("an answer is awaited, and asked for again when the engine is back", { expected: [/status of 503/] }, async (page) => {
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await page.route("**/api/containers/labelled*", async (route) => {
    await held;
    await route.continue();
  });
  const containers = await open(page, "?q=label:app=db");
  await page.getByRole("main").getByText("Loading").waitFor();
  assert.deepEqual(await containers.names(), []);
  answer();
  await lists(containers, "db");

  await place.engine.stop();
  await containers.search.fill("label:app=web");
  await page.getByRole("alert").filter({ hasText: "the engine can't be reached" }).waitFor();
  await lists(containers);
  await place.engine.startAgain();
  await lists(containers, "blog-web", "shop-web");
});
