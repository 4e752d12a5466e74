// The container that Pierhead runs in isn't taken away by a slip: what would do so is asked twice, and left out where many are
// acted upon.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { house } from "../harness/house.js";
import { List } from "../pages/list.js";

const sleeps = ["--init", "busybox", "sleep", "1h"];

const place = house({
  furnish: async ({ engine, server, ends }) => {
    const id = await engine.docker("run", "--detach", "--name", "pierhead", ...sleeps);
    await engine.docker("run", "--detach", "--name", "web", ...sleeps);
    // What an engine mounts into each container, from a folder with its id.
    const folder = await mkdtemp(join(tmpdir(), "pierhead-own-"));
    ends.push({ end: () => rm(folder, { recursive: true }) });
    await mkdir(join(folder, id));
    await writeFile(join(folder, id, "hostname"), "pierhead\n");
    await server.moveInto(join(folder, id, "hostname"));
  },
});

function state(name) {
  return place.engine.docker("inspect", "--format", "{{.State.Status}}", name);
}

place.test("many are stopped together, but never it", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.pick("pierhead", "web");
  await containers.bar.getByRole("button", { name: "Stop", exact: true }).click();
  const dialog = await containers.dialog("Stop 1 selected");
  await dialog.node.getByText("Pierhead runs in it.").waitFor();
  await dialog.press("Stop 1");
  await dialog.node.getByText("1 of 1 done").waitFor({ timeout: 30_000 });
  await dialog.press("Close");
  await containers.shows("web", "status", /^Exited/);
  assert.equal(await state("pierhead"), "running");
});

place.test("it is stopped after a second question", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.press("pierhead", "Stop");
  const dialog = await containers.dialog("Stop pierhead?");
  await dialog.node.getByText("Pierhead runs in this container").waitFor();
  const stop = dialog.node.getByRole("button", { name: "Stop", exact: true });
  assert.equal(await stop.isDisabled(), true);
  await dialog.node.getByLabel("I know, do it").check();
  assert.equal(await state("pierhead"), "running", "not before it is said twice");
  await stop.click();
  await containers.shows("pierhead", "status", /^Exited/, { timeout: 30_000 });
});

place.test("so it is removed", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.act("pierhead", "Remove");
  const dialog = await containers.dialog("Remove container pierhead?");
  const remove = dialog.node.getByRole("button", { name: "Remove", exact: true });
  assert.equal(await remove.isDisabled(), true);
  await dialog.node.getByLabel("I know, do it").check();
  await remove.click();
  await containers.gone("pierhead");
});
