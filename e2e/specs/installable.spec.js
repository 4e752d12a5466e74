// What a browser does only where it trusts the connection: it keeps what it has loaded, can install the page as an app, and
// shows a page of our own when the server is gone.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house, PASSWORD } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

// Browsers have no worker where they don't trust the certificate.
const place = house({ flags: ["--tls", "off"] });
const worker = { serviceWorkers: "allow" };

const program = /\/app[^/]*\.(js|wasm)$/;

place.test("what came while somebody typed isn't asked for again", { at: null, as: null }, async (page) => {
  const login = new LoginPage(page);
  await login.open();
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name, transferSize }) => [name, transferSize]));
  const parts = async () => (await loaded()).filter(([name]) => program.test(name));
  await until(parts, ({ length }) => length === 2);
  await login.enter("ada", PASSWORD);
  await new List(page, "Containers").open();
  assert.deepEqual((await parts()).map(([, bytes]) => bytes), [0, 0]);
});

place.test("a browser can install it", { at: "/containers" }, async (page) => {
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  const reply = await page.request.get(address);
  assert.match(reply.headers()["content-type"], /^application\/manifest\+json/);
  const manifest = await reply.json();
  assert.equal(manifest.display, "standalone");
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await page.request.get(src);
    assert.equal(icon.headers()["content-type"], type, src);
    if (type === "image/png") {
      const body = await icon.body();
      assert.equal(`${body.readUInt32BE(16)}x${body.readUInt32BE(20)}`, sizes, src);
    }
  }
});

const expected = [/ERR_CONNECTION_REFUSED/, /WebSocket/, /Failed to fetch/, /status of 401/];

place.test("without the server a page says so, and leads back when it is there again", { ...worker, expected }, async (page) => {
  await new List(page, "Containers").open();
  await page.reload();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await until(() => page.evaluate(() => caches.keys()), (names) => names.length === 1);
  await place.server.stop();
  await page.goto("/images");
  await page.getByRole("heading", { name: "Pierhead can’t be reached" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/images");
  const ground = await page.evaluate(() => getComputedStyle(document.querySelector(".door-card")).borderRadius);
  assert.notEqual(ground, "0px", "it has its styles");
  await accessible(page, "offline");
  await place.server.startAgain();
  await page.getByRole("link", { name: "Try again" }).click();
  await page.getByRole("heading", { level: 1, name: "Images" }).waitFor();
});

place.test("nothing is kept but that page and its styles", { ...worker, at: "/offline" }, async (page) => {
  // As somebody who has never been here.
  await page.evaluate(() => localStorage.clear());
  await new List(page, "Containers").open();
  const workers = await page.evaluate(() => navigator.serviceWorker.getRegistrations().then(({ length }) => length));
  assert.equal(workers, 0, "a first visit pays for none");
  await page.reload();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.reload();
  await new List(page, "Images").open();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
  assert.deepEqual(kept.map((path) => path.replace(/-[0-9a-f]+/, "")).toSorted(), ["/assets/app.css", "/assets/login.css", "/offline"]);
});
