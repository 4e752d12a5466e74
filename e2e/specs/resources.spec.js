// Volumes, networks, images' tags, and what the engine says of itself.

import assert from "node:assert/strict";

import { house } from "../harness/house.js";
import { List } from "../pages/list.js";

const place = house({
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
  const remove = await volumes.dialog("Remove volume kept?");
  await remove.node.getByText("All data in this volume is lost, for good.").waitFor();
  await remove.node.getByText("The engine refuses while containers mount it: user.").waitFor();
  await remove.press("Remove");
  await volumes.shows("kept", "use", "volume is in use");

  await volumes.act("fresh", "Remove");
  await (await volumes.dialog("Remove volume fresh?")).press("Remove");
  await volumes.gone("fresh");
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
  await create.press("Create");
  await create.error.filter({ hasText: /invalid|CIDR/i }).waitFor();
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
  await images.row("busybox:latest").getByText("+1").waitFor();
  await images.act("busybox:latest", "Remove");
  const remove = await images.dialog("Remove image busybox:latest?");
  await remove.node.getByRole("radio", { name: "tools:1" }).check();
  await remove.node.getByText("Only this name is taken away").waitFor();
  await remove.press("Remove");
  await images.row("busybox:latest").getByText("+1").waitFor({ state: "detached" });
  assert.equal(await place.engine.docker("images", "--format", "{{.Repository}}:{{.Tag}}"), "busybox:latest");
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
  await part("dockerd").getByText(told.ServerVersion).waitFor();
  for (const name of ["containerd", "runc"]) {
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
  await page.getByRole("region", { name: "Counts" }).getByRole("link", { name: /Running/ }).filter({ hasText: "1" }).waitFor();
});
