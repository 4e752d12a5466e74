// What a person does on a first afternoon, one thing after the other.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { Brake } from "../harness/brake.js";
import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { CreatePage } from "../pages/create.js";
import { Dialog } from "../pages/dialog.js";
import { Job } from "../pages/jobs.js";
import { List } from "../pages/list.js";
import { Shell } from "../pages/shell.js";

let brake;
let image;
const place = house({
  furnish: async ({ engine, ends }) => {
    brake = await Brake.before(engine);
    ends.push(brake);
    await engine.push("shop:1", 5, "open all day");
    image = `${brake.address}/shop:1`;
  },
});

async function startPull(page) {
  const images = await new List(page, "Images").open();
  await images.page.getByRole("button", { name: "Pull image" }).first().click();
  const dialog = await images.dialog("Pull image");
  await dialog.fill("Image reference", image);
  await dialog.press("Pull");
}

place.test("a pull shows each of its layers on the way", {}, async (page) => {
  brake.slow(1500);
  await startPull(page);
  const job = new Job(page, `Pull ${image}`);
  const seen = new Map();
  await until(async () => {
    for (const { id, part, words } of await job.progress()) {
      const layer = seen.get(id) ?? { words: new Set(), parts: new Set() };
      layer.words.add(words);
      if (words === "Downloading" && part !== null) layer.parts.add(part);
      seen.set(id, layer);
    }
    return [...seen.values()];
  }, (layers) => layers.filter(({ parts }) => parts.size >= 3).length >= 3, { within: 20_000 });
  assert.equal(seen.size, 5, "five layers");
  for (const { parts } of seen.values()) {
    const steps = [...parts];
    assert.deepEqual(steps, steps.toSorted((a, b) => a - b), "a download only grows");
  }
  assert.match(await job.node.locator(".extent").textContent(), /^\d+(\.\d)? [kM]?B of \d+(\.\d)? [kM]?B$/);
  const under = await new Dialog(page, `Pull ${image}`).opened();
  assert.equal(await under.node.getByRole("heading").count(), 1, "its title is said once");
  brake.hold();
  await under.press("Close");
});

place.test("the pull goes on without the page, and is still in sight on the next one", {}, async (page) => {
  const shell = new Shell(page);
  await shell.runningJobs.filter({ hasText: "1 job is running" }).waitFor();
  await page.getByRole("link", { name: /^Jobs/ }).click();
  const job = new Job(page, `Pull ${image}`);
  await job.is("Pulling");
  assert.equal(await job.layers.count(), 5);

  await job.cancel.click();
  await job.is("Cancelled");
  await until(() => job.layers.count(), (count) => count === 0);
  await shell.runningJobs.filter({ hasText: "No job is running" }).waitFor();
  assert.equal(await place.engine.docker("images", "--quiet", image), "", "nothing came");
});

place.test("an image comes, with nobody looking", {}, async (page) => {
  brake.slow(1500);
  await startPull(page);
  await new Job(page, `Pull ${image}`).is("Pulling");
  await page.goto("about:blank");
  brake.release();
  await until(() => place.engine.docker("images", "--quiet", image));

  const images = await new List(page, "Images").open();
  await images.shows(image, "use", "Unused");
  await images.goTo("Engine");
  await page.getByRole("link", { name: /^Jobs/ }).first().click();
  await new Job(page, `Pull ${image}`).is("Done");
});

place.test("a container is made with a form, and serves its page", {}, async (page) => {
  const images = await new List(page, "Images").open();
  await images.row(image).getByRole("link", { name: `Create container from ${image}` }).click();
  const create = new CreatePage(page);
  assert.equal(await create.image.inputValue(), image);
  // As a shell would be given it.
  await page.locator(".from-image code").filter({ hasText: /^sh -c ["'].* wait["']$/ }).waitFor();

  const suggested = page.getByRole("group", { name: "Ports" }).getByRole("button", { name: "80", exact: true });
  await suggested.waitFor();
  await create.fill({ name: "shop" });
  await create.addPort("18080", "80");
  await suggested.waitFor({ state: "detached" });
  await create.addVariable("GREETING", "hello there");
  await create.addMount("shop-data", "/data");
  assert.equal(
    (await create.docker.textContent()).replace(/\s*\\\n\s*/g, " ").trim(),
    `docker run --detach --name shop --publish 18080:80 --env 'GREETING=hello there' --volume shop-data:/data ${image}`,
  );
  await create.createAndStart();

  await page.waitForURL("**/containers/shop");
  await page.getByRole("heading", { name: "shop" }).waitFor();
  await page.getByText(/^Up /).first().waitFor();
  assert.match(await until(() => place.engine.fetch(18080).catch(() => null)), /open all day/);

  await page.locator("main .facts code").filter({ hasText: /^sh -c ["'].* wait["']$/ }).waitFor();
  await page.getByRole("link", { name: "0.0.0.0:18080 → 80/tcp" }).waitFor();
  const volume = page.getByRole("link", { name: "shop-data" });
  assert.equal(await volume.getAttribute("href"), "/volumes?q=name:shop-data");
  const port = page.getByRole("link", { name: "18080→80", exact: true });
  assert.equal(await port.getAttribute("href"), "http://127.0.0.1:18080");
  const inside = await place.engine.docker("exec", "shop", "sh", "-c", "echo $GREETING; mount | grep ' /data '");
  assert.match(inside, /^hello there\n.* \/data /);
});

place.test("an image that isn't there yet comes first, with its layers beside the form", { at: "" }, async (page) => {
  await place.engine.push("late:1", 3, "better late");
  const late = `${brake.address}/late:1`;
  brake.slow(1500);
  const create = await new CreatePage(page).open();
  await create.fill({ image: late, name: "late" });
  await page.getByText("This image isn’t on the engine yet. It is pulled first.").waitFor();
  await create.add("Ports", "Add port", { "Host port": "5353", "Container port": "53" });
  await create.list("Ports").getByLabel("Protocol 1").selectOption({ label: "UDP" });
  await create.createAndStart();
  const job = new Job(page.getByRole("complementary"), /late/);
  const seen = new Map();
  await until(async () => {
    for (const { id, part } of await job.progress()) seen.set(id, (seen.get(id) ?? new Set()).add(part));
    return [...seen.values()];
    // Those that the other image has, too, are there already.
  }, (layers) => layers.some((parts) => parts.size >= 3), { within: 20_000 });
  assert.equal(seen.size, 3, "three layers");
  brake.release();
  await page.waitForURL("**/containers/late");
  await page.getByText(/^Up /).first().waitFor();
  const containers = await new List(page, "Containers").open("?q=late");
  await containers.cell("late", "ports").getByText("5353→53/udp").waitFor();
  assert.equal(await containers.cell("late", "ports").getByRole("link").count(), 0, "no browser opens what isn't TCP");
  await place.engine.docker("rm", "--force", "late");
});

place.test("what was done is told, and can be taken back", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  const told = (text) => containers.toasts.locator(".toast").filter({ hasText: text });
  const undo = (text) => told(text).getByRole("button", { name: "Undo" }).click();
  await containers.press("shop", "Stop");
  await containers.shows("shop", "status", /^Exited \(0\)/);
  await accessible(page, "news with a way back");
  await undo("shop was stopped");
  await containers.shows("shop", "status", /^Up /);
  await undo("shop was started");
  await containers.shows("shop", "status", /^Exited \(0\)/);
  await containers.press("shop", "Start");
  await containers.shows("shop", "status", /^Up /);
  await containers.act("shop", "Pause");
  await containers.shows("shop", "status", /paused/);
  await undo("shop was paused");
  await containers.shows("shop", "status", /^Up \D*\d+ \w+$/);
  await containers.act("shop", "Rename");
  const rename = await containers.dialog("Rename shop");
  await rename.fill("Name", "other");
  await rename.press("Rename");
  await containers.row("other").waitFor();
  await undo("shop is now called other");
  await containers.row("shop").waitFor();
  await containers.gone("other");
  // A name that another has by now means nothing: it is taken back for what it was done to.
  await containers.press("shop", "Stop");
  await told("shop was stopped").last().waitFor();
  await place.engine.docker("rename", "shop", "elsewhere");
  await undo("shop was stopped");
  await containers.shows("elsewhere", "status", /^Up /);
  await place.engine.docker("rename", "elsewhere", "shop");
});

place.test("bad news is never dropped, and all news is looked up again", { expected: [/status of (400|404|409|50\d)/] }, async (page) => {
  const names = Array.from({ length: 6 }, (_, number) => `bad-${number}`);
  for (const name of names) await place.engine.docker("create", "--name", name, "busybox", "no-such-program");
  const containers = await new List(page, "Containers").open("?q=bad-");
  for (const name of names) {
    // What is told covers the last rows; keys reach them.
    await containers.row(name).getByRole("button", { name: "Start", exact: true }).press("Enter");
    await containers.toasts.getByText(`${name}:`).waitFor();
  }
  const dismiss = containers.toasts.getByRole("button", { name: "Dismiss" });
  assert.equal(await dismiss.count(), 4, "they don't cover the whole page");
  await containers.toasts.getByRole("link", { name: "Past news +2" }).waitFor();
  for (const next of ["bad-1:", "bad-0:"]) {
    await dismiss.first().click();
    await containers.toasts.getByText(next).waitFor();
    assert.equal(await dismiss.count(), 4);
  }
  for (const left of [3, 2, 1, 0]) {
    await dismiss.first().click();
    await until(() => dismiss.count(), (count) => count === left);
  }
  await page.getByRole("link", { name: /^Jobs/ }).first().click();
  const past = page.getByRole("list", { name: "Past news" }).getByRole("listitem");
  await until(() => past.count(), (count) => count === names.length);
  await past.first().filter({ hasText: "bad-5" }).getByRole("img", { name: "Failed" }).waitFor();
  await accessible(page, "past news");
  await place.engine.docker("rm", ...names);
});

place.test("stop, start, restart, pause, rename and remove, each shown when the engine has done it", {}, async (page) => {
  const { engine } = place;
  const containers = await new List(page, "Containers").open();
  const state = () => engine.docker("inspect", "--format", "{{.State.Status}}", "shop");

  await containers.press("shop", "Stop");
  await containers.shows("shop", "status", /^Exited \(0\)/);
  assert.equal(await state(), "exited");

  await containers.press("shop", "Start");
  await containers.shows("shop", "status", /^Up /);
  assert.equal(await state(), "running");

  const started = () => engine.docker("inspect", "--format", "{{.State.StartedAt}}", "shop");
  const before = await started();
  await containers.act("shop", "Restart");
  await until(started, (time) => time !== before);
  await containers.shows("shop", "status", /^Up /);

  await containers.act("shop", "Pause");
  await containers.shows("shop", "status", /\(paused\)$/);
  assert.equal(await state(), "paused");
  await containers.press("shop", "Unpause");
  await until(state, (state) => state === "running");
  await containers.row("shop").getByRole("img", { name: "Running" }).waitFor();

  await containers.act("shop", "Rename");
  const rename = await containers.dialog("Rename shop");
  await rename.fill("Name", "corner-shop");
  await rename.press("Rename");
  await containers.row("corner-shop").waitFor();
  await containers.gone("shop");

  await containers.act("corner-shop", "Remove");
  const remove = await containers.dialog("Remove container corner-shop?");
  await remove.node.getByText("Everything that was written inside the container").waitFor();
  await remove.node.getByText("Its volumes with a name stay: shop-data.").waitFor();
  await remove.press("Cancel");
  await remove.closed();
  assert.equal(await containers.row("corner-shop").count(), 1, "a cancelled dialog does nothing");

  await containers.act("corner-shop", "Remove");
  const again = await containers.dialog("Remove container corner-shop?");
  assert.ok(await again.node.getByRole("button", { name: "Remove", exact: true }).isDisabled(), "it runs");
  await again.node.getByLabel("Stop it by force").check();
  await again.press("Remove");
  await containers.gone("corner-shop");
  assert.equal(await engine.docker("ps", "--all", "--quiet", "--filter", "name=shop"), "");
  assert.equal(await engine.docker("volume", "ls", "--quiet", "--filter", "name=shop-data"), "shop-data");
});
