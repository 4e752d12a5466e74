// What somebody chooses stays chosen, in their browser.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { Shell } from "../pages/shell.js";

const place = house();

place.test("the settings are found in one's menu", {}, async (page) => {
  await new Shell(page).choose(/^Logged in as/, "Settings");
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
});

place.test("the theme is applied at once and stays", { at: "/settings", colorScheme: "light" }, async (page) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await page.getByLabel("Dark theme").check();
  assert.equal(await ground(), "dark");
  await page.reload();
  await page.getByLabel("Dark theme").waitFor();
  assert.equal(await ground(), "dark");
  assert.equal(await page.getByLabel("Dark theme").isChecked(), true);
  await page.getByLabel("System theme").check();
  assert.equal(await ground(), "light dark");
});

place.test("the start page is one's own; each page keeps its address", { at: "/settings" }, async (page) => {
  const title = page.getByRole("heading", { level: 1 });
  await page.getByLabel("The list of all containers").check();
  await page.goto("/");
  await title.filter({ hasText: "Containers" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/containers");
  await page.goto("/dashboard");
  await title.filter({ hasText: "Dashboard" }).waitFor();
  await page.goto("/settings");
  await page.getByRole("radio", { name: "Dashboard" }).check();
  await page.goto("/");
  await title.filter({ hasText: "Dashboard" }).waitFor();
});
