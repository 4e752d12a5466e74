// What was done is found again: by whom, what, to what and when, with what came back.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house, PASSWORD } from "../harness/house.js";
import { until } from "../harness/until.js";
import { AuditPage } from "../pages/audit.js";
import { CreatePage } from "../pages/create.js";
import { List } from "../pages/list.js";

const script = `"><img src=x onerror="window.hacked=1">`;
const refused = { expected: [/status of (400|403|404|409|50\d)/] };
const place = house({
  people: { ada: "admin", otto: "operator" },
  furnish: async ({ engine }) => {
    await engine.docker("run", "--detach", "--name", "web", "--init", "busybox", "sleep", "1h");
  },
});

/** Asks the server as the page does. */
function post(page, path, data) {
  return page.request.post(path, { data, headers: { origin: place.server.url } });
}

place.test("what the command line did is there, too, under its own name", { at: null }, async (page) => {
  const audit = await new AuditPage(page).open("?action=UserAdd");
  const record = audit.record("UserAdd", "otto");
  await record.locator("summary").click();
  await audit.fact(record, "Person").filter({ hasText: "command line" }).waitFor();
  await audit.fact(record, "What was asked").filter({ hasText: "role operator, reaches everything" }).waitFor();
});

place.test("a stop is found by the container's name, with what was asked and what came back", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.press("web", "Stop");
  await containers.shows("web", "status", /^Exited/);
  await page.getByRole("link", { name: "Audit" }).click();
  const audit = new AuditPage(page);
  await audit.search({ Object: "web" });
  await page.waitForURL(/object=web/);
  const visited = await page.evaluate(() => history.length);
  const again = page.waitForResponse((response) => response.url().includes("/api/audit"));
  await audit.search({ Object: "web" });
  await again;
  assert.equal(await page.evaluate(() => history.length), visited, "the same is searched for once more, in place");
  const record = audit.record("ContainerStop", "web");
  await record.locator("summary").focus();
  await page.keyboard.press("Enter");
  const id = await place.engine.docker("inspect", "--format", "{{.Id}}", "web");
  await audit.fact(record, "What was asked").filter({ hasText: `POST /containers/${id}/stop` }).waitFor();
  await audit.fact(record, "What came back").filter({ hasText: "done" }).waitFor();
  await audit.fact(record, "Person").filter({ hasText: "ada session" }).waitFor();
  await audit.fact(record, "Object").getByRole("link", { name: "web" }).click();
  await page.waitForURL(/\/containers\/web$/);
});

place.test("what was made leads to what has its name", { at: "" }, async (page) => {
  const create = await new CreatePage(page).open("busybox");
  await create.fill({ name: "fresh", command: "sleep 1h" });
  await create.createAndStart();
  await page.waitForURL("**/containers/fresh");
  const audit = await new AuditPage(page).open("?action=ContainerCreate");
  const record = audit.record("ContainerCreate", "fresh");
  await record.locator("summary").click();
  await audit.fact(record, "Object").getByRole("link", { name: "fresh" }).click();
  await page.waitForURL("**/containers/fresh");
});

place.test("what failed is told from what was done, and who from who", { ...refused, as: "otto", at: null }, async (page) => {
  const id = await place.engine.docker("inspect", "--format", "{{.Id}}", "web");
  assert.ok(!(await post(page, `/api/containers/${id}/unpause`, {})).ok(), "it isn't paused");
  const admin = await place.open();
  const audit = await new AuditPage(admin).open();
  await audit.search({ Person: "otto", Outcome: "Failed or refused" });
  await audit.record("ContainerUnpause", "web").getByRole("img", { name: "Failed or refused" }).waitFor();
  assert.equal(await audit.records.count(), 1);
  await audit.search({ Person: "nobody-of-this-name" });
  await admin.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await admin.locator(".empty").getByRole("button", { name: "Clear filters" }).click();
  await audit.record("ContainerUnpause", "web").waitFor();
  await admin.goBack();
  await admin.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await admin.context().close();
});

place.test("older records are loaded, without a gap and none twice", { at: null }, async (page) => {
  for (let number = 0; number < 60; number++) {
    await post(page, `/api/people/otto/scope`, { stack: `s${number}`, grants: [] });
  }
  const audit = await new AuditPage(page).open("?action=UserScope");
  await until(() => audit.records.count(), (count) => count === 50);
  await audit.older.click();
  await page.getByText("This is all.").waitFor();
  const asked = await audit.records.evaluateAll((nodes) => nodes.map((node) => node.textContent.match(/s(\d+): nothing/)[1]));
  assert.deepEqual(asked, Array.from({ length: 60 }, (_, number) => `${59 - number}`));
});

place.test("a time narrows it down", { at: null }, async (page) => {
  await post(page, "/api/account/tokens", { name: "timed", days: 1 });
  const audit = await new AuditPage(page).open("?action=TokenCreate");
  await audit.record("TokenCreate").first().waitFor();
  await audit.search({ Until: "2001-01-01T10:00" });
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await audit.search({ From: "2001-01-01T10:00", Until: "" });
  await audit.record("TokenCreate").first().waitFor();
});

place.test("who is no admin is told whom to ask, and isn't led there", { ...refused, as: "otto", at: "/audit" }, async (page) => {
  await page.getByRole("alert").filter({ hasText: "needs the role admin" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Audit" }).count(), 0);
});

place.test("scripts in records and in the address stay text", { at: null }, async (page) => {
  await post(page, "/api/account/tokens", { name: script, days: 1 });
  const audit = await new AuditPage(page).open(`?action=TokenCreate&foo=${encodeURIComponent(script)}`);
  await audit.records.first().locator("summary").click();
  await audit.fact(audit.records.first(), "What was asked").filter({ hasText: "onerror" }).waitFor();
  await audit.open(`?person=${encodeURIComponent(script)}`);
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  assert.equal(await page.getByLabel("Person").inputValue(), script);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator("main img").count(), 0);
});

place.test("when it was is said as everywhere, and exactly where somebody looks for it", { at: null }, async (page) => {
  const audit = await new AuditPage(page).open();
  const when = audit.records.first().locator(".when");
  assert.match(await when.textContent(), / ago$|^just now$/);
  assert.match(await when.getAttribute("title"), /\d{4}/);
  const height = await when.evaluate((node) => node.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(node).lineHeight));
  assert.ok(height < 1.5, "on one line");
});

place.test("on a phone a moment can be read as it is typed", { at: null, viewport: { width: 390, height: 844 } }, async (page) => {
  await new AuditPage(page).open("?from=2026-03-01T10:00");
  for (const label of ["From", "Until"]) {
    const width = (await page.getByLabel(label, { exact: true }).boundingBox()).width;
    assert.ok(width > 300, `${label} has ${width}`);
  }
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    const screen = { at: null, colorScheme, viewport: { width, height: 844 } };
    place.test(`it has no fault that axe finds and fits, ${colorScheme}, ${width}`, screen, async (page) => {
      const audit = await new AuditPage(page).open();
      await audit.records.first().locator("summary").click();
      await accessible(page, "the audit");
      const beyond = await page.evaluate(() => {
        const main = document.querySelector("main");
        return main.scrollWidth - main.clientWidth;
      });
      assert.ok(beyond <= 0, `it is ${beyond} pixels too wide`);
      await audit.open("?person=nobody");
      await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
      await accessible(page, "nothing found");
    });
  }
}

place.test("no password is in any of it", { at: null }, async (page) => {
  await post(page, "/api/people", { name: "eve", role: "viewer", password: `${PASSWORD} canary` });
  const audit = await new AuditPage(page).open("?action=UserAdd");
  await audit.record("UserAdd", "eve").locator("summary").click();
  assert.doesNotMatch(await page.content(), /canary/);
});
