// What is root on the host: off for an engine until an admin switches it on, where they want it or on the page Engine.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house, PASSWORD } from "../harness/house.js";
import { until } from "../harness/until.js";
import { CreatePage } from "../pages/create.js";
import { Dialog } from "../pages/dialog.js";

const place = house({ people: { ada: "admin", vera: "viewer" } });
const refused = { expected: [/status of 403/] };

place.test("it is switched on right where it is wanted, and off again on the page of the engine", refused, async (page) => {
  const create = await new CreatePage(page).open();
  await create.fill({ image: "busybox", name: "first", command: "sleep 1h" });
  await create.addMount("/srv", "/x");
  await place.server.proveEarlier(601);
  await create.createAndStart();
  const ask = await new Dialog(page, "Allow what is root on the host?").opened();
  await ask.press("Cancel");
  await page.getByText("an admin switches it on on the page Engine").waitFor();
  assert.equal(await place.engine.docker("ps", "--all", "--quiet"), "");

  await create.createAndStart();
  await ask.opened();
  await accessible(page, "Allow what is root on the host?");
  await ask.press("Switch on and go on");
  const proof = await new Dialog(page, "Is it still you?").opened();
  await proof.fill("Password", PASSWORD);
  await proof.press("Confirm");
  await create.title.filter({ hasText: "first" }).waitFor();

  // The page Engine shows it, and switches it off again.
  await page.getByRole("link", { name: "Engine" }).click();
  await page.getByRole("heading", { name: "Root on the host" }).waitFor();
  // Nobody looks at it any more: the page of a container that goes away asks for it once in vain.
  await place.engine.docker("rm", "--force", "first");
  const box = page.getByRole("checkbox", { name: /^Admins may ask for what is root on the host/ });
  await until(() => box.isChecked());
  await box.click();
  await create.open();
  await create.fill({ image: "busybox", name: "second", command: "sleep 1h" });
  await create.addMount("/srv", "/x");
  await create.createAndStart();
  await ask.opened();
  await ask.press("Cancel");
  await page.goto("/engine");
  await until(async () => (await box.count()) === 1 && !(await box.isChecked()));
  await box.click();
  await page.reload();
  await until(() => box.isChecked());
});

place.test("who isn't admin isn't shown the switch", { as: "vera", at: "/engine" }, async (page) => {
  await page.getByRole("heading", { name: "Security" }).waitFor();
  assert.equal(await page.getByRole("checkbox").count(), 0);
});
