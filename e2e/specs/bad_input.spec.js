// What goes wrong is said where it happened, in the engine's own words, and nothing that was typed is lost.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { CreatePage } from "../pages/create.js";
import { Job } from "../pages/jobs.js";
import { List } from "../pages/list.js";

const sleeps = ["--init", "busybox", "sleep", "1h"];
const place = house({
  furnish: async ({ engine }) => {
    await engine.docker("run", "--detach", "--name", "taken", "--publish", "18081:80", ...sleeps);
  },
});
const refused = { expected: [/status of (400|404|409|50\d)/] };

place.test("an image that the registry doesn't have", {}, async (page) => {
  const unknown = `${place.engine.registry}/nowhere:1`;
  const images = await new List(page, "Images").open();
  await page.getByRole("button", { name: "Pull image" }).click();
  const dialog = await images.dialog("Pull image");
  await dialog.fill("Image reference", unknown);
  await dialog.press("Pull");
  const job = new Job(page, `Pull ${unknown}`);
  await job.is("Failed");
  await job.node.getByRole("alert").filter({ hasText: /manifest .*unknown|not found/ }).waitFor();
  await job.node.getByText("Check the reference. If the registry asks for a login").waitFor();
});

place.test("a reference that can't be one is told while it is typed", {}, async (page) => {
  const images = await new List(page, "Images").open();
  await page.getByRole("button", { name: "Pull image" }).click();
  const dialog = await images.dialog("Pull image");
  const pull = dialog.node.getByRole("button", { name: "Pull", exact: true });
  assert.equal(await pull.isDisabled(), true);
  await dialog.fill("Image reference", "Not An Image");
  await dialog.node.getByText("Not an image reference: [registry/]name[:tag], in lower case.").waitFor();
  assert.equal(await pull.isDisabled(), true);
  await dialog.fill("Image reference", "busybox");
  assert.equal(await pull.isEnabled(), true);
});

place.test("a container from an image that doesn't exist", refused, async (page) => {
  const unknown = `${place.engine.registry}/nowhere:2`;
  const create = await new CreatePage(page).open();
  await create.fill({ image: unknown, name: "never", command: "sh -c 'echo hi'" });
  await page.getByText("This image isn’t on the engine yet. It is pulled first.").waitFor();
  await create.addVariable("KEEP", "me");
  await create.createAndStart();
  await create.problem(create.image).filter({ hasText: /manifest .*unknown|not found/ }).waitFor();
  assert.equal(await create.image.inputValue(), unknown);
  assert.equal(await create.name.inputValue(), "never");
  assert.equal(await create.command.inputValue(), "sh -c 'echo hi'");
  assert.equal(await create.list("Environment").getByLabel("Value 1").inputValue(), "me");
});

place.test("a name that is taken", {}, async (page) => {
  const create = await new CreatePage(page).open("busybox:latest");
  await create.fill({ name: "taken", command: "sleep 1h" });
  await create.createAndStart();
  await create.problem(create.name).filter({ hasText: "is already in use by container" }).waitFor();
  assert.equal(await create.command.inputValue(), "sleep 1h");

  await create.fill({ name: "not-taken" });
  await create.button("Create").click();
  await page.waitForURL("**/containers/not-taken");
  await page.getByText("Created", { exact: true }).first().waitFor();
  await place.engine.docker("rm", "not-taken");
});

place.test("a port that is taken: the container was made, and a way to it is shown", {}, async (page) => {
  const create = await new CreatePage(page).open("busybox:latest");
  await create.fill({ name: "late", command: "sleep 1h" });
  await create.addPort("18081", "80");
  await create.createAndStart();
  await page.getByRole("alert").filter({ hasText: "port is already allocated" }).first().waitFor();
  await page.getByText("Choose another port of the host, or stop what has it.").waitFor();
  assert.equal(await create.list("Ports").getByLabel("Host port 1").inputValue(), "18081");
  await page.getByRole("link", { name: "It was created and doesn’t run: open it" }).click();
  await page.waitForURL("**/containers/late");
  await page.getByRole("alert").filter({ hasText: "port is already allocated" }).waitFor();
  await place.engine.docker("rm", "late");
});

place.test("a specification is checked while it is typed", {}, async (page) => {
  const create = await new CreatePage(page).open("busybox:latest");
  const buttons = [create.button("Create and start"), create.button("Create")];
  const wrong = async (text) => {
    await page.getByText(text).waitFor();
    for (const button of buttons) assert.equal(await button.isDisabled(), true, text);
  };
  const fine = async (text) => {
    await page.getByText(text).waitFor({ state: "detached" });
    for (const button of buttons) assert.equal(await button.isEnabled(), true, text);
  };

  await create.addPort("99999", "80");
  const host = create.list("Ports").getByLabel("Host port 1");
  await wrong("Not a port: 1 to 65535.");
  await host.fill("8080");
  await fine("Not a port: 1 to 65535.");

  await create.addPort("8080", "81");
  await wrong("Two rows want the same.");
  await create.list("Ports").getByRole("button", { name: "Remove row 2" }).click();
  await fine("Two rows want the same.");

  await create.fill({ name: "-no" });
  await wrong("Two characters or more: a letter or digit, then");
  await create.fill({ name: "" });
  await create.fill({ command: "sh -c 'open" });
  await wrong("A quote is missing.");
  await create.fill({ command: "" });
  await create.addMount("data", "relative");
  await wrong("A path in the container begins with a slash.");
  await create.list("Volumes and host paths").getByLabel("Path in the container 1").fill("/data");
  await page.getByLabel("Memory limit").fill("1m");
  await wrong("6m at least, such as 512m or 2g.");
  await page.getByLabel("Memory limit").fill("64m");
  await page.getByLabel("CPU limit").fill("many");
  await wrong("A number above 0, such as 0.5.");
  await page.getByLabel("CPU limit").fill("0.5");
  await fine("A number above 0, such as 0.5.");
});

place.test("whoever presses a button that does nothing is led to why", {}, async (page) => {
  const create = await new CreatePage(page).open();
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute("aria-label"));
  await create.button("Create and start").waitFor();
  assert.equal(await create.problem(create.image).count(), 0, "an empty form isn't scolded");
  await create.button("Create and start").press("Enter");
  await until(focused, (id) => id === "image");
  await create.problem(create.image).getByText("This must be given.").waitFor();
  await create.fill({ image: "busybox" });

  const health = page.locator("details", { hasText: "Health check" });
  await health.locator("summary").click();
  await page.getByLabel("Check interval", { exact: true }).fill("soon");
  await health.getByText(/^Not a time/).waitFor();
  await health.locator("summary").click();
  await create.button("Create", { exact: true }).press("Enter");
  await until(() => page.evaluate(() => document.activeElement.value), (value) => value === "soon");
  assert.ok(await health.evaluate((details) => details.open));
});

place.test("each field of the form says what it is for, to a screen reader, too", {}, async (page) => {
  const create = await new CreatePage(page).open("busybox:latest");
  await create.addPort("8080", "80");
  await create.addVariable("TZ", "UTC");
  await create.addMount("data", "/data");
  await create.add("Labels", "Add label", { Label: "a", Value: "b" });
  await page.locator("details", { hasText: "Networks and names" }).locator("summary").click();
  await page.getByRole("group", { name: "DNS servers" }).getByRole("button", { name: "Add" }).click();
  const bare = await page.locator(".create .form").locator("input:not([type=checkbox]), select").evaluateAll((fields) =>
    fields
      .filter((field) => !(field.getAttribute("aria-describedby") ?? "").split(" ").some((id) => document.getElementById(id)?.textContent))
      .map((field) => field.id || field.getAttribute("aria-label")));
  assert.deepEqual(bare, []);
  await create.list("Ports").getByLabel("Host port 1").fill("99999");
  await until(() => create.list("Ports").getByLabel("Protocol 1").getAttribute("aria-invalid"), (invalid) => invalid === "true");
});

place.test("renaming to a taken name keeps the dialog open, with what was typed", refused, async (page) => {
  await place.engine.docker("create", "--name", "other", "busybox");
  const containers = await new List(page, "Containers").open();
  await containers.act("other", "Rename");
  const dialog = await containers.dialog("Rename other");
  await dialog.fill("Name", "taken");
  await dialog.press("Rename");
  await dialog.error.filter({ hasText: "already in use by container" }).waitFor();
  await dialog.error.getByText("Choose another name.").waitFor();
  assert.equal(await dialog.node.getByLabel("Name").inputValue(), "taken");
  await dialog.press("Cancel");
  await dialog.closed();
  assert.equal(await containers.row("other").count(), 1);
  await place.engine.docker("rm", "other");
});

place.test("an image that containers use isn't removed, and its row says why", refused, async (page) => {
  const images = await new List(page, "Images").open();
  await images.shows("busybox:latest", "use", "taken");
  await images.act("busybox:latest", "Remove");
  const dialog = await images.dialog("Remove image busybox:latest?");
  await dialog.node.getByText(/^Used by .*taken/).waitFor();
  await dialog.press("Remove");
  await images.shows("busybox:latest", "use", /container .* is using|image is being used by/);
  await images.toasts.filter({ hasText: "busybox:latest:" }).waitFor();
  assert.notEqual(await place.engine.docker("images", "--quiet", "busybox:latest"), "");
  await images.press("busybox:latest", "Dismiss");
  await images.shows("busybox:latest", "use", "taken");
});

place.test("why something wasn't removed is no longer said when that is otherwise", refused, async (page) => {
  const { engine } = place;
  for (const [title, name, make, reason] of [
    ["Images", "busybox:latest", [], /container .* is using|image is being used by/],
    ["Networks", "lent", ["network", "create", "lent"], /active endpoints/],
  ]) {
    if (make.length) {
      await engine.docker(...make);
      await engine.docker("network", "connect", name, "taken");
    }
    const list = await new List(page, title).open();
    await list.act(name, "Remove");
    const dialog = await list.dialog(/^Remove /);
    await dialog.press("Remove");
    await list.shows(name, "use", reason);
    // It is looked at once all that the try itself has done is shown: until then others come and go.
    await until(async () => {
      await engine.docker("create", "--name", "passing", ...(make.length ? ["--network", name] : []), "busybox");
      await engine.docker("rm", "passing");
      return until(() => list.cell(name, "use").textContent(), (text) => !text.includes("passing"));
    }, (text) => /^taken/.test(text));
  }
  await engine.docker("network", "rm", "--force", "lent").catch(() => {});
});

place.test("whoever puts a job away is at the next one", {}, async (page) => {
  for (const tag of [3, 4]) {
    const images = await new List(page, "Images").open();
    await page.getByRole("button", { name: "Pull image" }).click();
    const dialog = await images.dialog("Pull image");
    await dialog.fill("Image reference", `${place.engine.registry}/nowhere:${tag}`);
    await dialog.press("Pull");
    await new Job(page, /^Pull .*nowhere/).is("Failed");
  }
  await page.goto("/jobs");
  const jobs = page.locator(".jobs-list > li .job");
  await jobs.first().waitFor();
  for (let left = await jobs.count(); left > 0; left--) {
    const first = jobs.first();
    const next = left > 1 ? await jobs.nth(1).getAttribute("aria-label") : null;
    await first.getByRole("button", { name: "Dismiss" }).focus();
    await page.keyboard.press("Enter");
    await until(() => jobs.count(), (count) => count === left - 1);
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.id);
    await until(focused, (name) => name === (next ?? "main"));
  }
});

place.test("a start that fails says so in its row", refused, async (page) => {
  await place.engine.docker("create", "--name", "rival", "--publish", "18081:80", ...sleeps);
  const containers = await new List(page, "Containers").open();
  await containers.press("rival", "Start");
  await containers.shows("rival", "status", "port is already allocated");
  const told = containers.toasts.locator(".toast > span").filter({ hasText: "Choose another port of the host" });
  assert.match(await told.innerText(), /already allocated.*\nChoose another port/, "what helps stands on a line of its own");
  await containers.toasts.getByRole("button", { name: "Dismiss" }).click();
  // Its own page says it already.
  await page.goto("/containers/rival");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator("main .notice").filter({ hasText: "port is already allocated" }).waitFor();
  assert.equal(await containers.toasts.locator(".toast").count(), 0);
  await place.engine.docker("rm", "rival");
});
