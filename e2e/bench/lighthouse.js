// What Lighthouse says of the pages of a first visit: login and the list of containers, on an engine with some. Writes one
// line of JSON. `cargo xtask bench` runs it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import lighthouse from "lighthouse";
import { chromium } from "playwright-core";

import { flags } from "../harness/browser.js";
import { Engine } from "../harness/engine.js";
import { PASSWORD } from "../harness/house.js";
import { freePort, Server } from "../harness/server.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** The score of one run depends on what else the machine does: the median counts. */
const RUNS = 3;
/** As Lighthouse measures a desktop, and a phone of the middle class. */
const DEVICES = {
  desktop: {
    formFactor: "desktop",
    screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1 },
    throttling: { rttMs: 40, throughputKbps: 10_240, cpuSlowdownMultiplier: 1 },
  },
  phone: {},
};

const engine = await Engine.start();
for (const name of ["web", "db", "cache", "worker"]) {
  await engine.docker("run", "--detach", "--name", name, "--init", "busybox", "sleep", "1h");
}
const server = await Server.start({ engine: engine.host, flags: ["--tls", "off"] });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
const port = await freePort();
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
// Lighthouse opens its pages where the browser itself does: whoever is logged in there is logged in for it.
const profile = await mkdtemp(join(tmpdir(), "pierhead-profile-"));
const args = [...flags, `--remote-debugging-port=${port}`];
const browser = await chromium.launchPersistentContext(profile, { executablePath, args, baseURL: server.url });

const figures = [];
for (const [device, settings] of Object.entries(DEVICES)) {
  figures.push(await judge(`login, ${device}`, "/login", settings));
}
await logIn();
for (const [device, settings] of Object.entries(DEVICES)) {
  figures.push(await judge(`containers, ${device}`, "/containers", settings));
}
console.log(JSON.stringify(figures));
await browser.close();
await rm(profile, { recursive: true });
await server.end();
await engine.end();

/** The scores of a page, of a hundred. */
async function judge(page, path, settings) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    const options = { port, onlyCategories: CATEGORIES, output: "json", logLevel: "error", ...settings };
    const { lhr } = await lighthouse(`${server.url}${path}`, options);
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    runs.push(lhr);
  }
  const score = (category) => {
    const scores = runs.map(({ categories }) => Math.round(categories[category].score * 100));
    return scores.toSorted((one, other) => one - other)[Math.floor(RUNS / 2)];
  };
  const faults = Object.values(runs[0].audits).filter(({ score, scoreDisplayMode }) => score === 0 && scoreDisplayMode === "binary");
  for (const { id, title } of faults) console.error(`${page}: ${id}: ${title}`);
  return { page, ...Object.fromEntries(CATEGORIES.map((category) => [category, score(category)])) };
}

async function logIn() {
  const page = await browser.newPage();
  const login = new LoginPage(page);
  await login.open();
  await login.enter("ada", PASSWORD);
  await page.waitForURL("**/");
  await (await new List(page, "Containers").open()).row("web").waitFor();
  await page.close();
}
