// What somebody chooses stays chosen, in their browser.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { List } from "../pages/list.js";
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

place.test("rows stand closer together for whoever wants that, and stay so", { at: "/settings" }, async (page) => {
  await place.engine.docker("create", "--name", "row", "busybox");
  const height = async () => {
    const containers = await new List(page, "Containers").open();
    return (await containers.row("row").boundingBox()).height;
  };
  await page.getByLabel("Compact").check();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.density), "compact");
  assert.equal(await height(), 32);
  await page.goto("/settings");
  assert.equal(await page.getByLabel("Compact").isChecked(), true);
  await page.getByLabel("Comfortable").check();
  assert.equal(await height(), 40);
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
