// What Lighthouse says of the pages of a first visit: login and the list of containers, on an engine with some. Writes one
// line of JSON. `cargo xtask bench` runs it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import lighthouse from "lighthouse";
import { chromium } from "playwright-core";

import { flags } from "../harness/browser.js";
import { Engine } from "../harness/engine.js";
import { PASSWORD } from "../harness/house.js";
import { freePort, Server } from "../harness/server.js";
import { until } from "../harness/until.js";
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
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";
// Lighthouse opens its pages where the browser itself does: whoever is logged in there is logged in for it.
const profile = await mkdtemp(join(tmpdir(), "pierhead-profile-"));
const own = ["--headless=new", `--remote-debugging-port=${port}`, `--user-data-dir=${profile}`, "about:blank"];
// A group of its own: Debian's program is a script that starts the browser.
const browser = spawn(executablePath, [...flags, ...own], { stdio: "ignore", detached: true });
const isRunning = () => browser.exitCode === null && browser.signalCode === null;
const endBrowser = () => isRunning() && process.kill(-browser.pid);
process.once("exit", endBrowser);
await until(() => fetch(`http://127.0.0.1:${port}/json/version`).then(({ ok }) => ok, () => false));

const figures = [];
for (const [device, settings] of Object.entries(DEVICES)) {
  figures.push(await judge(`login, ${device}`, "/login", settings));
}
await logIn();
for (const [device, settings] of Object.entries(DEVICES)) {
  figures.push(await judge(`containers, ${device}`, "/containers", settings));
}
console.log(JSON.stringify(figures));
endBrowser();
await once(browser, "exit");
await rm(profile, { recursive: true, force: true, maxRetries: 5 });
await server.end();
await engine.end();

/** The scores of a page, of a hundred. */
async function judge(page, path, settings) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await look(`${server.url}${path}`, settings));
  const score = (category) => {
    const scores = runs.map(({ categories }) => Math.round(categories[category].score * 100));
    return scores.toSorted((one, other) => one - other)[Math.floor(RUNS / 2)];
  };
  const faults = Object.values(runs[0].audits).filter(({ score, scoreDisplayMode }) => score === 0 && scoreDisplayMode === "binary");
  for (const { id, title, details } of faults) {
    const where = (details?.items ?? []).map(({ node }) => node?.selector).filter(Boolean);
    console.error([`${page}: ${id}: ${title}`, ...where].join("\n  "));
  }
  return { page, ...Object.fromEntries(CATEGORIES.map((category) => [category, score(category)])) };
}

/** One run; and again when the browser's trace lacks its beginning, which happens, and for which Lighthouse says to. */
async function look(url, settings, tries = 6) {
  const options = { port, onlyCategories: CATEGORIES, output: "json", logLevel: "silent", ...settings };
  const { lhr } = await lighthouse(url, options);
  if (!lhr.runtimeError) return lhr;
  if (lhr.runtimeError.code !== "NO_NAVSTART" || tries === 1) throw new Error(lhr.runtimeError.message);
  return look(url, settings, tries - 1);
}

async function logIn() {
  // Nobody else may hold the browser while Lighthouse does.
  const hand = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await hand.contexts()[0].newPage();
  await page.goto(`${server.url}/login`);
  await new LoginPage(page).enter("ada", PASSWORD);
  await page.waitForURL("**/");
  await page.goto(`${server.url}/containers`);
  await new List(page, "Containers").row("web").waitFor();
  await page.close();
  await hand.close();
}
