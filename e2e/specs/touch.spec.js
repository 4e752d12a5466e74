// On a phone a thumb hits everything, nothing is zoomed into, and what is done most lies under it.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { List } from "../pages/list.js";
import { Palette } from "../pages/palette.js";
import { Shell } from "../pages/shell.js";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const place = house({
  furnish: async ({ engine }) => {
    const stack = ["--label", "com.docker.compose.project=shop", "--volume", "data:/data"];
    await engine.docker("run", "--detach", "--name", "web", "--init", "--publish", "8080:80", ...stack, "busybox", "sleep", "1h");
    await engine.docker("run", "--detach", "--name", "job", "busybox", "sh", "-c", "exit 3");
  },
});

const views = [
  ["/", ".concerns .lines li"],
  ["/containers", ".body .row"],
  ["/containers/web", ".cards .card"],
  ["/images", ".body .row"],
  ["/volumes", ".body .row"],
  ["/networks", ".body .row"],
  ["/create?image=busybox:latest", ".submit"],
  ["/settings", ".settings .card"],
];

for (const [path, ready] of views) {
  place.test(`a thumb hits all controls of ${path}`, { at: path, ...phone }, async (page) => {
    await new Shell(page).live();
    await page.locator(ready).first().waitFor();
    assert.deepEqual(await tooSmall(page), []);
  });
}

place.test("the box that picks a row is as large as a thumb", phone, async (page) => {
  const containers = new List(page, "Containers");
  await containers.row("web").waitFor();
  const box = await containers.row("web").locator(".pick").boundingBox();
  await page.touchscreen.tap(box.x + 2, box.y + box.height - 2);
  await containers.bar.getByText("1 selected").waitFor();
});

place.test("what is done most is in reach", { at: "/containers/web", ...phone }, async (page) => {
  const below = async (name) => {
    const box = await page.getByRole("button", { name, exact: true }).boundingBox();
    assert.ok(box.y > 844 / 2 && box.y + box.height < 844, `${name} is at ${box.y}`);
  };
  await page.getByRole("heading", { name: "Process" }).waitFor();
  await below("Stop");
  await page.goto("/create?image=busybox:latest");
  await page.locator(".submit").waitFor();
  await below("Create and start");
});

place.test("the palette shows what can be done to a thing", phone, async (page) => {
  await new List(page, "Containers").row("web").waitFor();
  const palette = await new Palette(page).open();
  await palette.find("web", "web");
  await page.getByRole("option", { name: /^web/ }).locator(".turn").tap();
  await page.getByRole("option", { name: "Restart" }).waitFor();
});

/** Buttons, fields and links of a line of their own that are less than 44 px, or whose text a phone zooms into. */
function tooSmall(page) {
  return page.evaluate(() => {
    const LEAST = 43.5;
    const said = (node) => `${node.tagName} ${node.ariaLabel ?? node.textContent}`;
    const hit = (node) => (node.closest("label") ?? node).getBoundingClientRect();
    const controls = [...document.querySelectorAll("button, select, input, textarea, .nav a, .foot a, .button, .tabs a, a.name")];
    const seen = controls.filter((node) => node.checkVisibility());
    const small = seen.filter((node) => hit(node).height < LEAST || (!node.matches("a") && hit(node).width < LEAST));
    const typed = seen.filter((node) => node.matches(".input") && Number.parseFloat(getComputedStyle(node).fontSize) < 16);
    return [...small, ...typed].map(said);
  });
}
