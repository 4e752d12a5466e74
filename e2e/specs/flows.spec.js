// What people do each day, from logging in to logging out: in both languages, both themes, on a wide screen and on a phone.

import assert from "node:assert/strict";

import { house, PASSWORD } from "../harness/house.js";
import { until } from "../harness/until.js";
import { words } from "../harness/words.js";

let image;
const place = house({
  furnish: async ({ engine }) => {
    image = await engine.push("tea:1", 3, "a cup");
  },
});

const english = { locale: "en-GB", said: words("en") };
const chinese = { locale: "zh-CN", said: words("zh_hans") };
const wide = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const people = {
  "in English, by day, at a desk": { ...english, ...wide, colorScheme: "light" },
  "in English, by night, on a phone": { ...english, ...phone, colorScheme: "dark" },
  "in Chinese, by day, on a phone": { ...chinese, ...phone, colorScheme: "light" },
  "in Chinese, by night, at a desk": { ...chinese, ...wide, colorScheme: "dark" },
};

/** What was on its way when somebody logged out is refused. */
const expected = [/status of 401/];

for (const [who, { said, ...screen }] of Object.entries(people)) {
  place.test(`the whole day ${who}`, { at: "/login", as: null, timeout: 120_000, expected, ...screen }, async (page) => {
    await logIn(page);
    await pull(page, said);
    await create(page, said);
    await actOn(page, said);
    await keepData(page, said);
    await logOut(page, said);
  });
}

async function logIn(page) {
  await page.locator("#name").fill("ada");
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form").getByRole("button").click();
  await title(page).waitFor();
}

async function pull(page, said) {
  await goTo(page, said.Images);
  await page.getByRole("button", { name: said.PullImage }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(image);
  await dialog.getByRole("button", { name: said.Pull, exact: true }).click();
  await dialog.locator("header .badge").filter({ hasText: said.JobDone }).waitFor();
  await dialog.getByRole("button", { name: said.Close }).last().click();
  await row(page, image).waitFor();
}

async function create(page, said) {
  await page.goto(`/create?image=${encodeURIComponent(image)}`);
  await page.getByLabel(said.Name, { exact: true }).fill("tea");
  await page.getByRole("button", { name: said.CreateAndStart }).click();
  await page.waitForURL("**/containers/tea");
  await until(() => state("tea"), (found) => found === "running");
}

async function actOn(page, said) {
  await goTo(page, said.Containers);
  await press(page, "tea", said.Stop);
  await until(() => state("tea"), (found) => found === "exited");
  await press(page, "tea", said.Start);
  await until(() => state("tea"), (found) => found === "running");

  await choose(page, "tea", said.Rename);
  const rename = page.getByRole("dialog");
  await rename.getByRole("textbox").fill("cold-tea");
  await rename.getByRole("button", { name: said.Rename, exact: true }).click();
  await row(page, "cold-tea").waitFor();

  await press(page, "cold-tea", said.Stop);
  await until(() => state("cold-tea"), (found) => found === "exited");
  await row(page, "cold-tea").getByRole("button", { name: said.Start, exact: true }).waitFor();
  await choose(page, "cold-tea", said.Remove);
  await page.getByRole("dialog").getByRole("button", { name: said.Remove, exact: true }).click();
  await row(page, "cold-tea").waitFor({ state: "detached" });
  assert.equal(await place.engine.docker("ps", "--all", "--quiet"), "");
}

/** A volume, and that its loss has to be meant. */
async function keepData(page, said) {
  await goTo(page, said.Volumes);
  await page.getByRole("button", { name: said.CreateVolume }).first().click();
  const made = page.getByRole("dialog");
  await made.getByLabel(said.Name, { exact: true }).fill("leaves");
  await made.getByRole("button", { name: said.Create, exact: true }).click();
  await row(page, "leaves").waitFor();
  await choose(page, "leaves", said.Remove);
  const remove = page.getByRole("dialog");
  const sure = remove.getByRole("button", { name: said.Remove, exact: true });
  assert.equal(await sure.isDisabled(), true, "not before the name is typed");
  await remove.getByRole("textbox").fill("leaves");
  await sure.click();
  await row(page, "leaves").waitFor({ state: "detached" });
}

async function logOut(page, said) {
  await page.locator(".person").click();
  await page.getByRole("menuitem", { name: said.LogOut, exact: true }).click();
  await page.waitForURL("**/login**");
  await page.locator("#password").waitFor();
}

function title(page) {
  return page.getByRole("heading", { level: 1 });
}

async function goTo(page, name) {
  await page.getByRole("navigation").getByRole("link", { name }).first().click();
  await title(page).filter({ hasText: name }).waitFor();
}

function row(page, name) {
  return page.locator(".row:not([aria-hidden])").filter({ has: page.locator(".name", { hasText: name }) });
}

async function press(page, name, button) {
  await row(page, name).getByRole("button", { name: button, exact: true }).click();
}

async function choose(page, name, item) {
  await row(page, name).locator("[aria-haspopup=menu]").click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

function state(name) {
  return place.engine.docker("inspect", "--format", "{{.State.Status}}", name);
}
