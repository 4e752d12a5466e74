// An engine that can't be reached, or can't tell all: never seen yet, closed to us, too old, broken. Each is told, with what helps.

import assert from "node:assert/strict";
import { chmod, chown, mkdtemp, rm, symlink } from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { accessible } from "../harness/axe.js";
import { newPage } from "../harness/browser.js";
import { house, PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { until } from "../harness/until.js";
import { LoginPage } from "../pages/login.js";
import { Shell } from "../pages/shell.js";

const place = house({ furnish: ({ engine }) => engine.docker("run", "--detach", "--init", "--name", "web", "busybox", "sleep", "1h") });

/** Somebody who is logged in to a server of their own on this engine, and what is told above the page. */
async function served(engine, body) {
  const server = await Server.start({ engine });
  await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
  const page = await newPage(place.browser, { url: server.url });
  try {
    const login = new LoginPage(page);
    await login.open();
    await login.enter("ada", PASSWORD);
    await page.waitForURL("**/");
    await body(page, new Shell(page), server);
  } finally {
    await page.context().close();
    await server.end();
  }
}

place.test("an engine that was never seen passes for no empty one, and shows within 5 s of its coming", { at: "" }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "pierhead-later-"));
  const later = join(folder, "later.sock");
  await served(`unix://${later}`, async (page, shell) => {
    for (const path of ["/dashboard", "/images", "/volumes", "/networks", "/containers/web", "/containers"]) {
      await page.goto(path);
      await shell.notice.getByText(`There is no socket at ${later}`).waitFor();
      await page.locator(".skeleton-row").first().waitFor();
      for (const wrong of [/^No .* yet$/, /^There is no container/, /Last known/]) {
        assert.equal(await page.getByText(wrong).count(), 0, `${path}: ${wrong}`);
      }
    }
    await page.evaluate(() => (window.watched = true));
    await symlink(place.engine.socket, later);
    const come = Date.now();
    await shell.live();
    const seconds = (Date.now() - come) / 1000;
    assert.ok(seconds <= 5, `live ${seconds} s after the engine came`);
    await page.getByRole("link", { name: "web", exact: true }).waitFor();
    assert.equal(await page.evaluate(() => window.watched), true, "the page was not loaded again");
  });
  await rm(folder, { recursive: true });
});

place.test("a socket that is closed to us is told with whose it is, and the command that opens it", { at: "" }, async () => {
  const { socket } = place.engine;
  const told = (shell, pattern) => shell.notice.filter({ hasText: pattern }).waitFor();
  try {
    await served(`unix://${socket}`, async (page, shell, server) => {
      await chown(socket, 0, 0);
      await chmod(socket, 0o660);
      await server.becomeNobody();
      // Until the page has found the new server, the browser may ask the old one's connections.
      await told(shell, `Pierhead may not open ${socket}`);
      await page.goto("/containers");
      await told(shell, `Pierhead may not open ${socket}`);
      await told(shell, "belongs to root (0) and the group root (0)");
      await told(shell, /setfacl -m u:nobody:rw |--user 0/);
      await accessible(page, "permission denied");

      await chown(socket, 0, 1);
      await told(shell, "belongs to root (0) and the group daemon (1)");
      await told(shell, /usermod -aG daemon nobody|--group-add 1/);

      await chmod(dirname(socket), 0o700);
      await told(shell, "The folder that it is in is closed to Pierhead.");
      await told(shell, "setfacl -m u:nobody:x");

      await chmod(dirname(socket), 0o755);
      await chmod(socket, 0o666);
      await shell.live();
    });
  } finally {
    await chmod(dirname(socket), 0o755);
    await chown(socket, 0, 0);
  }
});

place.test("an engine that is too old is told with what is needed", { at: "" }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "pierhead-old-"));
  const socket = join(folder, "old.sock");
  const old = http.createServer((_, answer) => answer.writeHead(200, { "Api-Version": "1.23" }).end("OK")).listen(socket);
  await served(`unix://${socket}`, async (page, shell) => {
    await page.goto("/containers");
    await shell.notice.filter({ hasText: /1\.23.*1\.24/s }).waitFor();
    await shell.notice.getByText("Update the engine.").waitFor();
  });
  old.closeAllConnections();
  old.close();
  await rm(folder, { recursive: true });
});

place.test("a list that the engine can't tell takes no other with it", { at: "" }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "pierhead-partly-"));
  const relay = new Relay(join(folder, "relay.sock"), place.engine.socket);
  try {
    await served(`unix://${relay.path}`, async (page, shell) => {
      const told = page.locator(".told > .connection").getByRole("status");
      await page.goto("/images");
      await told.getByText("The engine can’t list everything; these may be old: Images").waitFor();
      await told.getByText(/\/images\/json/).waitFor();
      await shell.engineState.filter({ hasText: "Incomplete" }).waitFor();
      await page.locator(".skeleton-row").first().waitFor();
      assert.equal(await page.getByText("No images yet").count(), 0);
      await page.goto("/dashboard");
      const counts = page.getByRole("region", { name: "Counts" });
      await counts.getByRole("link", { name: "Volumes" }).waitFor();
      assert.equal(await counts.getByRole("link", { name: "Images" }).count(), 0);
      await page.goto("/images");
      await page.locator(".skeleton-row").first().waitFor();
      await accessible(page, "a list that the engine can't tell");
      await shell.goTo("Containers");
      await page.getByRole("link", { name: "web", exact: true }).waitFor();
      await place.engine.docker("create", "--name", "other", "busybox");
      await page.getByRole("link", { name: "other", exact: true }).waitFor();

      relay.refused = undefined;
      await shell.live();
      await shell.goTo("Images");
      const image = page.getByRole("row").filter({ hasText: "busybox" });
      await image.waitFor();

      relay.refused = "/images/json ";
      await place.engine.docker("tag", "busybox", "busybox:other");
      await told.getByText(/these may be old: Images/).waitFor();
      await told.getByText(/Last known \d+ \w+ ago/).waitFor();
      await image.waitFor();
      const filter = () => page.locator(".page-body").evaluate((body) => getComputedStyle(body).filter);
      await until(filter, (filter) => /grayscale/.test(filter));
      await shell.goTo("Containers");
      await page.getByRole("link", { name: "web", exact: true }).waitFor();
      assert.equal(await filter(), "none", "what the engine tells isn't old");
    });
    await place.engine.docker("rm", "other");
  } finally {
    await relay.end();
    await rm(folder, { recursive: true });
  }
});

/** What stands before an engine, and ends each connection on which something is asked. */
class Relay {
  refused = "/images/json ";
  #open = new Set();
  #server;

  constructor(path, engine) {
    this.path = path;
    this.#server = net.createServer((client) => this.#connect(client, net.connect(engine))).listen(path);
  }

  #connect(client, upstream) {
    const end = () => [client, upstream].forEach((stream) => stream.destroy() && this.#open.delete(stream));
    for (const stream of [client, upstream]) {
      this.#open.add(stream);
      stream.on("error", end).on("close", end);
    }
    client.on("data", (asked) => (this.refused && asked.includes(this.refused) ? end() : upstream.write(asked)));
    upstream.pipe(client);
  }

  end() {
    for (const stream of this.#open) stream.destroy();
    return new Promise((ended) => this.#server.close(ended));
  }
}
