// What people do each day, from logging in to logging out: in both languages, both themes, on a wide screen and on a narrow
// one, with a pointer and with the keyboard alone.

import assert from "node:assert/strict";

import { keyboard, pointer } from "../harness/hands.js";
import { house, PASSWORD } from "../harness/house.js";
import { until } from "../harness/until.js";
import { words } from "../harness/words.js";

let image;
const place = house({
  furnish: async ({ engine }) => {
    image = await engine.push("tea:1", 3, "a cup");
  },
});

const languages = {
  English: { locale: "en-GB", said: words("en") },
  Chinese: { locale: "zh-CN", said: words("zh_hans") },
};
const screens = {
  "at a desk": { viewport: { width: 1440, height: 900 } },
  "on a phone": { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};
const themes = { "by day": { colorScheme: "light" }, "by night": { colorScheme: "dark" } };

/** What was on its way when somebody logged out is refused. */
const expected = [/status of 401/];

for (const [language, { said, ...spoken }] of Object.entries(languages)) {
  for (const [time, theme] of Object.entries(themes)) {
    for (const [where, screen] of Object.entries(screens)) {
      day(`in ${language}, ${time}, ${where}`, pointer, said, { ...spoken, ...theme, ...screen });
    }
    // A narrow window has a keyboard, too: what is zoomed is narrow.
    for (const [where, { viewport }] of Object.entries(screens)) {
      const narrow = where === "on a phone" ? "in a narrow window" : where;
      day(`in ${language}, ${time}, ${narrow}, by keyboard alone`, keyboard, said, { ...spoken, ...theme, viewport });
    }
  }
}

function day(how, hands, said, screen) {
  place.test(`the whole day ${how}`, { at: "/login", as: null, timeout: 120_000, expected, ...screen }, async (page) => {
    await logIn(page, hands);
    await pull(page, hands, said);
    await create(page, hands, said);
    await actOn(page, hands, said);
    await keepData(page, hands, said);
    await logOut(page, hands, said);
  });
}

async function logIn(page, hands) {
  await hands.write(page.locator("#name"), "ada");
  await hands.write(page.locator("#password"), PASSWORD);
  await hands.press(page.locator("form").getByRole("button"));
  await title(page).waitFor();
}

async function pull(page, hands, said) {
  await goTo(page, hands, said.Images);
  await hands.press(page.getByRole("button", { name: said.PullImage }).first());
  const dialog = page.getByRole("dialog");
  await hands.write(dialog.getByRole("textbox"), image);
  await hands.press(dialog.getByRole("button", { name: said.Pull, exact: true }));
  await dialog.locator("header .badge").filter({ hasText: said.JobDone }).waitFor();
  await hands.press(dialog.getByRole("button", { name: said.Close }).last());
  await row(page, image).waitFor();
}

async function create(page, hands, said) {
  await hands.press(row(page, image).locator("a[href^='/create']"));
  await hands.write(page.getByLabel(said.Name, { exact: true }), "tea");
  await hands.press(page.getByRole("button", { name: said.CreateAndStart }));
  await page.waitForURL("**/containers/tea");
  await until(() => state("tea"), (found) => found === "running");
}

async function actOn(page, hands, said) {
  await goTo(page, hands, said.Containers);
  await press(page, hands, "tea", said.Stop);
  await until(() => state("tea"), (found) => found === "exited");
  await press(page, hands, "tea", said.Start);
  await until(() => state("tea"), (found) => found === "running");

  await choose(page, hands, "tea", said.Rename);
  const rename = page.getByRole("dialog");
  await hands.write(rename.getByRole("textbox"), "cold-tea");
  await hands.press(rename.getByRole("button", { name: said.Rename, exact: true }));
  await row(page, "cold-tea").waitFor();

  await press(page, hands, "cold-tea", said.Stop);
  await until(() => state("cold-tea"), (found) => found === "exited");
  await row(page, "cold-tea").getByRole("button", { name: said.Start, exact: true }).waitFor();
  await choose(page, hands, "cold-tea", said.Remove);
  await hands.press(page.getByRole("dialog").getByRole("button", { name: said.Remove, exact: true }));
  await row(page, "cold-tea").waitFor({ state: "detached" });
  assert.equal(await place.engine.docker("ps", "--all", "--quiet"), "");
}

/** A volume, and that its loss has to be meant. */
async function keepData(page, hands, said) {
  await goTo(page, hands, said.Volumes);
  await hands.press(page.getByRole("button", { name: said.CreateVolume }).first());
  const made = page.getByRole("dialog");
  await hands.write(made.getByLabel(said.Name, { exact: true }), "leaves");
  await hands.press(made.getByRole("button", { name: said.Create, exact: true }));
  await row(page, "leaves").waitFor();
  await choose(page, hands, "leaves", said.Remove);
  const remove = page.getByRole("dialog");
  const sure = remove.getByRole("button", { name: said.Remove, exact: true });
  assert.equal(await sure.isDisabled(), true, "not before the name is typed");
  await hands.write(remove.getByRole("textbox"), "leaves");
  await hands.press(sure);
  await row(page, "leaves").waitFor({ state: "detached" });
}

async function logOut(page, hands, said) {
  await hands.press(page.locator(".person"));
  await hands.press(page.getByRole("menuitem", { name: said.LogOut, exact: true }));
  await page.waitForURL("**/login**");
  await page.locator("#password").waitFor();
}

function title(page) {
  return page.getByRole("heading", { level: 1 });
}

async function goTo(page, hands, name) {
  await hands.press(page.getByRole("navigation").getByRole("link", { name }).first());
  await title(page).filter({ hasText: name }).waitFor();
}

function row(page, name) {
  return page.locator(".row:not([aria-hidden])").filter({ has: page.locator(".name", { hasText: name }) });
}

async function press(page, hands, name, button) {
  await hands.press(row(page, name).getByRole("button", { name: button, exact: true }));
}

async function choose(page, hands, name, item) {
  await hands.press(row(page, name).locator("[aria-haspopup=menu]"));
  await hands.press(page.getByRole("menuitem", { name: item, exact: true }));
}

function state(name) {
  return place.engine.docker("inspect", "--format", "{{.State.Status}}", name);
}
