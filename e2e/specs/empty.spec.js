// Before there is anything: what comes is hinted at while it is on its way, and an empty list says what to do next.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { List } from "../pages/list.js";

const place = house({
  people: { ada: "admin", vera: "viewer" },
  furnish: async ({ engine }) => {
    await engine.docker("rmi", "--force", "busybox");
  },
});

const empty = {
  Containers: ["No containers yet", "Create container"],
  Images: ["No images yet", "Pull image"],
  Volumes: ["No volumes yet", "Create volume"],
};

place.test("each empty list says what comes next, to those who may", {}, async (page) => {
  for (const [title, [nothing, next]] of Object.entries(empty)) {
    await new List(page, title).open();
    const said = page.locator(".empty").filter({ hasText: nothing });
    await said.waitFor();
    await said.getByText(next, { exact: true }).waitFor();
  }
});

place.test("and offers nothing to those who may not", { as: "vera" }, async (page) => {
  for (const [title, [nothing, next]] of Object.entries(empty)) {
    await new List(page, title).open();
    await page.getByRole("heading", { name: nothing }).waitFor();
    assert.equal(await page.getByRole("main").getByText(next, { exact: true }).count(), 0);
  }
});

place.test("what is on its way is hinted at, and no list passes for empty before", { at: "" }, async (page) => {
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  await page.routeWebSocket(/\/live/, async (socket) => {
    await arrived;
    socket.connectToServer();
  });
  await page.goto("/containers");
  await page.locator(".skeleton-row").first().waitFor();
  assert.equal(await page.getByText("No containers yet").count(), 0);
  arrive();
  await page.getByRole("heading", { name: "No containers yet" }).waitFor();
  assert.equal(await page.locator(".skeleton-row").count(), 0);
});
