// Whether it is still oneself: asked where it is needed, over whatever is open, and nothing typed is lost.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house, PASSWORD } from "../harness/house.js";
import { CreatePage } from "../pages/create.js";
import { Dialog } from "../pages/dialog.js";
import { Shell } from "../pages/shell.js";

// Each test has a person of its own: a proof gives their session another cookie.
const place = house({
  people: { ada: "admin", bea: "admin", cleo: "admin", dora: "admin" },
  furnish: ({ server }) => server.run(["host-root", "on"]),
});
const refused = { expected: [/status of 403/] };

const asked = (page) => new Dialog(page, "Is it still you?").opened();

place.test("a container that is as good as root is made after the password", { ...refused, as: "ada" }, async (page) => {
  const create = await new CreatePage(page).open();
  await create.fill({ image: "busybox", name: "rooted", command: "sleep 1h" });
  await create.addMount("/srv", "/x");
  await place.server.proveEarlier(601);
  await create.createAndStart();
  await (await asked(page)).press("Cancel");
  await page.getByText("give your password again").waitFor();
  assert.equal(await create.name.inputValue(), "rooted", "what was typed is there");
  assert.equal(await place.engine.docker("ps", "--all", "--quiet"), "");

  await create.createAndStart();
  const dialog = await asked(page);
  await dialog.fill("Password", "not this one");
  await dialog.press("Confirm");
  await dialog.error.filter({ hasText: "this is not your password" }).waitFor();
  await dialog.fill("Password", PASSWORD);
  await page.keyboard.press("Enter");
  await dialog.closed();
  await create.title.filter({ hasText: "rooted" }).waitFor();
  const binds = await place.engine.docker("inspect", "--format", "{{.HostConfig.Binds}}", "rooted");
  assert.equal(binds, "[/srv:/x]");
  // The page goes on with the new cookie.
  await new Shell(page).live();
  await page.reload();
  await new Shell(page).live();
});

place.test("it is asked over another dialog, which waits", { ...refused, as: "bea", at: "/people" }, async (page) => {
  await page.getByRole("button", { name: "Add person" }).click();
  const add = await new Dialog(page, "Add person").opened();
  await add.fill("Name", "eve");
  await add.fill("Password", "a long enough one");
  await add.node.getByRole("radio", { name: /^Everything on this engine/ }).check();
  await place.server.proveEarlier(601);
  await add.press("Add person");
  const dialog = await asked(page);
  await dialog.node.getByLabel("Password").fill(PASSWORD);
  await dialog.press("Confirm");
  await dialog.closed();
  await add.closed();
  await new Shell(page).title.filter({ hasText: "eve" }).waitFor();
});

for (const [as, colorScheme] of [["cleo", "light"], ["dora", "dark"]]) {
  place.test(`axe finds no fault, ${colorScheme}`, { ...refused, as, colorScheme, at: "/account" }, async (page) => {
    await place.server.proveEarlier(601);
    await page.getByRole("button", { name: "Create token" }).click();
    const token = await new Dialog(page, "Create token").opened();
    await token.fill("Name", "ci");
    await token.press("Create token");
    await asked(page);
    await accessible(page, "Is it still you?");
  });
}
