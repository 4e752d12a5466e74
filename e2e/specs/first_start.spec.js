// From nobody to the first admin, and through the door every day after.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { house, PASSWORD } from "../harness/house.js";
import { until } from "../harness/until.js";
import { AuditPage } from "../pages/audit.js";
import { LoginPage, SetupPage } from "../pages/login.js";
import { Shell } from "../pages/shell.js";

const place = house({ people: {} });
const stranger = { at: null, as: null };

place.test("whoever comes first is asked for the set-up token, and a wrong one is refused", {
  ...stranger,
  expected: [/status of 4\d\d/],
}, async (page) => {
  await page.goto("/containers");
  await page.waitForURL("**/setup");
  const setup = new SetupPage(page);
  await setup.create({ token: "0".repeat(32), name: "ada", password: PASSWORD });
  await setup.error.filter({ hasText: "This is not the set-up token. 4 tries are left." }).waitFor();
  assert.equal(await setup.name.inputValue(), "ada", "what was typed stays");
  assert.equal(await setup.password.inputValue(), "", "except passwords");
});

place.test("two different passwords cost no try", { ...stranger, expected: [/status of 4\d\d/] }, async (page) => {
  await page.goto("/setup");
  const setup = new SetupPage(page);
  const again = `${PASSWORD}!`;
  await setup.create({ token: place.server.setupToken, name: "ada", password: PASSWORD, again });
  await setup.error.filter({ hasText: "The two passwords differ." }).waitFor();
  assert.equal(await setup.token.inputValue(), place.server.setupToken);
});

place.test("the token from the log, or the file, makes the first admin and logs them in", stranger, async (page) => {
  const file = await readFile(join(place.server.data, "setup-token"), "utf8");
  assert.equal(file.trim(), place.server.setupToken);
  await page.goto("/");
  const setup = new SetupPage(page);
  await setup.create({ token: file.trim(), name: "ada", password: PASSWORD });
  const shell = new Shell(page);
  await shell.live();
  await page.getByRole("button", { name: "Logged in as ada (admin)" }).waitFor();
});

place.test("what was done first is in the audit: that the first admin was made", { at: null }, async (page) => {
  const audit = await new AuditPage(page).open();
  const record = audit.record("UserAdd", "ada");
  await record.locator("summary").click();
  await audit.fact(record, "Person").filter({ hasText: "ada set-up" }).waitFor();
  assert.equal(await audit.records.count(), 1);
  await page.getByText("pierhead audit verify").waitFor();
});

place.test("afterwards there is no set-up any more, whatever one knows", {
  ...stranger,
  expected: [/status of 404/],
}, async (page) => {
  assert.equal((await page.goto("/setup")).status(), 404);
  const origin = place.server.url;
  const again = await page.request.post("/setup", {
    form: { token: place.server.setupToken, name: "eve", password: PASSWORD, again: PASSWORD },
    headers: { origin },
  });
  assert.equal(again.status(), 404);
  assert.equal(await place.server.run(["user", "list"]).then((list) => /\beve\b/.test(list)), false);
  await assert.rejects(readFile(join(place.server.data, "setup-token")), { code: "ENOENT" });
});

place.test("a wrong password says so and keeps the name", { ...stranger, expected: [/status of 401/] }, async (page) => {
  const login = new LoginPage(page);
  await login.open();
  await login.enter("ada", "not her password");
  await login.error.filter({ hasText: "The name or the password is wrong." }).waitFor();
  assert.equal(await login.name.inputValue(), "ada");
  assert.equal(await login.password.inputValue(), "");
  assert.equal(await login.password.evaluate((field) => field === document.activeElement), true);
});

place.test("what the page is made of comes while somebody types", stranger, async (page) => {
  const login = new LoginPage(page);
  await login.open();
  const files = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  for (const part of [/\/app[^/]*\.js$/, /\/app[^/]*\.wasm$/]) {
    await until(files, (names) => names.some((name) => part.test(name)));
  }
});

place.test("log in where one was going, out, and in again", { ...stranger, expected: [/status of 401/] }, async (page) => {
  await page.goto("/images?q=shop");
  await page.waitForURL(/\/login\?next=/);
  const login = new LoginPage(page);
  await login.enter("ada", PASSWORD);
  await page.waitForURL(/\/images\?q=shop$/);
  const shell = new Shell(page);
  await shell.live();
  await shell.logOut();
  assert.equal((await page.request.get("/api/containers")).status(), 401, "the cookie is worth nothing now");
  await page.goBack().catch(() => {});
  await page.waitForURL(/\/login/);
  await login.enter("ada", PASSWORD);
  await shell.live();
});
