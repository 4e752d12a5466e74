// Lists as somebody with many containers uses them: searched, grouped, many at once, in columns of their own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { accessible } from "../harness/axe.js";
import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";

const place = house({
  furnish: async ({ engine }) => {
    const stack = (name) => ["--label", `com.docker.compose.project=${name}`];
    const sleeps = ["--init", "busybox", "sleep", "1h"];
    const ill = ["--health-cmd", "exit 1", "--health-interval", "500ms", "--health-retries", "1"];
    for (const name of ["shop-cache", "shop-db", "shop-web"]) {
      await engine.docker("run", "--detach", "--name", name, ...stack("shop"), ...sleeps);
    }
    await engine.docker("run", "--detach", "--name", "blog-web", "--publish", "8090:80", ...stack("blog"), ...ill, ...sleeps);
    await engine.docker("create", "--name", "spare", "busybox", "true");
  },
});

const all = ["blog-web", "shop-cache", "shop-db", "shop-web", "spare"];

async function lists(containers, ...names) {
  await until(() => containers.names(), (seen) => `${seen}` === `${names}`);
}

async function open(page, query) {
  return new List(page, "Containers").open(query);
}

place.test("tokens are typed, clicked and shared by address", {}, async (page) => {
  const containers = await open(page);
  await lists(containers, ...all);
  await containers.search.fill("is:running shop");
  await lists(containers, "shop-cache", "shop-db", "shop-web");
  await containers.search.fill("port:8090");
  await lists(containers, "blog-web");
  await containers.search.fill("-stack:shop -is:stopped");
  await lists(containers, "blog-web");
  await containers.search.fill("busybox:latest nowhere");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await containers.search.fill("status:up");
  await page.getByText("There is no key “status:” here").waitFor();
  await containers.search.fill("state:dead");
  await page.getByText("There is no key").waitFor({ state: "detached" });

  await containers.search.fill("is:running web");
  await containers.filter(/^Stopped/).click();
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  assert.equal(await containers.search.inputValue(), "web is:stopped", "one kind of token, whichever way it came");
  await containers.filter(/^Unhealthy/).click();
  await lists(containers, "blog-web");
  await containers.row("blog-web").getByRole("link", { name: "blog", exact: true }).click();
  assert.equal(await containers.search.inputValue(), "web is:unhealthy stack:blog");
  await page.waitForFunction(() => location.search === "?q=web%20is:unhealthy%20stack:blog");

  await page.reload();
  await lists(containers, "blog-web");
  assert.equal(await containers.filter(/^Unhealthy/).getAttribute("aria-pressed"), "true");
});

place.test("what can be typed is offered", {}, async (page) => {
  const containers = await open(page);
  const offered = () => page.locator("#search-words option").evaluateAll((all) => all.map((one) => one.value));
  await containers.search.fill("web ");
  await until(offered, (words) => words.includes("web state:") && words.includes("web stack:"));
  await containers.search.fill("web stack:");
  await until(offered, (words) => `${words}` === "web stack:blog,web stack:shop");
});

place.test("rows stand together by their stacks, with how they are, and fold", {}, async (page) => {
  const containers = await open(page);
  const view = await containers.openView();
  await view.node.getByLabel("Group by stack").check();
  await view.press("Close");
  await lists(containers, ...all);
  const group = (name) => containers.table.getByRole("row").filter({ has: page.getByRole("button", { name: `Rows of ${name}` }) });
  await group("blog").filter({ hasText: /All 1.*Running 1.*Unhealthy 1/ }).waitFor();
  await group("shop").filter({ hasText: /All 3.*Running 3/ }).waitFor();
  await group("No stack").filter({ hasText: /All 1.*Stopped 1/ }).waitFor();

  const ends = await containers.table.getByRole("button", { name: /^Actions for (shop|blog|No stack)$/ }).evaluateAll((menus) =>
    menus.map((menu) => menu.getBoundingClientRect().right));
  assert.ok(ends.length === 3 && ends.every((end) => end === ends[0]), `the menus stand below each other: ${ends}`);

  await containers.choose(/^Actions for shop$/, "Restart");
  const restart = await containers.dialog("Restart stack shop");
  for (const name of ["shop-cache", "shop-db", "shop-web"]) await restart.node.getByText(name, { exact: true }).waitFor();
  await restart.press("Cancel");
  await restart.closed();

  await page.getByRole("button", { name: "Rows of shop" }).click();
  await lists(containers, "blog-web", "spare");
  await page.waitForFunction(() => location.search === "?group=stack&fold=shop");
  await page.reload();
  await lists(containers, "blog-web", "spare");
  assert.equal(await page.getByRole("button", { name: "Rows of shop" }).getAttribute("aria-expanded"), "false");
  await accessible(page, "a grouped list");
});

place.test("rows say which of all they are, though few are drawn", { viewport: { width: 1280, height: 260 } }, async (page) => {
  const containers = await open(page);
  await containers.row("blog-web").waitFor();
  const indices = () =>
    containers.table.getByRole("row").evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("aria-rowindex"))));
  const inOrder = (seen) => seen[0] === 1 && seen.slice(1).every((index, place) => index === seen[1] + place);
  await until(indices, (seen) => inOrder(seen) && seen[1] === 2);
  assert.equal(await containers.table.getAttribute("aria-rowcount"), `${all.length + 1}`);
  await containers.search.fill("shop");
  await until(indices, (seen) => inOrder(seen) && `${seen}` === "1,2,3,4");
  await containers.search.fill("");
  await containers.filter(/^Stopped/).click();
  await containers.filter(/^All/).click();
  await until(indices, (seen) => inOrder(seen) && seen.length === all.length + 1);
});

place.test("a row that has gone becomes one that comes, and all that it says is that one's", {}, async (page) => {
  const containers = await open(page, "?q=shop-db");
  const type = (text) => containers.search.fill(text);
  const isKnown = (name) => containers.row(name).evaluate((row) => row.known === true);
  await lists(containers, "shop-db");
  await containers.row("shop-db").evaluate((row) => (row.known = true));
  await containers.pick("shop-db");
  await type("blog-web");
  await lists(containers, "blog-web");
  assert.equal(await isKnown("blog-web"), true, "it is drawn once");
  assert.equal(await containers.box("blog-web").isChecked(), false);
  await containers.row("blog-web").getByRole("link", { name: "8090→80" }).waitFor();
  const stack = containers.row("blog-web").getByRole("link", { name: "blog", exact: true });
  const leads = await stack.evaluate((link) => [link.getAttribute("href"), link.dataset.token]);
  assert.deepEqual(leads, ["/containers?q=stack:blog", "stack:blog"]);
  const link = containers.row("blog-web").getByRole("link", { name: "blog-web" });
  assert.equal(await link.getAttribute("href"), "/containers/blog-web");
  await type("found nowhere");
  await page.getByText("Nothing matches").waitFor();
  await containers.row("blog-web").waitFor({ state: "detached" });
  await type("spare");
  await containers.row("spare").getByRole("button", { name: "Start" }).waitFor();
  assert.equal(await containers.row("spare").getByRole("link").count(), 2, "no port and no stack");
  assert.equal(await isKnown("spare"), true, "it waited meanwhile");
  await type("shop-db");
  await until(() => containers.box("shop-db").isChecked());
});

place.test("under somebody's hands no row becomes another", {}, async (page) => {
  const containers = await open(page, "?q=shop-db");
  const isKnown = (name) => containers.row(name).evaluate((row) => row.known === true);
  await lists(containers, "shop-db");
  await containers.row("shop-db").evaluate((row) => (row.known = true));
  await containers.row("shop-db").getByRole("button", { name: "Stop" }).hover();
  await page.mouse.down();
  await containers.search.fill("blog-web");
  await lists(containers, "blog-web");
  assert.equal(await isKnown("blog-web"), false, "what is pressed");
  await page.mouse.up();
  await open(page, "?q=is:unhealthy");
  await lists(containers, "blog-web");
  await containers.row("blog-web").evaluate((row) => (row.known = true));
  await containers.row("blog-web").getByRole("button", { name: "Stop" }).focus();
  // A click that takes no focus.
  await containers.filter(/^Stopped/).evaluate((button) => button.click());
  await lists(containers, "spare");
  assert.equal(await isKnown("spare"), false, "what has the focus");
});

place.test("what is begun in a row ends there, and not in the one that comes in its place", {}, async (page) => {
  const containers = await open(page, "?q=shop-db");
  // In one go, as the list changes while somebody looks elsewhere.
  const type = (text) => containers.search.evaluate((search, text) => {
    search.value = text;
    search.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  await lists(containers, "shop-db");
  await containers.row("shop-db").getByRole("button", { name: "Stop" }).hover();
  await page.mouse.down();
  await type("shop-web");
  await lists(containers, "shop-web");
  await page.mouse.up();
  await containers.press("shop-web", "Actions for shop-web");
  const menu = page.getByRole("menu");
  await menu.getByRole("menuitem", { name: "Kill" }).waitFor();
  await type("shop-cache");
  await lists(containers, "shop-cache");
  await menu.waitFor({ state: "detached" });
  for (const name of ["shop-db", "shop-web", "shop-cache"]) {
    assert.equal(await place.engine.docker("inspect", "--format", "{{.State.Status}}", name), "running", name);
  }
});

place.test("Back leads as far down as one was, and an address that is open is remembered once", { viewport: { width: 1280, height: 260 } }, async (page) => {
  const containers = await new List(page, "Containers").open();
  const kept = () => page.evaluate(() => history.length);
  const before = await kept();
  await containers.goTo("Containers");
  assert.equal(await kept(), before);
  const top = () => containers.main.evaluate((main) => main.scrollTop);
  await containers.main.evaluate((main) => main.scrollTo(0, 150));
  const left = await top();
  assert.ok(left > 0, "there is more than the screen shows");
  await page.locator(".row:not([aria-hidden]) a.name").last().evaluate((link) => link.click());
  await page.waitForURL(/\/containers\/./);
  await until(top, (now) => now === 0);
  await page.goBack();
  await until(top, (now) => now === left);
});

place.test("columns are hidden, moved and made wider, and stay so in this browser", {}, async (page) => {
  const containers = await open(page);
  await lists(containers, ...all);
  assert.deepEqual(await containers.columns(), ["Name", "Status", "Image", "Stack", "Ports", "Created", "Actions"]);
  let view = await containers.openView();
  await accessible(page, "the dialog of columns");
  await view.node.getByLabel("Image", { exact: true }).uncheck();
  await view.node.getByRole("button", { name: "Move Ports up" }).click();
  await view.node.getByRole("slider", { name: "Width of Stack" }).fill("240");
  await view.press("Close");
  const chosen = "Name,Status,Ports,Stack,Created,Actions";
  await until(() => containers.columns(), (columns) => `${columns}` === chosen);
  await page.reload();
  await until(() => containers.columns(), (columns) => `${columns}` === chosen);

  const width = () => containers.heading("Ports").evaluate((head) => head.getBoundingClientRect().width);
  const before = await width();
  const edge = await containers.heading("Ports").boundingBox();
  await page.mouse.move(edge.x + edge.width + 4, edge.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width - 30, edge.y + 10, { steps: 4 });
  await until(async () => {
    await page.mouse.move(edge.x + edge.width - 36, edge.y + 10);
    return width();
  }, (now) => now < before - 20);
  await page.mouse.up();
  await page.reload();
  await until(width, (now) => now < before - 20);

  view = await containers.openView();
  await view.press("Reset columns");
  await view.press("Close");
  await until(() => containers.columns(), (columns) => columns.length === 7);
});

place.test("what this browser remembers may be anything", {}, async (page) => {
  await page.evaluate(() => localStorage.setItem("columns of containers", "nowhere:x ports: status:99999999999 ::"));
  await page.reload();
  const containers = new List(page, "Containers");
  await lists(containers, ...all);
  await until(() => containers.columns(), (columns) => `${columns}` === "Name,Ports,Status,Actions");
});

place.test("a range is stopped together, each with its result", {}, async (page) => {
  const containers = await open(page);
  await containers.box("shop-cache").click();
  await containers.box("shop-web").click({ modifiers: ["Shift"] });
  await containers.bar.getByText("3 selected").waitFor();
  assert.equal(await containers.bar.getByRole("button", { name: "Start", exact: true }).count(), 0, "nothing to start");
  await accessible(page, "rows are picked");
  await containers.bar.getByRole("button", { name: "Stop", exact: true }).click();
  const dialog = await containers.dialog("Stop 3 selected");
  for (const name of ["shop-cache", "shop-db", "shop-web"]) await dialog.node.getByText(name, { exact: true }).waitFor();
  await accessible(page, "what is to be stopped");
  await dialog.press("Stop 3");
  await dialog.node.getByText("3 of 3 done").waitFor({ timeout: 30_000 });
  assert.equal(await dialog.node.getByRole("img", { name: "Done" }).count(), 3);
  await accessible(page, "what was stopped");
  await dialog.press("Close");
  for (const name of ["shop-cache", "shop-db", "shop-web"]) await containers.shows(name, "status", /^Exited/);

  // What loses nothing is done without a question.
  await containers.bar.getByRole("button", { name: "Start", exact: true }).click();
  await dialog.node.page().getByText("3 of 3 done").waitFor();
  await page.keyboard.press("Escape");
  for (const name of ["shop-cache", "shop-db", "shop-web"]) await containers.shows(name, "status", /^Up /);
});

place.test("one that fails is named with the engine's words, and tried again alone", { expected: [/status of 409/] }, async (page) => {
  for (const name of ["old-1", "old-2"]) await place.engine.docker("create", "--name", name, "busybox");
  await place.engine.docker("run", "--detach", "--name", "old-3", "--init", "busybox", "sleep", "1h");
  const containers = await open(page, "?q=old-");
  await lists(containers, "old-1", "old-2", "old-3");
  await containers.table.getByRole("checkbox", { name: "Select all" }).click();
  await containers.bar.getByRole("button", { name: "Remove" }).click();
  const dialog = await containers.dialog("Remove 3 selected");
  await dialog.node.getByText("Everything that was written inside them").waitFor();
  await dialog.press("Remove 3");
  await dialog.node.getByText("2 of 3 done · 1 failed").waitFor();
  await dialog.node.getByRole("listitem").filter({ hasText: /old-3.*running/ }).waitFor();
  await place.engine.docker("kill", "old-3");
  await dialog.press("Try the failed ones again");
  await dialog.node.getByText("3 of 3 done").waitFor();
  await dialog.press("Close");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  assert.equal(await containers.bar.count(), 0, "nothing is picked any more that could be acted upon");
});

place.test("what ends processes at once is asked about, of one as of many", {}, async (page) => {
  const containers = await open(page);
  for (const place of [false, true]) {
    if (place) {
      await containers.pick("shop-cache");
      await containers.bar.getByRole("button", { name: "Kill", exact: true }).click();
    } else {
      await containers.act("shop-cache", "Kill");
    }
    const dialog = await containers.dialog(place ? "Kill 1 selected" : "Kill shop-cache?");
    await dialog.node.getByText("end at once").waitFor();
    await dialog.press("Cancel");
    await dialog.closed();
  }
  await containers.act("shop-cache", "Kill");
  await (await containers.dialog("Kill shop-cache?")).press("Kill");
  await containers.shows("shop-cache", "status", /^Exited \(137\)/);
  await containers.press("shop-cache", "Start");
  await containers.shows("shop-cache", "status", /^Up /);
});

/** Gathers what a screen reader is told from now on: what stands when the page has come is no news. */
async function listen(page) {
  await page.locator("main h1").waitFor();
  await page.evaluate(() => {
    window.told = [];
    const around = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("main [role=status], main [role=alert], main [aria-live]");
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const text = around(target)?.textContent.trim();
        if (text) window.told.push(text);
      }
    }).observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => window.told);
}

place.test("a screen reader is told what somebody did, and not that time passes", {}, async (page) => {
  const containers = await open(page);
  await lists(containers, ...all);
  const told = await listen(page);
  await place.engine.docker("create", "--name", "newcomer", "busybox");
  await containers.row("newcomer").waitFor();
  await containers.shows("shop-web", "status", /^Up/);
  assert.deepEqual(await told(), [], "the engine's changes are not spoken");
  await containers.search.fill("shop");
  await until(told, (texts) => `${texts}` === "3 of 6 shown");
  await place.engine.docker("rm", "newcomer");

  await place.engine.docker("restart", "--time", "0", "shop-web");
  await page.goto("/containers/shop-web");
  const about = page.locator("main .about");
  await about.getByText(/^Up /).waitFor();
  const said = await listen(page);
  const before = await about.textContent();
  await until(() => about.textContent(), (text) => text !== before);
  assert.deepEqual(await said(), [], "nor is each second");
  await page.goto("/containers/blog-web");
  const probe = page.locator(".probe").first().getByText(/^(just now|\d+ seconds? ago)$/);
  assert.match(await probe.getAttribute("title"), /\d{4}/, "exact where somebody looks for it");
  await page.goto("/containers/shop-web");
  await about.getByText(/^Up /).waitFor();
  const stopped = await listen(page);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await until(stopped, (texts) => texts.some((text) => text.startsWith("Exited")));
  await place.engine.docker("start", "shop-web");
});

place.test("news stands above a dialog, and can be put away there", {}, async (page) => {
  const containers = await open(page);
  await lists(containers, ...all);
  const view = await containers.openView();
  await page.evaluate(() => {
    URL.createObjectURL = () => {
      throw new Error("not today");
    };
  });
  await view.press("CSV");
  const toast = containers.toasts.getByText("The browser did not let the file be saved");
  await toast.waitFor();
  const shown = await toast.evaluate((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return node.closest(".toast").contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });
  assert.ok(shown, "it isn't under the dialog");
  await containers.toasts.getByRole("button", { name: "Dismiss" }).click();
  await toast.waitFor({ state: "detached" });
  await view.press("CSV");
  await toast.waitFor();
  await view.press("Close");
  await view.closed();
  await toast.waitFor();

  await containers.toasts.getByRole("button", { name: "Dismiss" }).click();
});

for (const [word, screen] of [["a desk", {}], ["a phone", { viewport: { width: 390, height: 844 }, hasTouch: true }]]) {
  place.test(`news doesn't cover what can be done to picked rows, on ${word}`, screen, async (page) => {
    const containers = await open(page);
    await containers.pick("shop-cache", "shop-db");
    await containers.bar.getByText("2 selected").waitFor();
    await containers.bar.getByRole("button", { name: "Remove" }).waitFor();
    await containers.press("shop-web", "Stop");
    const toast = containers.toasts.locator(".toast");
    await toast.waitFor();
    const [news, bar] = [await toast.boundingBox(), await containers.bar.boundingBox()];
    const apart = news.y + news.height <= bar.y || bar.y + bar.height <= news.y || news.x >= bar.x + bar.width;
    assert.ok(apart, JSON.stringify({ news, bar }));
    await containers.toasts.getByRole("button", { name: "Undo" }).click();
    await containers.shows("shop-web", "status", /^Up /);
  });
}

place.test("on a phone one piece of news stands there at a time, and over a dialog it covers no answer", { viewport: { width: 390, height: 640 }, hasTouch: true }, async (page) => {
  const containers = await open(page, "?q=shop-web");
  await containers.press("shop-web", "Stop");
  await containers.toasts.getByText("shop-web was stopped").waitFor();
  await containers.press("shop-web", "Start");
  await containers.toasts.getByText("shop-web was started").waitFor();
  await containers.toasts.getByText("shop-web was stopped").waitFor({ state: "hidden" });
  await containers.choose("shop-web", "Rename");
  const dialog = await containers.dialog("Rename shop-web");
  const [news, answer] = [containers.toasts.locator(".toast").last(), dialog.node.getByRole("button", { name: "Rename" })];
  const [{ y: top, height }, { y }] = [await news.boundingBox(), await answer.boundingBox()];
  assert.ok(top + height <= y, `news until ${top + height}, the answer from ${y}`);
  await dialog.press("Cancel");
  await containers.press("shop-web", "Stop");
  await page.getByRole("link", { name: "+1" }).waitFor();
  // Where other buttons stand at the foot of the page.
  await containers.row("shop-web").getByRole("link", { name: "shop-web" }).tap();
  await page.waitForURL("**/containers/shop-web");
  await containers.choose("Actions", "Rename");
  await (await containers.dialog("Rename shop-web")).node.getByRole("button", { name: "Cancel" }).tap();
  await containers.toasts.getByRole("button", { name: "Undo" }).tap();
  await until(() => place.engine.docker("inspect", "--format", "{{.State.Running}}", "shop-web"), (found) => found === "true");
});

place.test("who scrolls on meets the same rows, and none that stays is moved", { viewport: { width: 1280, height: 520 } }, async (page) => {
  const names = Array.from({ length: 40 }, (_, at) => `long-${at + 10}`);
  await Promise.all(names.map((name) => place.engine.docker("create", "--name", name, "busybox")));
  const containers = await open(page, "?q=long");
  await containers.row("long-10").waitFor();
  const scrollTo = (top) => containers.main.evaluate(async (main, top) => {
    const rows = () => new Map([...main.querySelectorAll(".row:not([aria-hidden]) .name")].map((name) => [name.textContent, name.closest(".row")]));
    const before = rows();
    const moved = new Set();
    const watch = new MutationObserver((changes) => changes.forEach(({ removedNodes }) => removedNodes.forEach((node) => moved.add(node))));
    watch.observe(main.querySelector(".seen"), { childList: true });
    main.scrollTo(0, top);
    while (before.size === rows().size && [...rows().keys()].every((name) => before.has(name))) await new Promise(requestAnimationFrame);
    watch.disconnect();
    const after = rows();
    return [...before].filter(([name, row]) => after.has(name) && (after.get(name) !== row || moved.has(row))).map(([name]) => name);
  }, top);
  // More than the rows that are drawn beyond the edge.
  await scrollTo(480);
  for (let top = 600; top <= 960; top += 120) assert.deepEqual(await scrollTo(top), [], `moved at ${top}`);
  await containers.row("long-39").waitFor();
  await place.engine.docker("rm", "--force", ...names);
});

place.test("where nothing is found nothing can be picked, and what is picked stays so", {}, async (page) => {
  const containers = await open(page);
  const box = containers.table.getByRole("checkbox", { name: "Select all" });
  await containers.search.fill("nothing-like-it");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await box.click();
  await until(() => box.isChecked(), (is) => !is);
  await containers.search.fill("");
  await lists(containers, ...all);
  assert.equal(await box.isChecked(), false);
  await containers.pick("shop-db");
  await containers.bar.getByText("1 selected").waitFor();
  await containers.search.fill("nothing-like-it");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await box.click();
  await containers.search.fill("");
  await containers.bar.getByText("1 selected").waitFor();
});

place.test("only what the search shows is acted upon", {}, async (page) => {
  const containers = await open(page);
  await containers.pick("shop-db", "spare");
  await containers.search.fill("shop");
  await containers.bar.getByText("1 selected").waitFor();
  await containers.bar.getByRole("button", { name: "Select all 3" }).click();
  await containers.bar.getByText("3 selected").waitFor();
  await containers.bar.getByRole("button", { name: "Select none" }).click();
  await containers.bar.waitFor({ state: "detached" });
});

place.test("what is shown is saved as CSV and as JSON", {}, async (page) => {
  const containers = await open(page, "?q=web&sort=-name");
  await lists(containers, "shop-web", "blog-web");
  const view = await containers.openView();
  await view.node.getByLabel("Status", { exact: true }).uncheck();
  await view.node.getByLabel("Created", { exact: true }).uncheck();
  const saved = async (word) => {
    const [download] = await Promise.all([page.waitForEvent("download"), view.press(word)]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  };
  const csv = await saved("CSV");
  assert.equal(csv.name, "containers.csv");
  assert.equal(
    csv.text,
    "name,image,stack,ports\r\nshop-web,busybox,shop,\r\nblog-web,busybox,blog,0.0.0.0:8090->80/tcp [::]:8090->80/tcp\r\n",
  );
  const json = await saved("JSON");
  assert.deepEqual(JSON.parse(json.text)[0], { name: "shop-web", image: "busybox", stack: "shop", ports: "" });
});

place.test("keys alone: from row to row, pick, a range, copy", {}, async (page) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const containers = await open(page);
  const link = (name) => containers.row(name).getByRole("link", { name, exact: true });
  const isFocused = (node) => until(() => node.evaluate((it) => it === document.activeElement));
  await link("shop-cache").focus();
  await page.keyboard.press("ArrowDown");
  await isFocused(link("shop-db"));
  await page.keyboard.press("x");
  await containers.bar.getByText("1 selected").waitFor();
  await page.keyboard.press("ArrowDown");
  await isFocused(link("shop-web"));
  await page.keyboard.press("ArrowDown");
  await isFocused(link("spare"));
  await page.keyboard.press("Shift+X");
  await containers.bar.getByText("3 selected").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await isFocused(containers.cell("spare", "image").getByRole("link"));
  await page.keyboard.press("c");
  await containers.toasts.getByText("Copied: busybox").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "busybox");
  assert.equal(new URL(page.url()).pathname, "/containers", "what is done in a row isn't done to the page as well");
  await page.keyboard.press("Escape");
  await containers.bar.waitFor({ state: "detached" });
});

/** The name of what has the focus. */
function focused(page) {
  return page.evaluate(() => (document.activeElement.getAttribute("aria-label") ?? document.activeElement.innerText).trim());
}

place.test("keys alone stop two containers, and the focus is never lost", {}, async (page) => {
  const containers = await open(page, "?q=shop");
  await lists(containers, "shop-cache", "shop-db", "shop-web");
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await press("j");
  await until(() => focused(page), (name) => name === "shop-cache");
  await press("x");
  await containers.bar.getByText("1 selected").waitFor();
  await press("j", "x");
  await containers.bar.getByText("2 selected").waitFor();
  await containers.bar.getByRole("button", { name: "Stop", exact: true }).waitFor();
  await press(".");
  await until(() => focused(page), (name) => name === "Stop");
  await press("Enter");
  const dialog = await containers.dialog("Stop 2 selected");
  await dialog.node.getByRole("button", { name: "Stop 2" }).focus();
  await press("Enter");
  await until(() => focused(page), (name) => name === "Progress" || name.includes("done"));
  await dialog.node.getByText("2 of 2 done").waitFor({ timeout: 30_000 });
  await press("Escape");
  await dialog.closed();
  // What was pressed can't be done any more.
  await containers.bar.getByRole("button", { name: "Stop", exact: true }).waitFor({ state: "hidden" });
  const isBack = () => page.evaluate(() => document.activeElement !== document.body && !document.activeElement.closest("dialog"));
  await until(isBack);
  await press(".");
  await until(() => focused(page), (name) => name === "Start");
  await press("Enter");
  const started = await containers.dialog("Start 2 selected");
  await started.node.getByText("2 of 2 done").waitFor();
  await press("Escape");
  await started.closed();
  // At once: a dialog that has closed holds the focus until the browser has told the page so.
  await press("Escape");
  await containers.bar.waitFor({ state: "detached" });
  await until(() => page.evaluate(() => document.activeElement.id), (id) => id === "main");

  await press("a");
  await containers.bar.getByText("3 selected").waitFor();
  await containers.bar.getByRole("button", { name: "Select none" }).press("Enter");
  await until(() => page.evaluate(() => document.activeElement.id), (id) => id === "main");
});

place.test("what takes itself away hands the focus on", {}, async (page) => {
  const containers = await open(page, "?q=nothing-like-it");
  await page.getByRole("button", { name: "Clear filters" }).press("Enter");
  await lists(containers, ...all);
  await until(() => page.evaluate(() => document.activeElement.id), (id) => id === "main");

  await containers.pick("shop-web");
  await containers.bar.getByRole("button", { name: "Select all 5" }).press("Enter");
  await containers.bar.getByText("5 selected").waitFor();
  await until(() => focused(page), (name) => name === "Start");

  const view = await containers.openView();
  await view.node.getByLabel("Image", { exact: true }).uncheck();
  await view.node.getByRole("button", { name: "Reset columns" }).press("Enter");
  await until(() => page.evaluate(() => document.activeElement.type), (type) => type === "checkbox");
  await view.press("Close");

  await place.engine.docker("create", "--name", "aaa", "busybox");
  await containers.row("aaa").getByRole("link", { name: "aaa" }).focus();
  await place.engine.docker("rm", "aaa");
  await containers.gone("aaa");
  await until(() => page.evaluate(() => document.activeElement.id), (id) => id === "main");
});

place.test("whoever stops a bulk before its end is told how far it came", {}, async (page) => {
  for (let number = 1; number <= 3; number++) {
    await place.engine.docker("create", "--name", `late-${number}`, "busybox");
  }
  const containers = await open(page, "?q=late-");
  await lists(containers, "late-1", "late-2", "late-3");
  const held = [];
  await page.route("**/api/containers/*/start*", (route) => held.push(route));
  await containers.table.getByRole("checkbox", { name: "Select all" }).click();
  await containers.bar.getByRole("button", { name: "Start", exact: true }).click();
  const dialog = await containers.dialog("Start 3 selected");
  assert.equal(await dialog.node.locator(".inside [role=status]").textContent(), "", "nothing is spoken before the end");
  await dialog.press("Stop here");
  await dialog.closed();
  await until(() => held.length);
  await held[0].continue();
  await containers.toasts.getByText("Start 3 selected: 1 of 3 done").waitFor();
  assert.equal(held.length, 1, "the rest is left as it is");
  await place.engine.docker("rm", "--force", "late-1", "late-2", "late-3");
});

place.test("whoever leaves a bulk of which the last fails is told so until they put it away", { expected: [/status of [45]\d\d/] }, async (page) => {
  await place.engine.docker("create", "--name", "lost-1", "busybox");
  await place.engine.docker("create", "--name", "lost-2", "busybox", "/nothing");
  const containers = await open(page, "?q=lost-");
  await lists(containers, "lost-1", "lost-2");
  const asked = [];
  let go;
  const closed = new Promise((resolve) => (go = resolve));
  await page.route("**/api/containers/*/start*", async (route) => {
    if (asked.push(route) > 1) await closed;
    await route.continue();
  });
  await containers.table.getByRole("checkbox", { name: "Select all" }).click();
  await containers.bar.getByRole("button", { name: "Start", exact: true }).click();
  const dialog = await containers.dialog("Start 2 selected");
  await until(() => asked.length, (count) => count === 2);
  await dialog.press("Stop here");
  await dialog.closed();
  go();
  await page.locator(".toast.bad", { hasText: "Start 2 selected: 1 of 2 done · 1 failed" }).waitFor();
  await place.engine.docker("rm", "--force", "lost-1", "lost-2");
});

for (const viewport of [{ width: 640, height: 400 }, { width: 320, height: 256 }, { width: 320, height: 640 }]) {
  place.test(`rows can be seen and pressed at ${viewport.width} × ${viewport.height}, one of them picked`, { viewport }, async (page) => {
    const containers = await open(page);
    await containers.box("blog-web").evaluate((box) => box.click());
    await containers.bar.getByRole("button", { name: "Stop", exact: true }).waitFor();
    for (const name of all) {
      const link = containers.row(name).getByRole("link", { name, exact: true });
      await link.focus();
      const is = () => link.evaluate((link) => {
        const { x, y, width, height } = link.getBoundingClientRect();
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        return link.contains(top) ? true : top?.outerHTML.slice(0, 80);
      });
      await until(is, (top) => top === true);
    }
  });
}

const many = Array.from({ length: 30 }, (_, at) => `many-${at + 10}`);
for (const viewport of [{ width: 1280, height: 520 }, { width: 390, height: 600 }]) {
  place.test(`whoever goes from row to row by keys sees where they are at ${viewport.width} × ${viewport.height}`, { viewport }, async (page) => {
    for (const name of many) await place.engine.docker("create", "--name", name, "busybox");
    const containers = await open(page, "?q=many");
    await containers.row("many-10").waitFor();
    await page.keyboard.press("j");
    await until(() => focused(page), (name) => name === "many-10");
    await page.keyboard.press("x");
    await containers.bar.getByText("1 selected").waitFor();
    await containers.bar.getByRole("button", { name: "Start", exact: true }).waitFor();
    const isSeen = () => page.evaluate(() => {
      const row = document.activeElement.closest(".row");
      const { x, y, width, height } = document.activeElement.getBoundingClientRect();
      return [y + 1, y + height - 1].every((at) => row.contains(document.elementFromPoint(x + width / 2, at)));
    });
    for (const [key, last] of [["j", "many-39"], ["k", "many-10"]]) {
      for (let at = await focused(page); at !== last; ) {
        const before = at;
        await page.keyboard.press(key);
        at = await until(() => focused(page), (name) => name !== before);
        assert.ok(await isSeen(), `${at} lies beneath something`);
      }
    }
    await page.keyboard.press("Shift+G");
    await until(() => focused(page), (name) => name === "many-39");
    assert.ok(await isSeen());
    // Whoever has scrolled goes on from what they see.
    await containers.main.evaluate((main) => main.scrollTo(0, 0));
    await containers.row("many-10").waitFor();
    await page.keyboard.press("j");
    await until(() => focused(page), (name) => name === "many-10");
    await page.keyboard.press("j");
    await until(() => focused(page), (name) => name === "many-11");
    await page.keyboard.press("g");
    await page.keyboard.press("g");
    await until(() => focused(page), (name) => name === "many-10");
    await containers.main.evaluate((main) => main.scrollTo(0, main.scrollHeight));
    await containers.row("many-39").waitFor();
    await page.locator("main").focus();
    await page.keyboard.press("j");
    await until(() => focused(page), (name) => /^many-[23]/.test(name));
    assert.ok(await isSeen());
    await place.engine.docker("rm", "--force", ...many);
  });
}

place.test("a row that moves keeps the focus, and whoever has scrolled on stays where they are", { viewport: { width: 1280, height: 400 } }, async (page) => {
  const far = Array.from({ length: 24 }, (_, at) => `far-${at + 10}`);
  for (const name of far) await place.engine.docker("create", "--name", name, "busybox");
  const containers = await open(page, "?q=far");
  await containers.row("far-11").getByRole("link", { name: "far-11" }).focus();
  await containers.main.evaluate((main) => main.scrollTo(0, 340));
  await until(() => containers.row("far-20").evaluate((row) => row.getBoundingClientRect().top), (top) => top > 0 && top < 400);
  const top = () => containers.main.evaluate((main) => main.scrollTop);
  assert.equal(await top(), 340);
  await place.engine.docker("rename", "far-11", "far-13b");
  await until(() => containers.names(), (seen) => seen.indexOf("far-13b") === seen.indexOf("far-13") + 1);
  assert.equal(await focused(page), "far-13b");
  assert.equal(await top(), 340);
  await place.engine.docker("rm", ...far.filter((name) => name !== "far-11"), "far-13b");
});

place.test("no cell is cut off or stands outside of its row, however wide the screen is", {}, async (page) => {
  await place.engine.docker("volume", "create", "data");
  for (const path of ["/containers", "/images", "/volumes", "/networks", "/people"]) {
    await page.goto(path);
    await page.locator(".table .row .name").first().waitFor();
    for (const width of [390, 700, 768, 840, 930, 1000, 1060, 1220, 1235, 1260]) {
      await page.setViewportSize({ width, height: 700 });
      const outside = await page.evaluate(async () => {
        await new Promise(requestAnimationFrame);
        const main = document.querySelector("main").getBoundingClientRect();
        const within = (inner, outer) =>
          inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
        const found = [];
        for (const row of document.querySelectorAll(".table .row:not([aria-hidden])")) {
          const box = row.getBoundingClientRect();
          if (box.right > main.right + 1) found.push("row");
          for (const cell of row.children) {
            const own = cell.getBoundingClientRect();
            if (own.width > 0 && !within(own, box)) found.push(cell.className);
          }
        }
        return [...new Set(found)];
      });
      assert.deepEqual(outside, [], `${path} at ${width} px`);
    }
  }
  await place.engine.docker("volume", "rm", "data");
});

place.test("ports are links to where they answer, also in a row that has become another's", {}, async (page) => {
  const run = async (name, ...ports) => {
    const published = ports.flatMap((port) => ["--publish", port]);
    await place.engine.docker("run", "--detach", "--name", name, ...published, "--init", "busybox", "sleep", "1h");
  };
  await run("port-many", "8101:81", "8102:443", "8103:8083", "8104:8084");
  await run("port-more", "8111:443", "8112:8082", "8113:8083", "8114:8084", "8115:8085");
  await run("port-udp", "8105:85/udp");
  await run("port-dns", "8107:53", "8108:53/udp");
  await run("port-tls", "8106:443");
  const containers = await open(page, "?q=port-");
  const host = new URL(page.url()).hostname;
  const link = (public_, inside, scheme = "http") => [
    `${public_}→${inside}`,
    `${scheme}://${host}:${public_}`,
    `Open port ${public_} of the host in a new tab`,
  ];
  const expected = {
    "port-dns": [link(8107, 53), ["8108→53/udp", null, ""]],
    "port-many": [link(8101, 81), link(8102, 443, "https"), ["+2", "/containers/port-many", ""]],
    "port-more": [link(8111, 443, "https"), link(8112, 8082), ["+3", "/containers/port-more", ""]],
    "port-tls": [link(8106, 443, "https")],
    // What speaks UDP a browser can't open.
    "port-udp": [["8105→85/udp", null, ""]],
  };
  const names = Object.keys(expected);
  await lists(containers, ...names);
  const links = (name) =>
    containers
      .cell(name, "ports")
      .locator("a")
      .evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute("href"), link.title]));
  for (const name of names) assert.deepEqual(await links(name), expected[name], name);
  // As many ports as before, others that lead elsewhere or nowhere, more and fewer.
  for (const name of ["port-udp", "port-tls", "port-udp", "port-many", "port-more", "port-tls", "port-more"]) {
    await containers.search.fill(name);
    await lists(containers, name);
    assert.deepEqual(await links(name), expected[name], name);
  }
  await containers.search.fill("port-dns");
  await lists(containers, "port-dns");
  // It leads nowhere, so that pressing it does what it does in any other cell.
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const cell = containers.cell("port-dns", "ports");
  await cell.locator("a").last().click();
  await cell.getByRole("button", { name: "Copy" }).click();
  await cell.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "8107→53 8108→53/udp");
  await containers.search.fill("port-many");
  await containers.cell("port-many", "ports").getByRole("link", { name: "+2" }).click();
  await page.waitForURL("**/containers/port-many");
  await page.goto("/containers/port-udp");
  const fact = page.locator(".facts a", { hasText: "8105 → 85/udp" }).first();
  assert.equal(await fact.evaluate((fact) => getComputedStyle(fact).textDecorationLine), "none", "it doesn't look like a link");
  // The page of a container that goes asks for it once more, and is told that it isn't there.
  await open(page);
  await place.engine.docker("rm", "--force", ...names);
});

place.test("a cell that is pressed has a button that copies it", {}, async (page) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const containers = await open(page);
  const cell = containers.cell("blog-web", "created");
  await cell.locator("span").click();
  await cell.getByRole("button", { name: "Copy" }).click();
  await cell.getByRole("button", { name: "Copied" }).waitFor();
  const created = await cell.locator("[title]").first().getAttribute("title");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), created);
  await containers.search.focus();
  await cell.getByRole("button").waitFor({ state: "detached" });
});

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
place.test("on a phone each row is a card, with its buttons at its end", phone, async (page) => {
  const containers = await open(page);
  const card = await containers.row("blog-web").boundingBox();
  const button = await containers.row("blog-web").getByRole("button", { name: "Actions for blog-web" }).boundingBox();
  assert.ok(button.x + button.width > card.x + card.width - 4, "at the right");
  assert.ok(button.width >= 44 && button.height >= 44, "large enough for a thumb");
  for (const column of ["status", "image", "stack", "ports"]) {
    const cell = await containers.cell("blog-web", column).boundingBox();
    assert.ok(cell.y >= card.y && cell.y + cell.height <= card.y + card.height + 1, `${column} is on the card`);
  }
  await containers.box("blog-web").tap();
  await containers.bar.getByText("1 selected").waitFor();
  await accessible(page, "cards, one of them picked");
});

for (const [word, viewport] of [["320 px", { width: 320, height: 640 }], ["200 % of 1280 px", { width: 640, height: 400 }]]) {
  place.test(`nothing is lost at ${word}`, { viewport }, async (page) => {
    const containers = await open(page);
    await containers.row("blog-web").waitFor();
    const sideways = await page.evaluate(() => {
      const main = document.querySelector("main");
      return [document.documentElement, main].map((node) => node.scrollWidth - node.clientWidth);
    });
    assert.deepEqual(sideways, [0, 0], "nothing has to be scrolled sideways");
    const view = await containers.openView();
    await view.node.getByLabel("Sort by").selectOption({ label: "Stack" });
    await view.node.getByLabel("Descending").check();
    await view.press("Close");
    await until(() => containers.names(), (names) => names.includes("spare") && names.indexOf("spare") < names.indexOf("blog-web"));
  });
}

place.test("forced colours leave what is chosen and picked in sight", { forcedColors: "active" }, async (page) => {
  const containers = await open(page);
  await containers.filter(/^Running/).click();
  const outline = (node) => node.evaluate((it) => getComputedStyle(it).outlineStyle);
  assert.equal(await outline(containers.filter(/^Running/)), "solid");
  await containers.pick("shop-db");
  await until(() => outline(containers.row("shop-db")), (style) => style === "solid");
});
