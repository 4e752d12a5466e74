// People: added, given a role, scopes and grants, kept out; and what is one's own.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house, PASSWORD } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";
import { AccountPage, PeoplePage, PersonPage } from "../pages/people.js";
import { Shell } from "../pages/shell.js";

const OTHER = "another light at sea";
const LABEL = "com.docker.compose.project";
const refused = { expected: [/status of (400|401|403|404|409)/, /WebSocket/] };
const place = house({
  people: { ada: "admin", otto: "operator", vera: "viewer", kim: "operator" },
  furnish: async ({ engine }) => {
    await engine.docker("run", "--detach", "--name", "shop-web-1", "--init", "--label", `${LABEL}=shop`, "busybox", "sleep", "1h");
    await engine.docker("volume", "create", "--label", `${LABEL}=shop`, "shop_data");
    await engine.docker("run", "--detach", "--name", "strong", "--init", "--privileged", "busybox", "sleep", "1h");
    await engine.docker("create", "--name", "odd", "--label", `${LABEL}=<img src=x onerror=hacked>`, "busybox");
  },
});

/** Somebody logs in with a password; their page. */
async function enter(name, password) {
  const page = await place.open({ as: null });
  const login = new LoginPage(page);
  await login.open();
  await login.enter(name, password);
  return page;
}

place.test("somebody is added, and logs in with that role", refused, async (page) => {
  await page.getByRole("link", { name: "People" }).click();
  const people = new PeoplePage(page);
  await people.row("ada").getByText("you").waitFor();
  await page.getByRole("button", { name: "Add person" }).click();
  const add = await people.dialog("Add person");
  await add.fill("Name", "ada");
  await add.fill("Password", "short");
  assert.ok(await add.node.getByRole("button", { name: "Add person" }).isDisabled(), "what they see isn't said yet");
  await add.node.getByRole("radio", { name: /^Everything on this engine/ }).check();
  await add.press("Add person");
  await add.error.filter({ hasText: "12 to 1024 bytes" }).waitFor();
  await add.fill("Password", OTHER);
  await add.press("Add person");
  await add.error.filter({ hasText: "the name ada is taken" }).waitFor();
  await add.fill("Name", "eve");
  await add.node.getByRole("radio", { name: /^Operator/ }).check();
  await add.press("Add person");
  await page.waitForURL(/\/people\/eve$/);
  const eve = await enter("eve", OTHER);
  await new Shell(eve).live();
  await eve.getByRole("button", { name: /^Logged in as eve \(operator\)/ }).waitFor();
  await eve.context().close();
});

place.test("somebody is added for one stack, and never sees more", refused, async (page) => {
  const people = await new PeoplePage(page).open();
  await people.stacks.getByText("shop").first().waitFor();
  await page.getByRole("button", { name: "Add person" }).click();
  const add = await people.dialog("Add person");
  await add.fill("Name", "finn");
  await add.fill("Password", OTHER);
  await add.node.getByRole("radio", { name: /^Only some stacks/ }).check();
  await add.node.getByRole("checkbox", { name: "shop", exact: true }).check();
  await add.fill("Other stacks", "later on");
  assert.equal(await add.node.getByRole("checkbox", { name: /^Run commands inside/ }).count(), 0, "nothing for a viewer");
  await add.node.getByRole("checkbox", { name: /^Read logs/ }).check();
  await add.press("Add person");
  await page.waitForURL(/\/people\/finn$/);
  const finn = new PersonPage(page);
  for (const stack of ["shop", "later", "on"]) await finn.scope(`Stack ${stack}`).getByText("Read logs").waitFor();
  assert.equal(await finn.scope("Everything").count(), 0);
  const own = await enter("finn", OTHER);
  await new Shell(own).live();
  await own.getByText("No containers").first().waitFor();
  await own.context().close();

  await people.open();
  await page.getByRole("button", { name: "Add person" }).click();
  await add.node.getByRole("radio", { name: /^Admin/ }).check();
  await add.node.getByText("An admin’s rights reach everything").waitFor();
  assert.equal(await add.node.getByRole("checkbox").count(), 0);
});

place.test("a role says what it means, and changes at once", {}, async (page) => {
  const kim = await new PersonPage(page).open("kim");
  await kim.card("Role").getByText("That is root on the host").waitFor();
  await kim.card("Role").getByRole("radio", { name: /^Viewer/ }).check();
  await kim.press("Save role");
  await kim.toasts.getByText("The role of kim was changed.").waitFor();
  await page.reload();
  await until(() => kim.card("Role").getByRole("radio", { name: /^Viewer/ }).isChecked());
});

place.test("one's own rights stay, and one's own password is changed elsewhere", {}, async (page) => {
  const ada = await new PersonPage(page).open("ada");
  for (const radio of await ada.card("Role").getByRole("radio").all()) assert.ok(await radio.isDisabled());
  await ada.card("Role").getByText("Nobody takes their own rights away").waitFor();
  assert.equal(await page.getByRole("button", { name: /^(Disable|New password)$/ }).count(), 0);
  await ada.card("Access").getByRole("link", { name: "Account" }).click();
  await page.waitForURL(/\/account$/);
});

place.test("a label grants nothing until an admin puts what carries it into the stack", {}, async (page) => {
  const otto = await new PersonPage(page).open("otto");
  await otto.scope("Everything on this engine").getByRole("button", { name: /^Remove/ }).click();
  await (await otto.dialog(/^Take “Everything on this engine” from otto/)).press("Remove");
  await otto.card("Scopes and grants").getByText("Sees nothing").waitFor();
  await otto.press("Add scope");
  const dialog = await otto.dialog("Scope of otto");
  await dialog.node.getByText("Close to being root on the host").waitFor();
  await dialog.fill("Stack", "shop");
  await dialog.node.getByRole("checkbox", { name: /^Read logs/ }).check();
  await dialog.press("Save");
  await otto.scope("Stack shop").getByText("Read logs").waitFor();

  await otto.tryOn("shop-web-1");
  assert.deepEqual(await otto.verdict("Read logs"), ["No", "it belongs to no stack of otto's"]);

  const people = await new PeoplePage(page).open();
  const shop = people.stacks.getByRole("listitem").filter({ hasText: "shop" });
  await shop.getByText("2 by label only").waitFor();
  await shop.getByRole("button", { name: "Put into the stack" }).click();
  const adopt = await people.dialog("Put into stack shop?");
  await adopt.node.getByText("shop-web-1").waitFor();
  await adopt.node.getByText("shop_data").waitFor();
  await adopt.press("Put into the stack");
  await shop.getByText("1 container, 1 volume").waitFor();

  await otto.open("otto");
  await otto.tryOn("shop-web-1");
  assert.deepEqual(await otto.verdict("Read logs"), ["Yes", ""]);
  assert.deepEqual(await otto.verdict("Start, stop"), ["Yes", ""]);
  const [may, why] = await otto.verdict("Run commands inside");
  assert.deepEqual([may, why], ["No", "otto doesn't have the grant exec here: an admin can give it"]);
  await otto.tryOn("strong");
  assert.equal((await otto.verdict("See that it is there"))[0], "No");
});

place.test("a grant is taken away again, and everything is out of the stack", {}, async (page) => {
  const kim = await new PersonPage(page).open("kim");
  await kim.scope("Everything on this engine").getByRole("button", { name: /^Edit/ }).click();
  const dialog = await kim.dialog("Scope of kim");
  await dialog.node.getByRole("checkbox", { name: /^Read files/ }).check();
  await dialog.press("Save");
  await kim.scope("Everything").getByText("Read files").waitFor();
  await kim.scope("Everything").getByRole("button", { name: /^Edit/ }).click();
  await (await kim.dialog("Scope of kim")).node.getByRole("checkbox", { name: /^Read files/ }).uncheck();
  await (await kim.dialog("Scope of kim")).press("Save");
  await kim.scope("Everything").getByText("no grants").waitFor();

  const people = await new PeoplePage(page).open();
  await people.stacks.getByRole("button", { name: "Take everything out of stack shop" }).click();
  await (await people.dialog("Take everything out of stack shop?")).press("Take everything out");
  await people.stacks.getByText("2 by label only").waitFor();
  assert.equal(await place.engine.docker("inspect", "--format", "{{.State.Running}}", "shop-web-1"), "true");
});

place.test("who is disabled is out, and comes back with a new password", refused, async (page) => {
  const vera = await enter("vera", PASSWORD);
  await (await new List(vera, "Containers").open()).row("strong").waitFor();
  const person = await new PersonPage(page).open("vera");
  await person.press("Disable");
  await (await person.dialog("Disable vera?")).press("Disable");
  await person.card("Access").getByText("This person is disabled").waitFor();
  await vera.waitForURL(/\/login/);
  await person.press("Enable");
  await (await person.dialog("Enable vera?")).press("Enable");
  await page.getByRole("button", { name: "Disable" }).waitFor();
  await person.press("New password");
  const dialog = await person.dialog("New password for vera");
  await dialog.fill("New password", OTHER);
  await dialog.press("Set password");
  await dialog.closed();
  await new LoginPage(vera).enter("vera", OTHER);
  await new Shell(vera).live();
  await (await new List(vera, "Containers").open()).row("strong").waitFor();
  await vera.context().close();
});

place.test("a token is shown once, points docker here, and is revoked", { as: "otto", at: null }, async (page) => {
  await page.goto("/containers");
  await new Shell(page).choose(/^Logged in as/, "Account");
  const account = new AccountPage(page);
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = await account.dialog("Create token");
  await dialog.fill("Name", "laptop");
  const roles = await dialog.node.getByLabel("Role").locator("option").allTextContents();
  assert.deepEqual(roles, ["Viewer", "Operator"], "not above one's own");
  await dialog.node.getByLabel("Role").selectOption("operator");
  await dialog.node.getByRole("checkbox", { name: /^Read logs/ }).check();
  assert.equal(await dialog.node.getByRole("checkbox").count(), 1, "no grant that isn't one's own");
  await dialog.fill("Stack", "elsewhere");
  await dialog.node.getByText("No grant of yours counts there").waitFor();
  await dialog.fill("Stack", "shop");
  await until(() => dialog.node.getByRole("checkbox", { name: /^Read logs/ }).isChecked());
  await dialog.press("Create token");
  const token = await dialog.node.getByRole("group", { name: "Token", exact: true }).textContent();
  assert.match(token, /^phd_[0-9a-f]{16}_[0-9a-f]{64}_[0-9a-f]{8}$/);
  const lines = await dialog.node.getByRole("group", { name: /two lines/ }).textContent();
  assert.equal(lines.split("\n").length, 2);
  assert.match(lines, new RegExp(`DOCKER_HOST=tcp://127.0.0.1:${new URL(place.server.url).port}/docker `));
  assert.ok(lines.includes(`Authorization=Bearer ${token}`), lines);
  await dialog.press("Close");
  await account.thing("Tokens", "laptop").filter({ hasText: "Stack shop" }).getByText("Read logs", { exact: true }).waitFor();
  assert.doesNotMatch(await page.content(), new RegExp(token.split("_")[2]), "it is gone from the page");
  const script = await place.open({ as: null });
  const headers = { authorization: `Bearer ${token}` };
  const answer = async () => (await script.request.get("/api/containers", { headers })).status();
  assert.equal(await answer(), 200, "the token lets in");
  await account.thing("Tokens", "laptop").getByRole("button", { name: "Revoke laptop" }).click();
  await (await account.dialog("Revoke token laptop?")).press("Revoke");
  await account.thing("Tokens", "laptop").waitFor({ state: "detached" });
  assert.equal(await answer(), 401, "and no more");
  await script.context().close();
});

place.test("an admin sees everybody's tokens, and revokes them", {}, async (page) => {
  const made = (await place.server.run(["token", "create", "--user", "otto", "--name", "cron"])).trim();
  const people = await new PeoplePage(page).open();
  const row = page.locator(".card").filter({ hasText: "Everybody’s tokens" }).getByRole("listitem").filter({ hasText: "cron" });
  await row.getByText("otto").waitFor();
  await row.getByRole("button", { name: "Revoke cron" }).click();
  await (await people.dialog("Revoke token cron?")).press("Revoke");
  await row.waitFor({ state: "detached" });
  assert.match(made, /^phd_/);
});

place.test("one's own password takes the old one; other sessions are ended", refused, async () => {
  const [page, elsewhere] = [await enter("kim", PASSWORD), await enter("kim", PASSWORD)];
  await new Shell(elsewhere).live();
  const account = await new AccountPage(page).open();
  await account.thing("Sessions", "this one").waitFor();
  await account.card("Sessions").getByRole("button", { name: "End" }).first().waitFor();
  const type = async (old, fresh, again) => {
    await page.getByLabel("Current password").fill(old);
    await page.getByLabel("New password", { exact: true }).fill(fresh);
    await page.getByLabel("New password again").fill(again);
  };
  await type("not the old one", OTHER, "something else");
  await page.getByText("The two differ.").waitFor();
  await type("not the old one", OTHER, OTHER);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByRole("alert").filter({ hasText: "not your password" }).waitFor();
  await type(PASSWORD, OTHER, OTHER);
  await page.getByRole("button", { name: "Change password" }).click();
  await account.toasts.getByText("Your password was changed.").waitFor();
  await elsewhere.waitForURL(/\/login/);
  await page.reload();
  await account.thing("Sessions", "this one").waitFor();
  for (const one of [page, elsewhere]) await one.context().close();
});

place.test("who is no admin isn't led to people, and is told whom to ask", { ...refused, as: "otto", at: "/people" }, async (page) => {
  await page.getByRole("alert").filter({ hasText: "needs the role admin" }).first().waitFor();
  assert.equal(await page.getByRole("link", { name: "People", exact: true }).count(), 0);
});

place.test("scripts in names and labels stay text", { at: null }, async (page) => {
  const people = await new PeoplePage(page).open();
  await people.stacks.getByText("<img src=x onerror=hacked>").waitFor();
  await people.stacks.getByText("its label can’t name a stack").waitFor();
  await page.goto(`/people/${encodeURIComponent("<img src=x>")}`);
  await page.getByRole("heading", { name: "There is no such person" }).waitFor();
  assert.equal(await page.locator("main img").count(), 0);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    const screen = { at: null, colorScheme, viewport: { width, height: 844 } };
    place.test(`no page of these has a fault that axe finds, and each fits: ${colorScheme}, ${width}`, screen, async (page) => {
      for (const [path, ready] of [["/people", ".stacks li"], ["/people/otto", ".person .card"], ["/account", ".things li"]]) {
        await page.goto(path);
        await page.locator(ready).first().waitFor();
        await accessible(page, path);
        const beyond = await page.evaluate(() => {
          const main = document.querySelector("main");
          return main.scrollWidth - main.clientWidth;
        });
        assert.ok(beyond <= 0, `${path} is ${beyond} pixels too wide`);
      }
      await page.getByRole("button", { name: "Create token" }).click();
      await page.getByRole("dialog").waitFor();
      await accessible(page, "the dialog of a token");
      await new PeoplePage(page).open();
      await page.getByRole("button", { name: "Add person" }).click();
      await page.getByRole("radio", { name: /^Only some stacks/ }).check();
      await accessible(page, "the dialog of a new person");
      const person = await new PersonPage(page).open("otto");
      await person.tryOn("strong");
      await accessible(page, "what the gate says");
      await person.press("Add scope");
      await page.getByRole("dialog").waitFor();
      await accessible(page, "the dialog of a scope");
    });
  }
}
