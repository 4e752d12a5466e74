// What the tab keeps after an hour of what happens on an engine, in a few minutes: containers change as fast as the
// engine tells, and people go from page to page meanwhile. Writes one line of JSON. `cargo xtask bench` runs it, with the
// engine's address in ENGINE.

import { newPage, openBrowser } from "../harness/browser.js";
import { PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

/** The recorded engine tells of a hundred changes a second: three minutes of it are an hour of five a second. */
const A_SECOND = 100;
const SECONDS = 180;
/** Looked at so many times on the way. */
const STOPS = 6;
const PATHS = ["/", "/containers", "/images", "/engine", "/containers?q=worker-9", "/settings"];

const browser = await openBrowser();
const server = await Server.start({ engine: process.env.ENGINE });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
const page = await newPage(browser, { url: server.url });
const login = new LoginPage(page);
await login.open();
await login.enter("ada", PASSWORD);
await page.waitForURL("**/");
const containers = await new List(page, "Containers").open();
await containers.title.filter({ hasText: "1,000" }).waitFor();

const cdp = await page.context().newCDPSession(page);
await cdp.send("HeapProfiler.enable");
// Every page once: what is loaded once isn't what grows.
await visitAll();
const began = Date.now();
const passed = () => (Date.now() - began) / 1000;
const figures = [{ events: 0, ...(await kept()) }];
for (let stop = 1; stop <= STOPS; stop++) {
  while (passed() < (SECONDS * stop) / STOPS) await visitAll();
  figures.push({ events: Math.round(passed() * A_SECOND), ...(await kept()) });
}
console.log(JSON.stringify(figures));

await browser.close();
await server.end();

/** Goes around without loading the page again, and comes back. */
async function visitAll() {
  for (const path of [...PATHS, "/containers"]) {
    await page.evaluate((path) => {
      const link = document.createElement("a");
      link.href = path;
      document.querySelector(".shell").append(link);
      link.click();
      link.remove();
    }, path);
    await page.waitForFunction((path) => location.pathname + location.search === path, path);
    await page.waitForTimeout(300);
  }
}

/** Bytes after everything that isn't needed has been let go of: of the scripts, of the program, and the nodes. */
async function kept() {
  for (let time = 0; time < 3; time++) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners: listeners } = await cdp.send("Memory.getDOMCounters");
  const program = await page.evaluate(async () => {
    // The program's own script gives what runs already.
    const { default: running } = await import(document.querySelector("script[type=module]").src);
    return (await running()).memory.buffer.byteLength;
  });
  return { script: usedSize, program, nodes, listeners };
}
