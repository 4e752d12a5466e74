// What a first visit doesn't bring is loaded when it is asked for: late, or not at all, or when nobody wants it any
// more. And rows that move are the same rows.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { List } from "../pages/list.js";

const place = house({
  furnish: async ({ engine }) => {
    for (const name of ["anchor", "buoy", "crane"]) await engine.docker("create", "--name", name, "busybox");
  },
});

/** Holds what the page asks for back until `go` is called. */
async function hold(page, files) {
  const { promise: free, resolve: go } = deferred();
  const { promise: asked, resolve: ask } = deferred();
  await page.route(files, async (route) => {
    ask();
    await free;
    await route.continue();
  });
  return { asked, go };
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

/** Until the browser has drawn several times. */
async function frames(page, count = 10) {
  const draw = (count) =>
    new Promise((done) => {
      const next = (left) => (left ? requestAnimationFrame(() => next(left - 1)) : done());
      next(count);
    });
  await page.evaluate(draw, count);
}

place.test("a menu and its dialog open however late their styles come", {}, async (page) => {
  const styles = await hold(page, "**/later-*.css");
  const containers = await new List(page, "Containers").open();
  await containers.press("buoy", "Actions for buoy");
  await styles.asked;
  await frames(page);
  styles.go();
  await page.getByRole("menuitem", { name: "Rename", exact: true }).click();
  await containers.dialog("Rename buoy");
});

const unstyled = { expected: [/ERR_FAILED/] };

place.test("without their styles they open as well", unstyled, async (page) => {
  await page.route("**/later-*.css", (route) => route.abort());
  const containers = await new List(page, "Containers").open();
  await containers.act("buoy", "Rename");
  await containers.dialog("Rename buoy");
});

place.test("a page that comes when somebody has left is not drawn, and takes nothing from the one they are on", {}, async (page) => {
  const part = await hold(page, "**/container_page.bin");
  const containers = await new List(page, "Containers").open();
  await containers.row("anchor").getByRole("link", { name: "anchor" }).click();
  await part.asked;
  await page.goBack();
  await containers.title.filter({ hasText: "Containers" }).waitFor();
  const arrived = page.waitForEvent("requestfinished", (request) => request.url().includes("/container_page.bin"));
  part.go();
  await arrived;
  await frames(page);
  assert.equal(await containers.title.textContent(), "Containers 3");
  await containers.act("anchor", "Rename");
  const dialog = await containers.dialog("Rename anchor");
  await dialog.press("Cancel");
  await dialog.closed();
});

place.test("a menu whose row goes while it is loading is dropped with it", {}, async (page) => {
  const part = await hold(page, "**/popup.bin");
  const containers = await new List(page, "Containers").open();
  await containers.press("crane", "Actions for crane");
  await part.asked;
  await containers.search.fill("buoy");
  await containers.gone("crane");
  const arrived = page.waitForEvent("requestfinished", (request) => request.url().includes("/popup.bin"));
  part.go();
  await arrived;
  await frames(page);
  assert.equal(await page.getByRole("menu").count(), 0);
  await containers.act("buoy", "Rename");
  await containers.dialog("Rename buoy");
});

place.test("an answer that comes when its dialog has been closed is taken, and closes no other", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  const answer = await hold(page, "**/rename");
  await containers.act("buoy", "Rename");
  const first = await containers.dialog("Rename buoy");
  await first.fill("Name", "bell");
  await first.press("Rename");
  await answer.asked;
  await first.press("Cancel");
  await first.closed();
  await containers.act("crane", "Rename");
  const second = await containers.dialog("Rename crane");
  answer.go();
  await containers.row("bell").waitFor();
  await page.getByText("buoy is now called bell").waitFor();
  await frames(page);
  await second.fill("Name", "crane");
  await second.press("Cancel");
  await second.closed();
  await place.engine.docker("rename", "bell", "buoy");
  await containers.row("buoy").waitFor();
});

place.test("a dialog that has succeeded gives the focus back, and a menu's own button closes it", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  const button = page.getByRole("button", { name: "Actions for crane", exact: true });
  await button.click();
  await page.getByRole("menu").waitFor();
  await button.click();
  await frames(page);
  assert.equal(await page.getByRole("menu").count(), 0);
  await containers.act("crane", "Rename");
  const dialog = await containers.dialog("Rename crane");
  await dialog.fill("Name", "crane-2");
  await dialog.press("Rename");
  await dialog.closed();
  assert.match(await page.evaluate(() => document.activeElement.ariaLabel), /^Actions for crane/);
  await place.engine.docker("rename", "crane-2", "crane");
  await containers.row("crane").waitFor();
});

place.test("a row that moves leaves the focus where it is", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  const focused = containers.row("buoy").getByRole("link", { name: "buoy" });
  await focused.focus();
  const isFocused = () => focused.evaluate((link) => link === document.activeElement);
  await place.engine.docker("rename", "anchor", "zephyr");
  await containers.row("zephyr").waitFor();
  assert.deepEqual(await containers.names(), ["buoy", "crane", "zephyr"]);
  assert.equal(await isFocused(), true, "after another row has moved down");
  await place.engine.docker("rename", "zephyr", "anchor");
  await containers.row("anchor").waitFor();
  assert.deepEqual(await containers.names(), ["anchor", "buoy", "crane"]);
  assert.equal(await isFocused(), true, "after another row has moved up");
  await place.engine.docker("rename", "buoy", "yacht");
  const moved = containers.row("yacht").getByRole("link", { name: "yacht" });
  await moved.waitFor();
  assert.deepEqual(await containers.names(), ["anchor", "crane", "yacht"]);
  assert.equal(await moved.evaluate((link) => link === document.activeElement), true, "after it has moved itself");
});
