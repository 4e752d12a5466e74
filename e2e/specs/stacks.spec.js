// Things without a label are moved to a stack where they are shown, and reached from then on by whoever has it in scope.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house, PASSWORD } from "../harness/house.js";
import { List } from "../pages/list.js";

const place = house({
  people: { ada: "admin", otto: "operator" },
  furnish: async ({ engine, server }) => {
    const kim = ["user", "add", "kim", "--role", "operator", "--stack", "shop", "--grants", "logs", "--password-stdin"];
    await server.run(kim, { input: PASSWORD });
    await engine.docker("create", "--name", "web", "busybox");
    await engine.docker("volume", "create", "data");
    await engine.docker("network", "create", "front");
  },
});

const question = (name) => `Move ${name} to a stack`;

place.test("a container, a volume and a network are moved, and somebody sees them at once", { expected: [/status of 400/] }, async (page) => {
  const kim = await place.open({ as: "kim" });
  const seen = await new List(kim, "Containers").open();
  assert.equal(await seen.row("web").count(), 0);

  const containers = await new List(page, "Containers").open();
  await containers.act("web", "Move to stack…");
  let dialog = await containers.dialog(question("web"));
  await dialog.node.getByText("web belongs to no stack.").waitFor();
  await dialog.fill("Stack", "../up");
  await dialog.press("Move");
  await dialog.error.filter({ hasText: "can't name a stack" }).waitFor();
  await dialog.fill("Stack", "shop");
  await dialog.press("Move");
  await dialog.closed();
  await containers.toasts.getByText("web belongs to shop.").waitFor();
  await seen.row("web").waitFor();

  for (const [title, name] of [["Volumes", "data"], ["Networks", "front"]]) {
    const list = await new List(page, title).open();
    await list.act(name, "Move to stack…");
    dialog = await list.dialog(question(name));
    await dialog.fill("Stack", "shop");
    await dialog.press("Move");
    await dialog.closed();
    await (await new List(kim, title).open()).row(name).waitFor();
  }

  // Out of it again: it is gone for whoever had it through the stack.
  await seen.open();
  await seen.row("web").waitFor();
  await containers.open();
  await containers.act("web", "Move to stack…");
  dialog = await containers.dialog(question("web"));
  await dialog.node.getByText("web belongs to shop.").waitFor();
  await dialog.fill("Stack", "");
  await dialog.press("Move");
  await seen.gone("web");
  await kim.context().close();
});

place.test("it is offered to admins alone, and not for the engine's own networks", { as: "otto", at: null }, async (page) => {
  const networks = await new List(page, "Networks").open();
  await networks.row("front").waitFor();
  assert.equal(await networks.row("front").getByRole("button").count(), 0);
  const own = await place.open();
  const list = await new List(own, "Networks").open();
  await list.row("front").getByRole("button", { name: "Actions for front" }).waitFor();
  assert.equal(await list.row("bridge").getByRole("button").count(), 0);
  await own.context().close();
});

for (const [colorScheme, width] of [["light", 1280], ["dark", 390]]) {
  const screen = { at: null, colorScheme, viewport: { width, height: 844 } };
  place.test(`axe finds no fault, and it fits: ${colorScheme}, ${width}`, screen, async (page) => {
    const volumes = await new List(page, "Volumes").open();
    await volumes.row("data").waitFor();
    await accessible(page, "/volumes");
    await volumes.act("data", "Move to stack…");
    await (await volumes.dialog(question("data"))).node.getByLabel("Stack").waitFor();
    await accessible(page, "the question");
  });
}
