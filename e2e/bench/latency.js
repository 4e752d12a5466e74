// How long a change in the engine takes to be visible: from the time in the engine's event to the page's change.
// Writes one line of JSON. `cargo xtask bench` runs it.

import { Engine } from "../harness/engine.js";
import { newPage, openBrowser } from "../harness/browser.js";
import { PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

const EVENTS = 200;

const [engine, browser] = await Promise.all([Engine.start(), openBrowser()]);
const server = await Server.start({ engine: engine.host });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
await engine.docker("run", "--detach", "--init", "--name", "beat", "busybox", "sleep", "1h");
const page = await newPage(browser, { url: server.url });
const login = new LoginPage(page);
await login.open();
await login.enter("ada", PASSWORD);
const containers = await new List(page, "Containers").open();
await containers.shows("beat", "status", /^Up /);

// The row, as it was drawn, tells of each time that it begins or ceases to say that it is paused.
await containers.row("beat").evaluate((row) => {
  const paused = () => /paused/i.test(row.textContent);
  let before = paused();
  window.seen = [];
  new MutationObserver(() => {
    if (paused() === before) return;
    before = !before;
    window.seen.push(performance.timeOrigin + performance.now());
  }).observe(row, { subtree: true, childList: true, characterData: true, attributes: true });
});
const since = Math.floor(Date.now() / 1000);
for (let event = 1; event <= EVENTS; event++) {
  await engine.docker(event % 2 ? "pause" : "unpause", "beat");
  await page.waitForFunction((count) => window.seen.length >= count, event, { polling: 5, timeout: 5_000 });
}
const seen = await page.evaluate(() => window.seen);
const filters = ["--filter", "container=beat", "--filter", "event=pause", "--filter", "event=unpause"];
const until = Math.ceil(Date.now() / 1000);
const said = await engine.docker(
  ...["events", "--since", String(since), "--until", String(until), ...filters, "--format", "{{.TimeNano}}"],
);
const happened = said.split("\n").map((nanoseconds) => Number(BigInt(nanoseconds) / 1000n) / 1000);
if (happened.length !== seen.length) throw new Error(`${happened.length} events, ${seen.length} seen`);

const took = happened.map((time, at) => seen[at] - time).sort((one, other) => one - other);
const at = (part) => Number(took[Math.floor(took.length * part)].toFixed(1));
console.log(JSON.stringify({ events: took.length, p50: at(0.5), p95: at(0.95) }));

await browser.close();
await server.end();
await engine.end();
