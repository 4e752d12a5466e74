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

/** What is done to a container, how the engine's event calls it, and what its row says then. */
const CHANGES = [
  ["create", /Created/],
  ["start", /Up /],
  ["pause", /Paused/i],
  ["unpause", /Up (?!.*paused)/i],
  ["die", /Exited/],
  ["destroy", undefined],
];
const ROUNDS = 40;
const NAME = "latency";
const LABEL = "pierhead.bench";

const browser = await openBrowser();
const server = await Server.start({ engine: process.env.ENGINE });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
const page = await newPage(browser, { url: server.url });
const login = new LoginPage(page);
await login.open();
await login.enter("ada", PASSWORD);
await new List(page, "Containers").open(`?q=${NAME}`);

// The page, on which this row alone is in sight, tells of each time that it says something else of its state.
await page.getByRole("main").evaluate((main, name) => {
  const says = () => {
    const row = [...main.querySelectorAll(".row")].find((row) => row.querySelector(".name")?.textContent === name);
    return row?.querySelector(".col-status").textContent.replace(/\d+/g, "").trim();
  };
  let before = says();
  window.seen = [];
  new MutationObserver(() => {
    const now = says();
    if (now === before) return;
    before = now;
    window.seen.push({ says: now, at: performance.timeOrigin + performance.now() });
  }).observe(main, { subtree: true, childList: true, characterData: true, attributes: true });
}, NAME);

const { Image: image } = JSON.parse(await ask("GET", "/containers/shop-worker-0/json"));
const took = [];
let round = 0;
let id;
const acts = {
  create: async () => {
    const body = { Image: image, Cmd: ["sleep", "3600"], Labels: { [LABEL]: String(round) } };
    id = JSON.parse(await ask("POST", `/containers/create?name=${NAME}`, body)).Id;
  },
  start: () => ask("POST", `/containers/${id}/start`),
  pause: () => ask("POST", `/containers/${id}/pause`),
  unpause: () => ask("POST", `/containers/${id}/unpause`),
  die: () => ask("POST", `/containers/${id}/kill`),
  destroy: () => ask("DELETE", `/containers/${id}?force=true`),
};
for (; round < ROUNDS; round++) {
  const [since, times] = [Math.floor(Date.now() / 1000), []];
  for (const [event, says] of CHANGES) {
    const seen = await page.evaluate(() => window.seen.length);
    await acts[event]();
    times.push(await (await page.waitForFunction(
      ([seen, says]) => window.seen.slice(seen).find((it) => says ? new RegExp(...says).test(it.says) : it.says === undefined)?.at,
      [seen, says && [says.source, says.flags]],
      { polling: 5, timeout: 5_000 },
    )).jsonValue());
  }
  // The engine remembers its last 256 events alone.
  const happened = await events(since, `${LABEL}=${round}`);
  const told = happened.map((event) => event.Action).join(" ");
  if (told !== CHANGES.map(([event]) => event).join(" ")) throw new Error(`the engine told of ${told}`);
  took.push(...happened.map((event, at) => [event.Action, times[at] - event.timeNano / 1e6]));
}
const figures = (took) => {
  const sorted = took.map(([, time]) => time).sort((one, other) => one - other);
  const at = (part) => Number(sorted[Math.floor(sorted.length * part)].toFixed(1));
  return { events: sorted.length, p50: at(0.5), p95: at(0.95) };
};
const each = CHANGES.map(([event]) => ({ event, ...figures(took.filter(([action]) => action === event)) }));
console.log(JSON.stringify({ all: figures(took), each }));

await browser.close();
await server.end();

/** What has happened to the containers of a label. */
async function events(since, label) {
  const filters = JSON.stringify({ type: ["container"], label: [label], event: CHANGES.map(([event]) => event) });
  const until = Math.ceil(Date.now() / 1000);
  const said = await ask("GET", `/events?${new URLSearchParams({ since, until, filters })}`);
  return said.trim().split("\n").map((event) => JSON.parse(event));
}

/** What the engine answers. */
async function ask(method, path, body) {
  const headers = body && { "content-type": "application/json" };
  const request = http.request({ socketPath: new URL(process.env.ENGINE).pathname, method, path, headers });
  request.end(body && JSON.stringify(body));
  const [reply] = await once(request, "response");
  const said = await text(reply);
  if (reply.statusCode >= 300) throw new Error(said);
  return said;
}
