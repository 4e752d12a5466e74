// A session that ends while somebody types: the form stays, and goes on after logging in elsewhere.

import assert from "node:assert/strict";

import { house, PASSWORD } from "../harness/house.js";
import { CreatePage } from "../pages/create.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

const place = house({ people: { ada: "admin", bea: "admin" } });
const ended = { expected: [/status of 401/, /WebSocket connection to/] };

/** As in another tab. */
const end = (page) => page.evaluate(() => fetch("/logout", { method: "POST" }).then(() => undefined));

place.test("what is typed stays, and the form goes on after logging in in another tab", { ...ended, at: "" }, async (page) => {
  const create = await new CreatePage(page).open("busybox");
  await create.fill({ name: "typed", command: "sleep 1h" });
  await create.live();
  await end(page);
  await create.notice.filter({ hasText: "Your session has ended" }).waitFor();
  assert.equal(await create.name.inputValue(), "typed");
  const [other] = await Promise.all([
    page.context().waitForEvent("page"),
    create.notice.getByRole("link", { name: "Log in" }).click(),
  ]);
  const login = new LoginPage(other);
  await login.enter("ada", PASSWORD);
  await other.waitForURL("**/");
  await create.live();
  assert.equal(await create.name.inputValue(), "typed");
  await create.createAndStart();
  await page.waitForURL("**/containers/typed");
});

place.test("where nothing is typed the page leaves for the login by itself, and comes back", { ...ended, as: "bea", at: "" }, async (page) => {
  await new List(page, "Volumes").open();
  await end(page);
  await page.waitForURL("**/login?next=%2Fvolumes");
  await new LoginPage(page).enter("bea", PASSWORD);
  await page.waitForURL("**/volumes");
});
