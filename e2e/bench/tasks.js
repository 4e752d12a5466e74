// How long the page is busy in one go while a thousand containers change, a hundred times a second. Writes one line of
// JSON. `cargo xtask bench` runs it, with the engine's address in ENGINE.

import { newPage, openBrowser } from "../harness/browser.js";
import { PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

const SECONDS = 10;

const browser = await openBrowser();
const server = await Server.start({ engine: process.env.ENGINE });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
const page = await newPage(browser, { url: server.url });
let frames = 0;
page.on("websocket", (socket) => socket.on("framereceived", () => frames++));
const login = new LoginPage(page);
await login.open();
await login.enter("ada", PASSWORD);
await page.waitForURL("**/");
const containers = await new List(page, "Containers").open();
await containers.title.filter({ hasText: "1,000" }).waitFor();

const figures = [
  await measure("the list, watched", () => page.waitForTimeout(250)),
  await measure("the list, scrolled", async () => {
    await page.mouse.move(640, 500);
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(50);
  }),
  await measure("the list, searched", async () => {
    await containers.search.fill("");
    await containers.search.pressSequentially("worker-99", { delay: 60 });
  }),
];
await page.goto("/containers/shop-worker-7");
await page.getByRole("heading", { name: "shop-worker-7" }).waitFor();
figures.push(await measure("one container, watched", () => page.waitForTimeout(250)));
console.log(JSON.stringify(figures));

await browser.close();
await server.end();

/** The page's longest task while `act` is done again and again, as Chromium traces it, and those that it calls long. */
async function measure(what, act) {
  await page.evaluate(() => {
    window.long = 0;
    window.observer?.disconnect();
    window.observer = new PerformanceObserver((list) => (window.long += list.getEntries().length));
    window.observer.observe({ type: "longtask" });
  });
  const before = frames;
  const start = Date.now();
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  while (Date.now() - start < SECONDS * 1000) await act();
  const took = (Date.now() - start) / 1000;
  const rate = Math.round((frames - before) / took);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const above = await page.evaluate(() => window.long);
  return { what, rate, longest: longest(traceEvents), above };
}

/** Milliseconds of the longest task of the page's main thread: the one that had the most to do. */
function longest(events) {
  const threads = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const tasks = threads.map(({ pid, tid }) =>
    events.filter((event) => event.name === "RunTask" && event.pid === pid && event.tid === tid).map(({ dur }) => dur ?? 0),
  );
  const busy = (durations) => durations.reduce((sum, duration) => sum + duration, 0);
  const [own] = tasks.sort((one, other) => busy(other) - busy(one));
  return Number((Math.max(...own) / 1000).toFixed(1));
}
