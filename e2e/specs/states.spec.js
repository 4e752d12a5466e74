// Every page in its states: while what it shows is on its way, when there is nothing, and while the engine is gone.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { Shell } from "../pages/shell.js";

const place = house({ furnish: ({ engine }) => engine.docker("rmi", "--force", "busybox") });

// Where the page is, what its heading says, and what stands there when there is nothing.
const ROUTES = [
  ["/dashboard", "Dashboard"],
  ["/containers", "Containers", "No containers yet"],
  ["/images", "Images", "No images yet"],
  ["/volumes", "Volumes", "No volumes yet"],
  ["/networks", "Networks"],
  ["/containers/nobody", "nobody", "There is no container"],
  ["/create", "Create container"],
  ["/engine", "Engine"],
  ["/jobs", "Jobs"],
  ["/people", "People"],
  ["/audit", "Audit"],
  ["/account", "Account"],
  ["/settings", "Settings"],
];

// Those that show what the engine has told.
const LIVE = ["/dashboard", "/containers", "/images", "/volumes", "/networks", "/engine"];

place.test("while the stream is on its way no page passes for empty, and each comes alive", { at: "", timeout: 180_000 }, async (page) => {
  const shell = new Shell(page);
  let arrive;
  let arrived;
  await page.routeWebSocket(/\/live/, async (socket) => {
    await arrived;
    socket.connectToServer();
  });
  for (const [path, , nothing] of ROUTES) {
    arrived = new Promise((resolve) => (arrive = resolve));
    await page.goto(path);
    await shell.engineState.filter({ hasText: "Connecting" }).waitFor();
    await page.locator("main .page > *").first().waitFor();
    if (nothing) assert.equal(await page.getByText(nothing).count(), 0, path);
    arrive();
    await shell.live();
    if (nothing) await page.getByRole("heading", { name: nothing }).waitFor();
    await until(() => page.locator(".skeleton-row").count(), (count) => count === 0);
  }
});

place.test("while the engine is gone each page says so, and each is back with it", { at: "", expected: [/status of 50\d/, /status of 404/], timeout: 180_000 }, async (page) => {
  const shell = new Shell(page);
  await place.engine.stop();
  try {
    for (const [path, heading] of ROUTES) {
      await page.goto(path);
      await shell.engineState.filter({ hasText: "Engine gone" }).waitFor();
      await shell.notice.filter({ hasText: /There is no socket at|The connection to .* was refused/ }).waitFor();
      if (LIVE.includes(path)) {
        await shell.notice.filter({ hasText: /Last known \d+ \w+ ago/ }).waitFor();
        await until(() => page.locator(".page-body").evaluate((body) => getComputedStyle(body).filter), (filter) => /grayscale/.test(filter));
      }
      if (heading !== "nobody") await shell.title.filter({ hasText: heading }).waitFor();
      await accessible(page, path);
    }
  } finally {
    await place.engine.startAgain();
  }
  for (const [path, , nothing] of ROUTES) {
    await page.goto(path);
    await shell.live();
    await shell.notice.waitFor({ state: "detached" });
    if (nothing) await page.getByRole("heading", { name: nothing }).waitFor();
  }
});
