// Pictures of every page: a real Pierhead on a real engine with what a homelab runs, in the light and in the dark, on a
// desk and on a phone.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { Brake } from "../harness/brake.js";
import { newPage, openBrowser } from "../harness/browser.js";
import { Engine } from "../harness/engine.js";
import { PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { List } from "../pages/list.js";
import { camera } from "./camera.js";
import { furnish } from "./furnish.js";
import { chinese, walk } from "./walk.js";

const desk = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const SCREENS = [
  ["light", { ...desk, colorScheme: "light" }],
  ["dark", { ...desk, colorScheme: "dark" }],
  ["narrow-light", { ...phone, colorScheme: "light" }],
  ["narrow-dark", { ...phone, colorScheme: "dark" }],
];
/** Those on which a handful is taken in Chinese, too. */
const IN_CHINESE = ["light", "narrow-dark"];

/** The names of the pictures on all screens, of those that were taken in the light on a desk: the walk is the same on each. */
export function onAllScreens(names) {
  return names.flatMap((name) => {
    const what = name.replace(/-light\.webp$/, "");
    const screens = what.endsWith("-zh") ? IN_CHINESE : SCREENS.map(([suffix]) => suffix);
    return screens.map((suffix) => `${what}-${suffix}.webp`);
  });
}

/** Takes the pictures of every page into a folder, on the screens of these names or on all. */
export async function photograph(folder, names) {
  const wanted = SCREENS.filter(([name]) => !names || names.includes(name));
  const ends = [];
  try {
    await go(folder, wanted, (end) => ends.push(end));
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** The way past all pages; `after` takes what is to be done at the end, the last first. */
async function go(folder, wanted, after) {
  const [engine, browser] = await Promise.all([Engine.start(), openBrowser()]);
  after(() => engine.end());
  const brake = await Brake.before(engine);
  after(() => brake.end());
  after(() => browser.close());
  await furnish(engine);
  await mkdir(folder, { recursive: true });

  const empty = await Server.start({ engine: engine.host });
  after(() => empty.end());
  for (const [suffix, screen] of wanted) {
    const page = await open(browser, empty, screen);
    await page.goto("/setup");
    const { take } = await camera(page, folder, suffix);
    await take("setup");
    await page.goto("/offline");
    await take("offline");
    await page.context().close();
  }

  const server = await Server.start({ engine: engine.host });
  after(() => server.end());
  for (const [name, role] of [["ada", "admin"], ["grace", "operator"], ["linus", "viewer"]]) {
    await server.run(["user", "add", name, "--role", role, "--password-stdin"], { input: PASSWORD });
  }
  const entered = [];
  for (const [suffix, screen] of wanted) {
    const page = await open(browser, server, screen);
    await walk(page, await camera(page, folder, suffix), brake);
    entered.push([suffix, screen, await page.context().storageState()]);
    await page.context().close();
  }
  for (const [suffix, screen, storageState] of entered.filter(([suffix]) => IN_CHINESE.includes(suffix))) {
    const page = await open(browser, server, { ...screen, storageState, locale: "zh-CN" });
    await chinese(page, await camera(page, folder, `zh-${suffix}`));
    await page.context().close();
  }
  const left = [];
  for (const [suffix, screen, storageState] of entered) {
    const page = await open(browser, server, { ...screen, storageState });
    await new List(page, "Containers").open();
    left.push([page, suffix]);
  }
  // Last: what ran on it doesn't all run again.
  await engine.stop();
  for (const [page, suffix] of left) {
    await page.locator("main .connection").getByRole("alert").waitFor();
    const { take } = await camera(page, folder, suffix);
    await take("engine-gone");
  }
}

/** A page on which nothing moves. */
function open(browser, server, screen) {
  return newPage(browser, { url: server.url, reducedMotion: "reduce", ...screen });
}
