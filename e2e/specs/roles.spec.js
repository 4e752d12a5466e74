// Who may look, who may operate, who may do everything: the page offers no more, and the server allows no more.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { List } from "../pages/list.js";

const place = house({
  people: { ada: "admin", otto: "operator", vera: "viewer" },
  furnish: async ({ engine }) => {
    await engine.docker(
      ...["run", "--detach", "--name", "vault", "--init", "--env", "PASSWORD=hunter2", "--label", "secret.label=hush"],
      ...["busybox", "sleep", "1h"],
    );
  },
});

/** What the server answers to a request that the page wouldn't make. */
async function answers(page, method, path, data) {
  const headers = { origin: place.server.url };
  return (await page.request.fetch(path, { method, data, headers })).status();
}

place.test("a viewer sees everything live and nothing to press", { as: "vera" }, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.shows("vault", "status", /^Up /);
  assert.equal(await containers.row("vault").getByRole("button").count(), 0);
  assert.equal(await page.getByRole("link", { name: "Create container" }).count(), 0);
  await containers.goTo("Images");
  await new List(page, "Images").row("busybox:latest").waitFor();
  assert.equal(await page.locator("main").getByRole("button", { name: /Pull|Actions/ }).count(), 0);
  await containers.goTo("Networks");
  await new List(page, "Networks").row("bridge").waitFor();
  assert.equal(await page.locator("main").getByRole("button", { name: /^(Create|Remove) / }).count(), 0);
  await page.goto("/create");
  await page.getByText("Your role doesn’t include creating containers.").waitFor();
});

place.test("a viewer sees the names of variables and labels, not their values", { as: "vera", at: null }, async (page) => {
  const heard = [];
  page.on("response", (reply) => {
    if (reply.url().includes("/api/")) heard.push(reply.text());
  });
  await page.goto("/containers/vault");
  const value = page.getByRole("term").filter({ hasText: "PASSWORD" }).locator("xpath=following-sibling::dd[1]");
  await value.filter({ hasText: "hidden: your role doesn’t see values" }).waitFor();
  const bodies = await Promise.all(heard);
  assert.match(bodies.join(), /PASSWORD/, "the page asked for the details");
  assert.doesNotMatch(`${bodies}${await page.content()}`, /hunter2|hush/, "it doesn't travel at all");
});

place.test("a viewer's requests are refused, whatever the page offers", { as: "vera" }, async (page) => {
  const id = await place.engine.docker("inspect", "--format", "{{.Id}}", "vault");
  assert.equal(await answers(page, "POST", `/api/containers/${id}/stop`, {}), 403);
  assert.equal(await answers(page, "DELETE", `/api/containers/${id}?force=true`), 403);
  assert.equal(await answers(page, "GET", `/api/containers/${id}/inspect`), 403);
  assert.equal(await answers(page, "POST", "/api/volumes", { name: "mine" }), 403);
  assert.equal(await place.engine.docker("inspect", "--format", "{{.State.Running}}", "vault"), "true");
});

place.test("an operator starts and stops, and neither creates nor removes", { as: "otto" }, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.act("vault", "Kill");
  await (await containers.dialog("Kill vault?")).press("Kill");
  await containers.shows("vault", "status", /^Exited \(137\)/);
  await containers.press("vault", "Start");
  await containers.shows("vault", "status", /^Up /);
  assert.equal(await page.getByRole("link", { name: "Create container" }).count(), 0);
  await page.getByRole("button", { name: "Actions for vault" }).click();
  const items = await page.getByRole("menuitem").allTextContents();
  assert.deepEqual(items.map((item) => item.trim()), ["Stop", "Restart", "Pause", "Kill"]);
  const id = await place.engine.docker("inspect", "--format", "{{.Id}}", "vault");
  assert.equal(await answers(page, "DELETE", `/api/containers/${id}?force=true`), 403);
});

place.test("an admin sees the values", { at: "/containers/vault" }, async (page) => {
  const value = page.getByRole("term").filter({ hasText: "PASSWORD" }).locator("xpath=following-sibling::dd[1]");
  await value.filter({ hasText: "hunter2" }).waitFor();
});

place.test("who is disabled while they look is shown the door", {
  as: "vera",
  expected: [/status of 401/, /WebSocket/],
}, async (page) => {
  await new List(page, "Containers").open();
  await place.server.run(["user", "disable", "vera"]);
  await page.waitForURL(/\/login/);
});
