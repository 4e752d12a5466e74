// The palette and the keys: everything is a few letters away, and nobody who types is disturbed.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { Dialog } from "../pages/dialog.js";
import { List } from "../pages/list.js";
import { Palette } from "../pages/palette.js";
import { Shell } from "../pages/shell.js";

const place = house({
  people: { ada: "admin", vera: "viewer" },
  furnish: async ({ engine }) => {
    const stack = ["--label", "com.docker.compose.project=shop"];
    for (const name of ["shop-web", "shop-db"]) {
      await engine.docker("run", "--detach", "--name", name, "--init", ...stack, "busybox", "sleep", "1h");
    }
    await engine.docker("create", "--name", "anchor", "busybox");
    await engine.docker("volume", "create", "shop-data");
  },
});

/** The name of what has the focus. */
function focused(page) {
  return page.evaluate(() => (document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent).trim());
}

async function isAt(page, path) {
  await page.waitForFunction((path) => location.pathname + location.search === path, path);
}

place.test("a page is found by a few of its letters, and the focus goes there", {}, async (page) => {
  await new Shell(page).live();
  const palette = await new Palette(page).open();
  await palette.find("netw", "Networks");
  await page.keyboard.press("Enter");
  await palette.closed();
  await page.getByRole("heading", { level: 1, name: "Networks" }).waitFor();
  await until(() => page.evaluate(() => document.activeElement.tagName), (tag) => tag === "MAIN");
});

place.test("a container is found by the beginnings of its words, and opened", {}, async (page) => {
  await new Shell(page).live();
  const palette = await new Palette(page).open();
  await palette.find("shdb", "shop-db");
  await page.keyboard.press("Enter");
  await isAt(page, "/containers/shop-db");
});

place.test("what is done to a container is said in two words, either way", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  const palette = await new Palette(page).open();
  await palette.find("pause web", "Pause shop-web");
  await page.keyboard.press("Enter");
  await palette.closed();
  await containers.shows("shop-web", "status", /\(paused\)/);
  await palette.open();
  await palette.find("web unpause", "Unpause shop-web");
  await page.keyboard.press("Enter");
  await containers.shows("shop-web", "status", /^Up \D*\d+ \w+$/);
});

place.test("all that can be done to a thing is one key away, asks as its button does, and there is a way back", {}, async (page) => {
  await new List(page, "Containers").open();
  const palette = await new Palette(page).open();
  await palette.find("anchor", "anchor");
  await page.keyboard.press("ArrowRight");
  await palette.options.filter({ hasText: "Rename" }).waitFor();
  assert.deepEqual(
    await palette.options.evaluateAll((options) => options.map((option) => option.children[1].textContent)),
    ["Open", "Start", "Rename", "Move to stack…", "Remove", "Inspect"],
  );
  await page.keyboard.press("Backspace");
  await palette.options.filter({ hasText: "Dashboard" }).waitFor();

  await palette.find("anchor", "anchor");
  await page.keyboard.press("ArrowRight");
  await palette.find("rem", "Remove");
  await accessible(page, "the palette");
  await page.keyboard.press("Enter");
  await palette.closed();
  const dialog = await new Dialog(page, "Remove container anchor?").opened();
  await dialog.press("Cancel");
  await dialog.closed();
});

place.test("a stack is stopped and started from the palette", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  const palette = await new Palette(page).open();
  await palette.find("shop", "shop");
  await page.keyboard.press("ArrowRight");
  await palette.find("stop", "Stop");
  await page.keyboard.press("Enter");
  const stop = await new Dialog(page, "Stop stack shop").opened();
  await stop.press("Stop 2");
  await stop.node.getByText("2 of 2 done").waitFor({ timeout: 30_000 });
  await stop.press("Close");
  await containers.shows("shop-db", "status", /^Exited/);
  await palette.open();
  await palette.find("start shop", "Start shop");
  await page.keyboard.press("Enter");
  const start = await new Dialog(page, "Start stack shop").opened();
  await start.node.getByText("2 of 2 done").waitFor();
  await start.press("Close");
  await containers.shows("shop-db", "status", /^Up/);
});

place.test("all that is done to many is done to a stack, too", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  const palette = await new Palette(page).open();
  await palette.find("shop", "shop");
  await page.keyboard.press("ArrowRight");
  await palette.options.filter({ hasText: "Kill" }).waitFor();
  const words = await palette.options.evaluateAll((options) => options.map((option) => option.children[1].textContent));
  assert.deepEqual(words, ["Containers", "Stop", "Restart", "Pause", "Kill", "Remove", "Volumes", "Networks"]);
  await palette.find("pause", "Pause");
  await page.keyboard.press("Enter");
  const pause = await new Dialog(page, "Pause stack shop").opened();
  await pause.node.getByText("2 of 2 done").waitFor();
  await pause.press("Close");
  await containers.shows("shop-web", "status", /paused/);
  await palette.open();
  await palette.find("unpause shop", "Unpause shop");
  await page.keyboard.press("Enter");
  await (await new Dialog(page, "Unpause stack shop").opened()).node.getByText("2 of 2 done").waitFor();
  await page.keyboard.press("Escape");
  await palette.open();
  await palette.find("remove shop", "Remove shop");
  await page.keyboard.press("Enter");
  const remove = await new Dialog(page, "Remove stack shop").opened();
  await remove.node.getByText("Everything that was written inside them").waitFor();
  await remove.press("Cancel");
});

place.test("in Chinese, English names find pages and deeds as well", { locale: "zh-CN" }, async (page) => {
  await new List(page, "容器").main.locator(".row").first().waitFor();
  const palette = new Palette(page);
  palette.node = page.getByRole("dialog", { name: "命令面板" });
  palette.input = palette.node.getByRole("combobox");
  palette.chosen = palette.node.getByRole("option", { selected: true });
  await palette.open();
  await palette.find("netw", "网络");
  await palette.find("pause shop-web", "暂停 shop-web");
});

place.test("of what fits as well the shortest stands first, each with how it is", {}, async (page) => {
  await new Shell(page).live();
  const palette = await new Palette(page).open();
  await palette.find("shop-", "shop-db");
  const names = await palette.options.evaluateAll((options) => options.map((option) => option.children[1].textContent));
  assert.deepEqual(names.slice(0, 3), ["shop-db", "shop-web", "shop-data"]);
  await palette.options.filter({ hasText: "shop-web" }).locator(".mark.good").waitFor();
});

place.test("what is found stands below what it is, the kind of the best first", {}, async (page) => {
  await new Shell(page).live();
  const palette = await new Palette(page).open();
  await palette.find("shop", "shop");
  const groups = palette.node.getByRole("group");
  const named = (groups) => groups.map((group) => [group.ariaLabel, group.querySelectorAll("[role=option]").length]);
  assert.deepEqual(await groups.evaluateAll(named), [["Stacks", 1], ["Containers", 2], ["Volumes", 1]]);
  await accessible(page, "the palette with groups");
  await page.keyboard.press("ArrowDown");
  await palette.chosen.filter({ hasText: /^shop-/ }).waitFor();
});

for (const [platform, key] of [["Linux x86_64", "Ctrl"], ["MacIntel", "⌘"]]) {
  place.test(`the list of keys has those of rows, too, as a keyboard of ${platform} writes them`, {}, async (page) => {
    await page.addInitScript((platform) => Object.defineProperty(navigator, "platform", { get: () => platform }), platform);
    await page.goto("/containers");
    await new Shell(page).live();
    await page.keyboard.press("?");
    const help = await new Dialog(page, "Keyboard shortcuts").opened();
    const line = (word) => help.node.locator("dl > div").filter({ has: page.getByText(word, { exact: true }) }).locator("kbd");
    assert.deepEqual(await line("Command palette").allTextContents(), [key, "K"]);
    assert.deepEqual(await line("Select all rows up to this one").allTextContents(), ["Shift", "X"]);
    assert.deepEqual(await line("Copy the cell").allTextContents(), ["c"]);
  });
}

place.test("what was chosen before stands first", {}, async (page) => {
  await new Shell(page).live();
  const palette = new Palette(page);
  for (let time = 0; time < 2; time++) {
    await palette.open();
    await palette.find("shop-dat", "shop-data");
    await page.keyboard.press("Enter");
    await isAt(page, "/volumes?q=shop-data");
  }
  await palette.open();
  await palette.chosen.filter({ hasText: "shop-data" }).waitFor();
});

place.test("the arrows go round, a mouse will do, and Escape leaves the focus where it was", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.row("anchor").getByRole("link", { name: "anchor" }).focus();
  const palette = await new Palette(page).open();
  const first = await palette.chosen.textContent();
  await page.keyboard.press("ArrowUp");
  const last = await palette.options.last().getAttribute("aria-selected");
  assert.equal(last, "true");
  await page.keyboard.press("ArrowDown");
  await palette.chosen.filter({ hasText: first }).waitFor();
  await page.keyboard.press("Escape");
  await palette.closed();
  assert.equal(await focused(page), "anchor");
  await page.getByRole("button", { name: "Command palette" }).click();
  await palette.options.filter({ hasText: "Engine" }).click();
  await isAt(page, "/engine");
});

place.test("whoever may only look is offered nothing else", { as: "vera" }, async (page) => {
  await new Shell(page).live();
  const palette = await new Palette(page).open();
  await palette.input.fill("stop web");
  await palette.node.getByText("Nothing matches").waitFor();
  await palette.find("anchor", "anchor");
  await page.keyboard.press("ArrowRight");
  await palette.options.filter({ hasText: "Inspect" }).waitFor();
  assert.equal(await palette.options.count(), 2);
  await page.keyboard.press("Escape");
  await palette.input.fill("people");
  await until(() => palette.options.allTextContents(), (texts) => !texts.some((text) => text.includes("People")));
});

place.test("every key of the list does what it says", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await page.keyboard.press("?");
  const help = new Dialog(page, "Keyboard shortcuts");
  await help.opened();
  await accessible(page, "the list of keys");
  await help.node.getByText("is:running web").waitFor();
  await page.keyboard.press("Escape");
  await help.closed();

  await page.keyboard.press("/");
  await until(() => focused(page), (name) => name.startsWith("Search name"));
  await page.keyboard.type("gi?/");
  assert.equal(await containers.search.inputValue(), "gi?/", "who types is left alone");
  await containers.search.fill("");
  await containers.row("anchor").waitFor();
  await page.locator("main").focus();

  await page.keyboard.press("j");
  await until(() => focused(page), (name) => name === "anchor");
  await page.keyboard.press("j");
  await until(() => focused(page), (name) => name === "shop-db");
  await page.keyboard.press("k");
  await page.keyboard.press(".");
  await page.getByRole("menuitem", { name: "Rename" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await until(() => focused(page), (name) => name === "anchor");
  await page.keyboard.press("Enter");
  await isAt(page, "/containers/anchor");
  await page.getByRole("link", { name: "Inspect" }).waitFor();
  await page.keyboard.press("2");
  await isAt(page, "/containers/anchor/raw");

  for (const [second, path] of Object.entries({
    d: "/dashboard", i: "/images", v: "/volumes", n: "/networks", e: "/engine", j: "/jobs", p: "/people",
    a: "/audit", m: "/account", s: "/settings", c: "/containers",
  })) {
    await page.keyboard.press("g");
    await page.keyboard.press(second);
    await isAt(page, path);
  }
  await page.keyboard.press("c");
  await isAt(page, "/create");
});

place.test("letters do nothing for whoever switches them off; the palette still opens", { at: "/settings" }, async (page) => {
  await new Shell(page).live();
  await page.getByLabel("Single letters are shortcuts").uncheck();
  await page.locator("main").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await new Palette(page).open();
  await page.keyboard.press("Escape");
  await isAt(page, "/settings");
  await page.reload();
  assert.equal(await page.getByLabel("Single letters are shortcuts").isChecked(), false);
});
