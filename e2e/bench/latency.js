// How long a change in the engine takes to be visible: from the time in the engine's event to the page's change.
// Writes one line of JSON. `cargo xtask bench` runs it, with the address of the engine that it has filled in ENGINE.

import { once } from "node:events";
import http from "node:http";
import { text } from "node:stream/consumers";

import { newPage, openBrowser } from "../harness/browser.js";
import { PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

const EVENTS = 200;
/** One of those that run, and the first in the list. */
const NAME = "shop-worker-0";

const browser = await openBrowser();
const server = await Server.start({ engine: process.env.ENGINE });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
const page = await newPage(browser, { url: server.url });
const login = new LoginPage(page);
await login.open();
await login.enter("ada", PASSWORD);
const containers = await new List(page, "Containers").open();
await containers.shows(NAME, "status", /^Up /);

// The row, as it was drawn, tells of each time that it begins or ceases to say that it is paused.
await containers.row(NAME).evaluate((row) => {
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
  await ask("POST", `/containers/${NAME}/${event % 2 ? "pause" : "unpause"}`);
  await page.waitForFunction((count) => window.seen.length >= count, event, { polling: 5, timeout: 5_000 });
}
const seen = await page.evaluate(() => window.seen);
const until = Math.ceil(Date.now() / 1000);
const filters = JSON.stringify({ container: [NAME], event: ["pause", "unpause"] });
const said = await ask("GET", `/events?${new URLSearchParams({ since, until, filters })}`);
const happened = said.trim().split("\n").map((event) => JSON.parse(event).timeNano / 1e6);
if (happened.length !== seen.length) throw new Error(`${happened.length} events, ${seen.length} seen`);

const took = happened.map((time, at) => seen[at] - time).sort((one, other) => one - other);
const at = (part) => Number(took[Math.floor(took.length * part)].toFixed(1));
console.log(JSON.stringify({ events: took.length, p50: at(0.5), p95: at(0.95) }));

await browser.close();
await server.end();

/** What the engine answers. */
async function ask(method, path) {
  const request = http.request({ socketPath: new URL(process.env.ENGINE).pathname, method, path }).end();
  const [reply] = await once(request, "response");
  const said = await text(reply);
  if (reply.statusCode >= 300) throw new Error(said);
  return said;
}
