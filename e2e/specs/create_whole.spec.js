// Every basic field of the form, filled by hand: what it makes is what the command makes that stands beside it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { house } from "../harness/house.js";
import { CreatePage } from "../pages/create.js";

const place = house({
  furnish: async ({ engine, server }) => {
    await engine.docker("network", "create", "front");
    await engine.docker("volume", "create", "data");
    // A path of the host is as good as root there.
    await server.run(["host-root", "on"]);
  },
});

/** What has to be alike: all but what is each container's own. */
async function inspect(name) {
  // Whether a list with nothing in it is sent or left out is all the same.
  const filled = (_, value) => (Array.isArray(value) && value.length === 0 ? null : value);
  const [all] = JSON.parse(await place.engine.docker("inspect", name), filled);
  const { Config, HostConfig, Mounts, NetworkSettings, Path, Args, State } = all;
  delete Config.Hostname;
  // The command line sends them in any order.
  HostConfig.Binds?.sort();
  const networks = Object.keys(NetworkSettings.Networks);
  const byPlace = (one, other) => one.Destination.localeCompare(other.Destination);
  return { Config, HostConfig, Mounts: Mounts.sort(byPlace), Path, Args, networks, ports: NetworkSettings.Ports, is: State.Status };
}

place.test("all that is filled in by hand is in the command, and both make the same", { at: "" }, async (page) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const create = await new CreatePage(page).open();
  await create.fill({ image: "busybox", name: "whole", command: "sleep 1h" });
  await create.addVariable("MOTTO", "it's \"a\" b");
  await create.addPort("127.0.0.1:18085", "80");
  await create.addMount("data", "/data");
  await create.addMount("/srv", "/srv-here");
  await create.add("Labels", "Add label", { Label: "com.example.team", Value: "harbour side" });
  await page.getByLabel("Restart policy", { exact: true }).selectOption({ label: "Unless stopped" });
  await page.getByLabel("Network", { exact: true }).selectOption("front");
  await page.getByLabel("Memory limit", { exact: true }).fill("64m");
  await page.getByLabel("CPU limit", { exact: true }).fill("0.5");
  await create.docker.filter({ hasText: "--memory 64m" }).waitFor();
  const beside = page.getByRole("complementary");
  await beside.getByRole("button", { name: "Copy", exact: true }).click();
  await beside.getByRole("button", { name: "Copied", exact: true }).waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  await create.createAndStart();
  await page.waitForURL("**/containers/whole");
  const made = await inspect("whole");
  assert.equal(made.HostConfig.Memory, 64 << 20);
  assert.equal(made.HostConfig.NanoCpus, 500_000_000);
  assert.equal(made.Config.Labels["com.example.team"], "harbour side");

  await create.open();
  await place.engine.docker("rm", "--force", "whole");
  const [docker, ...words] = split(command);
  assert.equal(docker, "docker");
  await place.engine.docker(...words);
  assert.deepEqual(made, await inspect("whole"));
  await place.engine.docker("rm", "--force", "whole");
});

place.test("what the image brings along is told, and taken over with a press", { at: "" }, async (page) => {
  const { engine } = place;
  await engine.docker("create", "--name", "base", "busybox");
  const changes = ["ENV GREETING=hello", "VOLUME /store", "EXPOSE 53/udp", "USER www-data", "WORKDIR /srv", 'CMD ["sleep", "1h"]'];
  await engine.docker("commit", ...changes.flatMap((change) => ["--change", change]), "base", "furnished");
  const create = await new CreatePage(page).open("furnished:latest");
  await page.locator(".from-image").filter({ hasText: "Runs sleep 1h as www-data in /srv" }).waitFor();
  for (const [list, chip] of [["Environment", "GREETING"], ["Volumes and host paths", "/store"], ["Ports", "53"]]) {
    const press = create.list(list).getByRole("button", { name: chip, exact: true });
    await press.click();
    await press.waitFor({ state: "detached" });
  }
  assert.equal(await create.list("Environment").getByLabel("Value 1").inputValue(), "hello");
  await create.list("Volumes and host paths").getByLabel("Volume or host path 1").fill("data");
  const command = "docker run --detach --publish 53:53/udp --env GREETING=hello --volume data:/store furnished:latest";
  await create.docker.filter({ hasText: command }).waitFor();
});

/** As a shell splits it: it is asked itself. */
function split(command) {
  const words = execFileSync("sh", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" });
  return words.split("\0").slice(0, -1);
}
