// What a spec stands on: a real engine, a Pierhead on it with people in it, and a browser.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";

import { LoginPage } from "../pages/login.js";
import { newPage, openBrowser } from "./browser.js";
import { Engine } from "./engine.js";
import { Server } from "./server.js";

export const PASSWORD = "harbour light at night";

/**
 * Builds the house before the tests of this file, furnishes it, and takes it down after them.
 *
 * `people` are names with roles; `flags` are more of the server's, `daemon` those of dockerd; `furnish` gets the house, and may leave in `house.ends` what is to be ended with it.
 */
export function house({ people = { ada: "admin" }, flags = [], daemon = [], furnish = async () => {} } = {}) {
  const house = new House();
  before(() => house.build(people, flags, daemon).then(() => furnish(house)), { timeout: 60_000 });
  after(() => house.takeDown(), { timeout: 60_000 });
  return house;
}

class House {
  #cookies = new Map();
  ends = [];

  async build(people, flags, daemon) {
    [this.engine, this.browser] = await Promise.all([Engine.start({ flags: daemon }), openBrowser()]);
    this.server = await Server.start({ engine: this.engine.host, flags });
    for (const [name, role] of Object.entries(people)) {
      await this.server.run(["user", "add", name, "--role", role, "--password-stdin"], { input: PASSWORD });
    }
  }

  async takeDown() {
    await this.browser?.close();
    for (const thing of this.ends) await thing.end();
    await this.server?.end();
    await this.engine?.end();
  }

  /**
   * A test of what somebody sees: `body` gets a page of a person who is logged in, at an address.
   *
   * It fails as well when the page complained: an uncaught error, an error on the console, a breach of its policy.
   */
  test(name, { at = "/containers", as = "ada", expected = [], timeout = 60_000, ...screen } = {}, body) {
    test(name, { timeout }, async () => {
      const page = await this.open({ as, ...screen });
      try {
        if (at) await page.goto(at);
        await body(page);
        const complaints = page.complaints.filter((text) => !expected.some((known) => known.test(text)));
        assert.deepEqual(complaints, []);
      } catch (error) {
        await photograph(page, name);
        console.error(["the page said:", ...page.complaints].join("\n"));
        console.error(["the server said:", ...this.server.log.split("\n").slice(-10)].join("\n"));
        throw error;
      } finally {
        await page.context().close();
      }
    });
  }

  /** A page of a person, or of a stranger with `as: null`. */
  async open({ as = "ada", ...screen } = {}) {
    const storageState = as ? await this.#enter(as) : undefined;
    return newPage(this.browser, { url: this.server.url, storageState, ...screen });
  }

  /** Logs in once for each person; their later pages have the cookie. */
  async #enter(name) {
    if (!this.#cookies.has(name)) {
      const page = await newPage(this.browser, { url: this.server.url });
      const login = new LoginPage(page);
      await login.open();
      await login.enter(name, PASSWORD);
      await page.waitForURL("**/");
      this.#cookies.set(name, await page.context().storageState());
      await page.context().close();
    }
    return this.#cookies.get(name);
  }
}

/** What the page looked like when its test failed. */
async function photograph(page, name) {
  const folder = join(import.meta.dirname, "../../target/e2e");
  await mkdir(folder, { recursive: true });
  const spec = basename(process.argv[1] ?? "", ".spec.js");
  const file = join(folder, `${spec} ${name}.png`.replace(/[^\w.]+/g, "-"));
  await page.screenshot({ path: file }).then(
    () => console.error(`the page as it was: ${file}`),
    () => {},
  );
}
