// Volumes, networks, images' tags, and what the engine says of itself.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { List } from "../pages/list.js";

const place = house({
  // Open to all on this machine: the engine warns of it.
  daemon: ["--host=tcp://127.0.0.1:2375", "--tls=false"],
  furnish: async ({ engine }) => {
    await engine.docker("volume", "create", "kept");
    await engine.docker("network", "create", "back");
    await engine.docker(
      ...["run", "--detach", "--name", "user", "--init", "--volume", "kept:/data", "--network", "back"],
      ...["busybox", "sleep", "1h"],
    );
  },
});
const refused = { expected: [/status of (400|403|409|50\d)/] };

place.test("those that have no room in a row are one press away", {}, async (page) => {
  const names = ["second", "third"];
  for (const name of names) {
    await place.engine.docker("create", "--name", name, "--volume", "kept:/data", "--network", "back", "busybox");
  }
  for (const [title, row, query] of [
    ["Volumes", "kept", "volume:kept"],
    ["Networks", "back", "network:back"],
    ["Images", "busybox:latest", "image:busybox:latest"],
  ]) {
    const list = await new List(page, title).open();
    await list.cell(row, "use").getByRole("link", { name: /^2 more: / }).press("Enter");
    await page.waitForURL((url) => url.pathname === "/containers" && url.searchParams.get("q") === query);
    const containers = new List(page, "Containers");
    await until(() => containers.names(), (seen) => `${seen}` === "second,third,user" || title === "Images");
  }
  await place.engine.docker("rm", ...names);
});

place.test("a volume: created, listed with its use, not removed while in use, removed", refused, async (page) => {
  const volumes = await new List(page, "Volumes").open();
  await volumes.shows("kept", "use", "user");
  await page.getByRole("button", { name: "Create volume" }).click();
  const create = await volumes.dialog("Create volume");
  await create.fill("Name", "fresh");
  await create.press("Add label");
  await create.node.getByRole("group", { name: "Labels" }).getByLabel("Name 1").fill("com.example.team");
  await create.node.getByRole("group", { name: "Labels" }).getByLabel("Value 1").fill("harbour");
  await create.press("Create");
  await create.closed();
  await volumes.shows("fresh", "use", "Unused");
  assert.equal(
    await place.engine.docker("volume", "inspect", "--format", "{{.Driver}} {{json .Labels}}", "fresh"),
    'local {"com.example.team":"harbour"}',
  );

  await volumes.act("kept", "Remove");
  const used = await volumes.dialog("Remove volume kept?");
  const button = (dialog, name) => dialog.node.getByRole("button", { name, exact: true });
  assert.ok(await button(used, "Remove").isDisabled(), "what the engine would refuse isn't offered");
  await used.node.getByText("Containers mount it").waitFor();
  await used.node.getByRole("link", { name: "user", exact: true }).click();
  await page.waitForURL("**/containers/user");
  await used.closed();
  await page.goBack();

  await volumes.act("fresh", "Remove");
  const remove = await volumes.dialog("Remove volume fresh?");
  await remove.node.getByText("All data in this volume is lost, for good.").waitFor();
  await accessible(page, "a name is to be typed");
  await remove.fill("Type “fresh” to confirm", "fres");
  assert.ok(await button(remove, "Remove").isDisabled(), "a click alone loses no data");
  await remove.fill("Type “fresh” to confirm", "fresh");
  await remove.press("Remove");
  await volumes.gone("fresh");
  assert.equal(await place.engine.docker("volume", "ls", "--quiet"), "kept");

  for (const name of ["one", "two"]) await place.engine.docker("volume", "create", name);
  await volumes.pick("one", "two");
  await volumes.bar.getByRole("button", { name: "Remove" }).click();
  const many = await volumes.dialog("Remove 2 selected");
  assert.ok(await button(many, "Remove 2").isDisabled(), "nor does it of many");
  await many.fill("Type “2” to confirm", "2");
  await many.press("Remove 2");
  await many.node.getByText("2 of 2 done").waitFor();
});

place.test("anonymous volumes are named, and go only when the name of their container was typed", {}, async (page) => {
  await place.engine.docker("create", "--name", "diary", "--volume", "/pages", "--volume", "kept:/kept", "busybox");
  const anonymous = (await place.engine.docker("volume", "ls", "--quiet")).split("\n").find((name) => name !== "kept");
  const containers = await new List(page, "Containers").open();
  await containers.act("diary", "Remove");
  const remove = await containers.dialog("Remove container diary?");
  await remove.node.getByText("Its volumes with a name stay: kept.").waitFor();
  await remove.node.getByText(anonymous).waitFor();
  const button = remove.node.getByRole("button", { name: "Remove", exact: true });
  assert.ok(await button.isEnabled());
  await remove.node.getByLabel("Also remove its anonymous volumes").check();
  assert.ok(await button.isDisabled(), "data would be lost");
  await remove.fill("Type “diary” to confirm", "diary");
  await remove.press("Remove");
  await containers.gone("diary");
  assert.equal(await place.engine.docker("volume", "ls", "--quiet"), "kept");
});

place.test("a network: created with a subnet, listed with its use, removed", refused, async (page) => {
  const networks = await new List(page, "Networks").open();
  await networks.shows("back", "use", "user");
  assert.equal(await networks.row("bridge").getByRole("button").count(), 0, "the engine's own can't be removed");
  await page.getByRole("button", { name: "Create network" }).click();
  const create = await networks.dialog("Create network");
  await create.fill("Name", "front");
  await create.fill("Subnet", "not a subnet");
  await create.node.getByText("Not a subnet, such as 172.28.0.0/16.").waitFor();
  await create.fill("Subnet", "172.28.5.1/24");
  await create.node.getByText("This address is inside a range: give 172.28.5.0/24.").waitFor();
  await create.fill("Subnet", "172.28.5.0/24");
  await create.node.getByRole("checkbox", { name: /^Internal/ }).check();
  await create.press("Create");
  await create.closed();
  await networks.shows("front", "subnet", "172.28.5.0/24");
  await networks.row("front").getByText("Internal").waitFor();
  assert.equal(await place.engine.docker("network", "inspect", "--format", "{{.Internal}}", "front"), "true");

  await networks.act("front", "Remove");
  await (await networks.dialog("Remove network front?")).press("Remove");
  await networks.gone("front");

  await networks.act("back", "Remove");
  const remove = await networks.dialog("Remove network back?");
  await remove.node.getByText("The engine refuses while containers are connected: user.").waitFor();
  await remove.press("Remove");
  await networks.shows("back", "use", "has active endpoints");
});

place.test("an image gets a second name and loses it", {}, async (page) => {
  const images = await new List(page, "Images").open();
  await images.act("busybox:latest", "Add tag");
  const tag = await images.dialog("Tag busybox:latest");
  await tag.fill("New tag", "tools:1");
  await tag.press("Add tag");
  await tag.closed();
  const more = images.row("busybox:latest").getByRole("button", { name: "+1 Tags" });
  await more.press("Enter");
  const all = await images.dialog("busybox:latest · Tags");
  const named = (names) => until(() => all.node.locator("code").allTextContents(), (shown) => shown.join() === names);
  await named("busybox:latest,tools:1");
  await place.engine.docker("tag", "busybox:latest", "tools:2");
  await named("busybox:latest,tools:1,tools:2");
  await accessible(page, "all tags of an image");
  await place.engine.docker("rmi", "tools:2");
  await named("busybox:latest,tools:1");
  assert.equal(await all.node.getByRole("link", { name: "tools:1" }).getAttribute("href"), "/create?image=tools:1");
  await all.press("Close");
  await all.closed();

  await images.act("busybox:latest", "Remove");
  const remove = await images.dialog("Remove image busybox:latest?");
  await remove.node.getByRole("radio", { name: "tools:1" }).check();
  await remove.node.getByText("Only this name is taken away").waitFor();
  await remove.press("Remove");
  await images.row("busybox:latest").getByText("+1").waitFor({ state: "detached" });
  assert.equal(await place.engine.docker("images", "--format", "{{.Repository}}:{{.Tag}}"), "busybox:latest");
});

place.test("images are as docker lists them; one with several tags goes whole, without force, once nothing uses it", refused, async (page) => {
  const format = "{{.Repository}}:{{.Tag}}\t{{.ID}}\t{{.Size}}";
  await place.engine.docker("commit", "user", "whole:1");
  await place.engine.docker("tag", "whole:1", "team/whole:2");
  await place.engine.docker("create", "--name", "stopped", "whole:1");
  const images = await new List(page, "Images").open();
  for (const name of ["busybox:latest", "team/whole:2"]) {
    const told = (await place.engine.docker("images", "--format", format)).split("\n").find((line) => line.startsWith(name));
    const [, id, size] = told.split("\t");
    await images.shows(name, "id", id);
    const [number, unit] = size.match(/^([\d.]+)(\D+)$/).slice(1);
    const shown = await images.cell(name, "size").textContent();
    assert.ok(shown.endsWith(unit) && Math.abs(parseFloat(shown) - number) < 0.1, `${name}: ${shown}, docker: ${size}`);
    const created = new Date(await place.engine.docker("image", "inspect", "--format", "{{.Created}}", name));
    const title = await images.cell(name, "created").locator("[title]").getAttribute("title");
    assert.equal(title, created.toLocaleString("en-US"), name);
  }
  await images.shows("busybox:latest", "use", "user");
  await images.shows("team/whole:2", "use", "stopped");

  const remove = async () => {
    await images.act("team/whole:2", "Remove");
    const dialog = await images.dialog("Remove image team/whole:2?");
    await dialog.node.getByRole("radio", { name: "The image, with all its tags" }).check();
    await dialog.press("Remove");
  };
  // Which of an image's tags comes first the engine doesn't say twice alike.
  const tags = async () => {
    const told = await place.engine.docker("images", "--format", "{{.Repository}}:{{.Tag}}");
    return told.split("\n").sort().join();
  };
  const all = await tags();
  await remove();
  await images.toasts.getByText(/^team\/whole:2: /).waitFor();
  assert.equal(await tags(), all, "a stopped container was made from it: nothing of it goes");
  await place.engine.docker("rm", "stopped");
  // Why it failed stands there until it is put away, or the page is opened anew.
  await images.open();
  await images.shows("team/whole:2", "use", "Unused");
  await remove();
  await images.gone("team/whole:2");
  assert.equal(await tags(), "busybox:latest");
});

place.test("what is typed is checked at once", {}, async (page) => {
  const volumes = await new List(page, "Volumes").open();
  const said = (dialog, text) => dialog.node.getByText(text, { exact: true });
  await page.getByRole("button", { name: "Create volume" }).click();
  const volume = await volumes.dialog("Create volume");
  const create = (dialog) => dialog.node.getByRole("button", { name: "Create", exact: true });
  await volume.fill("Name", "a/b");
  await said(volume, "Two characters or more: a letter or digit, then letters, digits, dots, dashes and underscores.").waitFor();
  assert.ok(await create(volume).isDisabled());
  await volume.fill("Name", "kept");
  await said(volume, "This name is taken.").waitFor();
  await volume.fill("Name", "kept-too");
  await until(() => create(volume).isEnabled());
  await volume.press("Cancel");

  const networks = await new List(page, "Networks").open();
  await page.getByRole("button", { name: "Create network" }).click();
  const network = await networks.dialog("Create network");
  await network.fill("Name", "back");
  await said(network, "This name is taken.").waitFor();
  await network.fill("Name", "side");
  await network.fill("Gateway", "172.28.7.1");
  await said(network, "A gateway needs a subnet that it is in.").waitFor();
  await network.fill("Subnet", "172.28.6.0/24");
  await said(network, "Outside of the subnet.").waitFor();
  assert.ok(await create(network).isDisabled());
  await accessible(page, "a form with what is wrong in it");
  await network.fill("Gateway", "172.28.6.1");
  await network.press("Create");
  await network.closed();
  await networks.shows("side", "subnet", "172.28.6.0/24");
  await place.engine.docker("network", "rm", "side");
});

place.test("names are links to where what they name stands", {}, async (page) => {
  const containers = await new List(page, "Containers").open();
  await containers.cell("user", "image").getByRole("link", { name: "busybox" }).click();
  const images = new List(page, "Images");
  await until(() => images.names(), (names) => `${names}` === "busybox:latest");
  for (const [title, name] of [["Volumes", "kept"], ["Networks", "back"], ["Images", "busybox:latest"]]) {
    const list = await new List(page, title).open();
    await list.row(name).getByRole("link", { name, exact: true }).click();
    await until(() => list.names(), (names) => `${names}` === name);
    await page.waitForURL((url) => url.search.length > 1);
  }
});

place.test("what is made elsewhere appears", {}, async (page) => {
  const volumes = await new List(page, "Volumes").open();
  await place.engine.docker("volume", "create", "elsewhere");
  await volumes.shows("elsewhere", "use", "Unused");
  await place.engine.docker("volume", "rm", "elsewhere");
  await volumes.gone("elsewhere");
  await volumes.goTo("Networks");
  const networks = new List(page, "Networks");
  await place.engine.docker("network", "create", "elsewhere");
  await networks.shows("elsewhere", "driver", "bridge");
  await place.engine.docker("network", "rm", "elsewhere");
  await networks.gone("elsewhere");
  await networks.goTo("Images");
  const images = new List(page, "Images");
  await place.engine.docker("tag", "busybox:latest", "another:1");
  await images.row("another:1").waitFor();
  await place.engine.docker("rmi", "another:1");
  await images.row("busybox:latest").waitFor();
});

place.test("the engine's anatomy, as docker tells it", { at: "/engine" }, async (page) => {
  const told = JSON.parse(await place.engine.docker("info", "--format", "{{json .}}"));
  const version = JSON.parse(await place.engine.docker("version", "--format", "{{json .Server}}"));
  const part = (name) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await part("Pierhead").waitFor();
  await part("dockerd").getByText(told.ServerVersion).waitFor();
  for (const name of ["containerd", "runc", "docker-init"]) {
    const { Version } = version.Components.find((component) => component.Name === name);
    await part(name).getByText(Version).waitFor();
  }
  const fact = async (name, value) => {
    const term = page.getByRole("term").filter({ hasText: name });
    await term.locator("xpath=following-sibling::dd[1]").filter({ hasText: `${value}` }).first().waitFor();
  };
  await fact("API versions", `${version.MinAPIVersion} to ${version.ApiVersion}`);
  await fact("Root directory", told.DockerRootDir);
  await fact("Storage driver", told.Driver);
  await fact("Log driver", told.LoggingDriver);
  await fact("Cgroup driver", told.CgroupDriver);
  await fact("Cgroup version", told.CgroupVersion);
  await fact("Kernel", told.KernelVersion);
  await fact("Security options", "seccomp");
  const counts = page.getByRole("region", { name: "Counts" });
  for (const [word, number] of [["Running", told.ContainersRunning], ["Stopped", told.ContainersStopped], ["Paused", told.ContainersPaused], ["Images", told.Images]]) {
    await counts.getByRole("link", { name: new RegExp(word) }).filter({ hasText: `${number}` }).waitFor();
  }
  const warned = page.getByRole("main").locator(".notice li");
  assert.ok(told.Warnings?.length, "the engine warns of something");
  assert.deepEqual((await warned.allTextContents()).sort(), told.Warnings.toSorted());
});
