// How soon the list of containers is there, with nothing kept from before, and how long the page is busy with each key
// that is typed into its search box. Writes one line of JSON. `cargo xtask bench` runs it, with the engine's address in
// ENGINE and how many containers it has in COUNT.

import { newPage, openBrowser } from "../harness/browser.js";
import { PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

const VISITS = 7;
/** What is typed: words, a token, and all of it taken away again. */
const TYPED = ["worker-99", " is:running", " port:80"];
/** From a key to the next. */
const REST = 150;

const browser = await openBrowser();
const server = await Server.start({ engine: process.env.ENGINE });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
const count = Number(process.env.COUNT).toLocaleString("en");
const first = await newPage(browser, { url: server.url });
const login = new LoginPage(first);
await login.open();
await login.enter("ada", PASSWORD);
await first.waitForURL("**/");
await (await new List(first, "Containers").open()).title.filter({ hasText: count }).waitFor();
const storageState = await first.context().storageState();
await first.context().close();

const visits = [];
for (let visit = 0; visit < VISITS; visit++) {
  const page = await newPage(browser, { url: server.url, storageState });
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector(".table .body .name")) window.shown = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto("/containers");
  visits.push(await page.waitForFunction(() => window.shown).then((shown) => shown.jsonValue()));
  await page.context().close();
}

const page = await newPage(browser, { url: server.url, storageState });
const containers = await new List(page, "Containers").open();
await containers.title.filter({ hasText: count }).waitFor();
await containers.search.focus();
// What is loaded with the first focus isn't a key's.
await page.locator("#search-words option").first().waitFor({ state: "attached" });
await browser.startTracing(page, { categories: ["devtools.timeline", "disabled-by-default-devtools.timeline"] });
for (const text of TYPED) await containers.search.pressSequentially(text, { delay: REST });
for (let key = 0; key < TYPED.join("").length; key++) await page.keyboard.press("Backspace", { delay: REST });
const { traceEvents } = JSON.parse(await browser.stopTracing());
console.log(JSON.stringify({ visits: middle(visits), keys: keys(traceEvents) }));

await browser.close();
await server.end();

/** For each key, the milliseconds that the page's main thread was busy until the next. */
function keys(events) {
  const typed = events.filter(({ name, args }) => name === "EventDispatch" && args?.data?.type === "keydown");
  const { pid, tid } = typed[0];
  const tasks = events.filter((event) => event.name === "RunTask" && event.pid === pid && event.tid === tid);
  const busy = typed.map(({ ts }) => {
    const own = tasks.filter((task) => task.ts + task.dur > ts && task.ts < ts + (REST - 30) * 1000);
    return own.reduce((sum, { dur }) => sum + dur, 0) / 1000;
  });
  busy.sort((one, other) => one - other);
  const at = (part) => round(busy[Math.min(Math.floor(busy.length * part), busy.length - 1)]);
  return { typed: busy.length, p50: at(0.5), p95: at(0.95), longest: at(1) };
}

function middle(values) {
  return round(values.sort((one, other) => one - other)[Math.floor(values.length / 2)]);
}

function round(value) {
  return Number(value.toFixed(1));
}
