// A session that ends while somebody types: the form stays, and goes on after logging in elsewhere.

import assert from "node:assert/strict";

import { house, PASSWORD } from "../harness/house.js";
import { CreatePage } from "../pages/create.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

const place = house({ people: { ada: "admin", bea: "admin", cyd: "admin", dan: "admin", eve: "admin" } });
const ended = { expected: [/status of 401/, /WebSocket connection to/] };

/** As in another tab: the page itself may be left at once. */
const end = (page) => page.request.post("/logout", { headers: { origin: new URL(page.url()).origin }, maxRedirects: 0 });

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

place.test("over a dialog it can be read, and the way to the login pressed", { ...ended, as: "cyd", at: "" }, async (page) => {
  const volumes = await new List(page, "Volumes").open();
  await page.getByRole("button", { name: "Create volume" }).first().click();
  const dialog = await volumes.dialog("Create volume");
  await dialog.fill("Name", "typed");
  await end(page);
  await volumes.notice.filter({ hasText: "Your session has ended" }).waitFor();
  // Who asks whether they are logged in, and is by the time of the answer, is told nothing else.
  let answer;
  const loggedIn = new Promise((resolve) => (answer = resolve));
  await page.route("**/api/account", (route) => loggedIn.then(() => route.continue()));
  const asks = page.waitForRequest("**/api/account");
  const [other] = await Promise.all([
    page.context().waitForEvent("page"),
    volumes.notice.getByRole("link", { name: "Log in" }).click(),
  ]);
  await asks;
  await new LoginPage(other).enter("cyd", PASSWORD);
  await other.waitForURL("**/");
  answer();
  await volumes.live();
  assert.equal(await dialog.node.getByLabel("Name", { exact: true }).first().inputValue(), "typed");
});

place.test("what is only looked up keeps nobody from the login", { ...ended, as: "dan", at: "" }, async (page) => {
  for (const [key, name] of [["?", "Keyboard shortcuts"], ["Control+k", "Command palette"]]) {
    const volumes = await new List(page, "Volumes").open();
    await page.keyboard.press(key);
    await volumes.dialog(name);
    await end(page);
    await page.waitForURL("**/login?next=%2Fvolumes");
    await new LoginPage(page).enter("dan", PASSWORD);
    await page.waitForURL("**/volumes");
  }
});

place.test("a server that goes after the session is said to be gone, and the session again when it is back", {
  expected: [...ended.expected, /ERR_CONNECTION_REFUSED/],
  as: "eve",
  at: "",
}, async (page) => {
  const create = await new CreatePage(page).open("busybox");
  await create.fill({ name: "typed" });
  await create.live();
  await end(page);
  await create.engineState.filter({ hasText: "Logged out" }).waitFor();
  await place.server.stop();
  await create.engineState.filter({ hasText: "Server gone" }).waitFor({ timeout: 30_000 });
  await create.notice.filter({ hasText: "The server does not answer" }).waitFor();
  await place.server.startAgain();
  await create.engineState.filter({ hasText: "Logged out" }).waitFor({ timeout: 30_000 });
  assert.equal(await create.name.inputValue(), "typed");
});
