// Everybody can use it: without eyes, without a mouse, in the light and in the dark.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accessible } from "../harness/axe.js";
import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { Server } from "../harness/server.js";
import { CreatePage } from "../pages/create.js";
import { newPage } from "../harness/browser.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";
import { Shell } from "../pages/shell.js";

const place = house({
  furnish: async ({ engine }) => {
    const stack = ["--label", "com.docker.compose.project=shop"];
    const sick = ["--health-cmd", "echo sick; exit 1", "--health-interval", "500ms", "--health-retries", "1"];
    await engine.docker("run", "--detach", "--name", "web", "--init", "--publish", "8080:80", ...stack, ...sick, "busybox", "sleep", "1h");
    await engine.docker("run", "--detach", "--name", "job", "busybox", "sh", "-c", "exit 3");
    await engine.docker("run", "--detach", "--name", "cold", "--init", "--volume", "data:/data", "busybox", "sleep", "1h");
    await engine.docker("pause", "cold");
    await engine.docker("network", "create", "--internal", "back");
  },
});

const views = [
  ["/", ".happened li"],
  ["/containers", ".body .row"],
  ["/containers?q=nothing-like-it", ".empty"],
  ["/containers?q=stack:shop&group=stack", ".fold"],
  ["/containers/web", ".probe"],
  ["/containers/web/raw", ".raw pre"],
  ["/containers/nobody", ".empty"],
  ["/images", ".body .row"],
  ["/volumes", ".body .row"],
  ["/networks", ".body .row"],
  ["/engine", ".card"],
  ["/create?image=busybox:latest", ".from-image"],
  ["/settings", ".settings .card"],
  ["/ui", ".part"],
];

const widths = [1280, 390, 320];
const screens = ["light", "dark"].flatMap((colorScheme) =>
  widths.map((width) => ({ colorScheme, viewport: { width, height: 800 } })),
);

/** What lies beyond the edge of a page is found by nobody. */
async function fits(page, what) {
  const beyond = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("main, dialog[open]")].map((node) => node.scrollWidth - node.clientWidth),
  );
  assert.ok(beyond.every((pixels) => pixels === 0), `${what} is ${beyond} px too wide`);
}

for (const { colorScheme, viewport } of screens) {
  const how = `${colorScheme}, ${viewport.width} px wide`;
  const screen = { at: null, colorScheme, viewport, timeout: 120_000 };

  place.test(`no view has a fault that axe finds, ${how}`, screen, async (page) => {
    for (const [path, ready] of views) {
      await page.goto(path);
      await new Shell(page).live();
      await page.locator(ready).first().waitFor();
      await accessible(page, path);
      await fits(page, path);
    }
  });

  place.test(`nor has a dialog or a menu, ${how}`, screen, async (page) => {
    const open = async (list, act, title) => {
      await list.open();
      await act(list);
      await list.dialog(title);
      await accessible(page, title);
      await fits(page, title);
    };
    const containers = new List(page, "Containers");
    await open(containers, () => containers.act("web", "Rename"), "Rename web");
    await open(containers, () => containers.act("web", "Remove"), "Remove container web?");
    await containers.open();
    await page.getByRole("button", { name: "Actions for web" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).waitFor();
    await accessible(page, "the menu of a row");
    const images = new List(page, "Images");
    await open(images, () => page.getByRole("button", { name: "Pull image" }).click(), "Pull image");
    await open(images, () => images.act("busybox:latest", "Add tag"), "Tag busybox:latest");
    await open(images, () => images.act("busybox:latest", "Remove"), "Remove image busybox:latest?");
    const volumes = new List(page, "Volumes");
    await open(volumes, () => page.getByRole("button", { name: "Create volume" }).click(), "Create volume");
    await open(volumes, () => volumes.act("data", "Remove"), "Remove volume data?");
    const networks = new List(page, "Networks");
    await open(networks, () => page.getByRole("button", { name: "Create network" }).click(), "Create network");
    await open(networks, () => networks.act("back", "Remove"), "Remove network back?");
  });
}

for (const colorScheme of ["light", "dark"]) {
  place.test(`nor has a full form with faults in it, nor a failed job, ${colorScheme}`, { at: null, colorScheme }, async (page) => {
    const create = await new CreatePage(page).open("busybox:latest");
    await create.fill({ name: "web", command: "true" });
    await create.addPort("99999", "80");
    await create.addVariable("A", "b");
    await create.addMount("data", "relative");
    await page.getByText("Not a port: 1 to 65535.").waitFor();
    await accessible(page, "a form with faults");
    await create.list("Ports").getByRole("button", { name: "Remove row 1" }).click();
    await create.list("Volumes and host paths").getByRole("button", { name: "Remove row 1" }).click();
    await create.createAndStart();
    await create.problem(create.name).filter({ hasText: "is already in use" }).waitFor();
    await accessible(page, "a form that the engine refused");
    await page.goto("/jobs");
    await page.getByRole("article").first().waitFor();
    await accessible(page, "/jobs");
  });
}

test("the plain pages have none either, light or dark", async () => {
  const server = await Server.start({ engine: place.engine.host });
  try {
    for (const colorScheme of ["light", "dark"]) {
      for (const [url, path] of [[server.url, "/setup"], [place.server.url, "/login"]]) {
        const page = await newPage(place.browser, { url, colorScheme });
        await page.goto(path);
        await accessible(page, path);
        if (path === "/login") {
          await new LoginPage(page).enter("ada", "wrong");
          await new LoginPage(page).error.filter({ hasText: "wrong" }).waitFor();
          await accessible(page, "a refused login");
        }
        await page.context().close();
      }
    }
  } finally {
    await server.end();
  }
});

/** What has the focus, by its name; the whole page and its content by their tags. */
function focused(page) {
  return page.evaluate(() => {
    const node = document.activeElement;
    if (["BODY", "MAIN"].includes(node.tagName)) return node.tagName;
    return (node.getAttribute("aria-label") ?? node.textContent).trim() || node.id;
  });
}

/** Presses Tab until something of this name has the focus. */
async function tabTo(page, name) {
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).includes(name)) return;
  }
  assert.fail(`Tab never comes to ${name}`);
}

place.test("the first Tab offers to skip to the content, and everything shows its focus", {}, async (page) => {
  const containers = new List(page, "Containers");
  await containers.row("web").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to content");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await until(() => skip.boundingBox(), (box) => box.y >= 0);
  await page.keyboard.press("Enter");
  await until(() => focused(page), (name) => name === "MAIN");
  assert.match(page.url(), /\/containers(#main)?$/);

  await page.reload();
  await containers.row("web").waitFor();
  const seen = new Set();
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press("Tab");
    const name = await focused(page);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    if (!["BODY", "MAIN"].includes(name)) assert.notEqual(outline, "none", `${name} shows its focus`);
    seen.add(name);
  }
  for (const name of ["Create container", "Stop", "Actions for web", "web", "Search name, image, port, ID…"]) {
    assert.ok(seen.has(name), `${name} is reached: ${[...seen].join(" | ")}`);
  }
});

place.test("every page is reached by keyboard alone", { at: "/containers" }, async (page) => {
  const shell = new Shell(page);
  await shell.live();
  for (const name of ["Dashboard", "Images", "Volumes", "Networks", "Engine"]) {
    await shell.navigation.getByRole("link", { name }).focus();
    await page.keyboard.press("Enter");
    await shell.title.filter({ hasText: name }).waitFor();
    await until(() => focused(page), (name) => name === "MAIN");
  }
  await tabTo(page, "Running");
});

place.test("a container is renamed with nothing but keys; the dialog keeps the focus and gives it back", {}, async (page) => {
  const containers = new List(page, "Containers");
  await containers.row("job").waitFor();
  await tabTo(page, "Actions for job");
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Rename" }).waitFor();
  await until(() => focused(page), (name) => name === "Start");
  await page.keyboard.press("ArrowUp");
  await until(() => focused(page), (name) => name === "Remove");
  await page.keyboard.press("Escape");
  await until(() => focused(page), (name) => name === "Actions for job");

  await page.keyboard.press("Enter");
  await until(() => focused(page), (name) => name === "Start");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const dialog = await containers.dialog("Rename job");
  for (let step = 0; step < 8; step++) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => {
      const dialog = document.querySelector("dialog[open]");
      // Chromium lets the focus go to its own address bar and back: the body then.
      return dialog.contains(document.activeElement) || document.activeElement === document.body;
    });
    assert.ok(inside, `the focus stays in the dialog: ${await focused(page)}`);
  }
  await page.keyboard.press("Escape");
  await dialog.closed();
  await until(() => focused(page), (name) => name === "Actions for job");

  await page.keyboard.press("Enter");
  await until(() => focused(page), (name) => name === "Start");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await containers.dialog("Rename job");
  await dialog.node.getByLabel("Name").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("chore");
  await page.keyboard.press("Enter");
  await dialog.closed();
  await containers.row("chore").waitFor();
});

place.test("a page whose engine is gone has no fault either", {}, async (page) => {
  const shell = new Shell(page);
  await shell.live();
  await place.engine.stop();
  try {
    await shell.notice.waitFor();
    await accessible(page, "the engine is gone");
  } finally {
    await place.engine.startAgain();
  }
});

place.test("forced colours keep the focus, the place and the engine's state", { at: "/containers/web", forcedColors: "active" }, async (page) => {
  const shell = new Shell(page);
  await shell.live();
  const style = (node, name) => node.evaluate((node, name) => getComputedStyle(node)[name], name);
  const link = (name) => shell.navigation.getByRole("link", { name });
  assert.equal(await style(link("Containers"), "outlineStyle"), "solid");
  assert.equal(await style(link("Images"), "outlineStyle"), "none");
  const tab = (name) => page.getByRole("link", { name, exact: true });
  assert.equal(await style(tab("Overview"), "borderBottomWidth"), "2px");
  assert.equal(await style(tab("Inspect"), "borderBottomWidth"), "0px");
  const dot = page.locator(".engine-state .dot");
  assert.notEqual(await style(dot, "backgroundColor"), await style(page.locator("body"), "backgroundColor"));
});

place.test("and on the way in", { at: null, as: null, forcedColors: "active" }, async (page) => {
  const login = new LoginPage(page);
  await login.open();
  for (const node of [login.name, page.getByRole("button", { name: "Log in" })]) {
    await node.focus();
    assert.equal(await node.evaluate((node) => getComputedStyle(node).outlineStyle), "solid");
    assert.equal(await node.evaluate((node) => getComputedStyle(node).borderTopStyle), "solid");
  }
});
