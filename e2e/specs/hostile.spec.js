// What comes out of containers may be written by somebody who means harm. It is text, and stays text.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";

const script = `"><img src=x onerror="window.hacked=1"><script>window.hacked=1;alert(1)</script>`;
const long = "wide".repeat(500);
const place = house({
  furnish: async ({ engine }) => {
    const label = (name, value) => ["--label", `${name}=${value}`];
    await engine.docker(
      ...["run", "--detach", "--name", "evil", "--init", "--env", `EVIL=${script}`, "--env", `LONG=${long}`],
      ...label("com.docker.compose.project", script),
      ...label("com.docker.compose.service", script),
      ...label(`"><img/src/onerror>`, script),
      ...label("long", long),
      ...["--health-cmd", `echo '${script.replaceAll("'", "")}'; exit 1`, "--health-interval", "500ms", "--health-retries", "1"],
      ...["--volume", "evil-data:/<b>bold</b>", "--workdir", "/<i>here</i>"],
      ...["busybox", "sh", "-c", `sleep 1h # ${script} ${long}`],
    );
    await engine.docker("create", "--name", "n".repeat(200), ...label("com.docker.compose.project", long), "busybox");
    await engine.docker("tag", "busybox:latest", `registry.example.com/${"deep/".repeat(20)}image:${"t".repeat(128)}`);
    await engine.docker("volume", "create", ...label("com.docker.compose.project", script), "v".repeat(200));
    await engine.docker("network", "create", ...label("com.docker.compose.project", script), "w".repeat(120));
  },
});

/** Visits that watch for anything that comes alive. */
async function harmless(page, at, ready) {
  page.on("dialog", (dialog) => {
    page.complaints.push(`a dialog opened: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(at);
  await ready();
  const alive = await page.evaluate(() => ({
    hacked: window.hacked,
    foreign: document.querySelectorAll("body img, body script, body iframe, body b, body i").length,
  }));
  assert.deepEqual(alive, { hacked: undefined, foreign: 0 }, at);
}

for (const [title, path] of [["Containers", "/containers"], ["Images", "/images"], ["Volumes", "/volumes"], ["Networks", "/networks"]]) {
  place.test(`${title.toLowerCase()} with scripts in what they say are shown as text`, { at: null }, async (page) => {
    const list = new List(page, title);
    await harmless(page, path, () => list.table.locator(".row").first().waitFor());
    if (title !== "Images") await list.table.getByText(script).first().waitFor();
  });
}

place.test("a container's own page shows scripts as text", { at: null }, async (page) => {
  await harmless(page, "/containers/evil", async () => {
    await page.locator("dd").getByText(script).first().waitFor();
    await page.locator(".probe").getByText("onerror=").first().waitFor();
  });
  await harmless(page, "/containers/evil/raw", () => page.getByRole("group", { name: "Inspect" }).waitFor());
  await page.getByRole("searchbox").fill("onerror");
  await until(() => page.locator("mark").count());
});

place.test("so does what stands in an address", { at: null }, async (page) => {
  const evil = encodeURIComponent(script);
  await harmless(page, `/containers/${evil}`, () => page.getByRole("heading", { name: /^There is no container/ }).waitFor());
  await harmless(page, `/containers?q=none${evil}&group=stack&fold=${evil}`, () => page.getByRole("heading", { name: "Nothing matches" }).waitFor());
  await harmless(page, `/create?image=${evil}`, () => page.getByText("Not an image reference").waitFor());
});

for (const [word, viewport] of [["wide", { width: 1440, height: 900 }], ["narrow", { width: 390, height: 844 }]]) {
  place.test(`very long values stay within a ${word} screen`, { at: null, viewport }, async (page) => {
    for (const [path, ready] of [
      ["/containers", ".body .row"],
      ["/images", ".body .row"],
      ["/volumes", ".body .row"],
      ["/networks", ".body .row"],
      ["/containers/evil", ".card"],
      [`/containers/${"n".repeat(200)}`, ".card"],
      ["/containers/evil/raw", ".raw pre"],
      ["/engine", ".card"],
      [`/create?image=${"i".repeat(300)}`, ".form"],
    ]) {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      const beyond = await page.evaluate(() => {
        const main = document.querySelector("main");
        return [document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth];
      });
      assert.deepEqual(beyond.map((pixels) => Math.max(pixels, 0)), [0, 0], `${path} is as wide as the screen`);
    }
  });
}

place.test("no page breaks the policy that it is served with", { at: null }, async (page) => {
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));
  });
  for (const path of ["/containers", "/containers/evil", "/containers/evil/raw", "/images", "/volumes", "/networks", "/engine", "/jobs", "/create"]) {
    const reply = await page.goto(path);
    const policy = reply.headers()["content-security-policy"];
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'/);
    await new List(page, "Containers").live();
  }
});
