// A container, whole: a pasted command fills the form, what is rarely needed is folded away, and what would go wrong is
// said before it does.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house } from "../harness/house.js";
import { until } from "../harness/until.js";
import { CreatePage } from "../pages/create.js";
import { Dialog } from "../pages/dialog.js";

const sleeps = ["--init", "busybox", "sleep", "1h"];
const place = house({
  people: { ada: "admin" },
  furnish: async ({ engine }) => {
    await engine.docker("run", "--detach", "--name", "taken", "--publish", "18081:80", ...sleeps);
    await engine.docker("network", "create", "front");
  },
});

const command = `$ docker run -dit --name shop \\
  -p 127.0.0.1:18082:80 -e 'MOTTO=a "b"' \\
  --network front --network-alias web \\
  -v data:/data --restart=unless-stopped \\
  --workdir /tmp -u 1000:1000 --colour red \\
  --ulimit nofile=64:128 --tmpfs /scratch:size=1m \\
  --health-cmd 'true' --health-interval=30s \\
  --log-opt max-size=1m --init --env-file .env \\
  busybox sh -c 'sleep 1h'`;

/** Fields of inspect that have to be alike. */
const alike = [
  ...["Config.Env", "Config.Cmd", "Config.User", "Config.WorkingDir", "Config.Tty", "Config.OpenStdin", "Config.Healthcheck"],
  ...["HostConfig.PortBindings", "HostConfig.Binds", "HostConfig.RestartPolicy", "HostConfig.Ulimits", "HostConfig.Tmpfs"],
  ...["HostConfig.LogConfig", "HostConfig.Init", "HostConfig.NetworkMode"],
];

async function inspect(name) {
  const fields = alike.map((field) => `{{json .${field}}}`).join("\n");
  return place.engine.docker("inspect", "--format", fields, name);
}

/** Opens the dialog and pastes into it, by keyboard alone. */
async function paste(page, button, text) {
  await page.getByRole("button", { name: button, exact: true }).focus();
  await page.keyboard.press("Enter");
  const dialog = await new Dialog(page, /Paste docker run|Environment as a file/).opened();
  await dialog.node.getByRole("textbox").focus();
  await page.keyboard.insertText(text);
  return dialog;
}

place.test("a pasted command fills the form by keyboard alone, names what isn't understood, and makes what docker makes", {}, async (page) => {
  const create = await new CreatePage(page).open();
  const dialog = await paste(page, "Paste docker run", command);
  await accessible(page, "the dialog for a command");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await dialog.closed();

  const remarks = page.getByRole("status").filter({ hasText: "Look at this before you go on" });
  await remarks.getByText("docker run has no such flag").waitFor();
  assert.deepEqual(await remarks.locator("code").allTextContents(), ["--colour red", "--env-file .env"]);
  assert.equal(await create.image.inputValue(), "busybox");
  assert.equal(await create.name.inputValue(), "shop");
  assert.equal(await create.list("Ports").getByLabel("Host port 1").inputValue(), "127.0.0.1:18082");
  assert.equal(await create.list("Environment").getByLabel("Value 1").inputValue(), 'a "b"');
  assert.equal(await page.getByLabel("Network", { exact: true }).inputValue(), "front");
  assert.equal(await page.getByLabel("Working folder", { exact: true }).inputValue(), "/tmp");
  assert.equal(await page.getByLabel("Process limits 1").inputValue(), "nofile=64:128");
  assert.equal(await page.getByLabel("Aliases 1").inputValue(), "web");
  await accessible(page, "a form that a command filled");
  await create.docker.filter({ hasText: "--ulimit nofile=64:128" }).waitFor();

  await create.createAndStart();
  await page.waitForURL("**/containers/shop");
  const made = await inspect("shop");
  // Nobody looks at it any more: the page of a container that goes away asks for it once in vain.
  await create.open();
  await place.engine.docker("rm", "--force", "shop");
  await place.engine.docker(
    ...["create", "--interactive", "--tty", "--name", "shop", "--publish", "127.0.0.1:18082:80", "--env", 'MOTTO=a "b"'],
    ...["--network", "front", "--network-alias", "web", "--volume", "data:/data", "--restart", "unless-stopped"],
    ...["--workdir", "/tmp", "--user", "1000:1000", "--ulimit", "nofile=64:128", "--tmpfs", "/scratch:size=1m"],
    ...["--health-cmd", "true", "--health-interval", "30s", "--log-opt", "max-size=1m", "--init", "busybox", "sh", "-c", "sleep 1h"],
  );
  assert.equal(made, await inspect("shop"));
  await place.engine.docker("rm", "shop");
});

place.test("what can't be read is said in its field, and blocks", {}, async (page) => {
  const create = await new CreatePage(page).open("busybox:latest");
  await page.getByText("Storage", { exact: true }).click();
  await page.getByLabel("Size of /dev/shm", { exact: true }).fill("big");
  await page.getByText("Not a size, such as 64m or 2g.").waitFor();
  assert.equal(await create.button("Create").isDisabled(), true);
  await page.getByLabel("Size of /dev/shm", { exact: true }).fill("64m");
  await page.getByText("Not a size, such as 64m or 2g.").waitFor({ state: "detached" });
  await until(() => create.button("Create").isEnabled());
  await create.docker.filter({ hasText: "--shm-size 64m" }).waitFor();
});

place.test("a file of variables becomes rows", {}, async (page) => {
  const create = await new CreatePage(page).open("busybox:latest");
  const dialog = await paste(page, "Paste a file", "# the database\nDB_HOST=db\nexport DB_PASSWORD='a b'\n");
  await accessible(page, "the dialog for variables");
  await dialog.press("Fill the form");
  await dialog.closed();
  const rows = create.list("Environment");
  assert.equal(await rows.getByLabel("Variable 2").inputValue(), "DB_PASSWORD");
  assert.equal(await rows.getByLabel("Value 2").inputValue(), "a b");
});

place.test("text without docker run in it changes nothing", {}, async (page) => {
  const create = await new CreatePage(page).open("busybox:latest");
  const dialog = await paste(page, "Paste docker run", "docker ps --all");
  await dialog.press("Fill the form");
  await dialog.error.filter({ hasText: "There is no docker run in it." }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.closed();
  assert.equal(await create.image.inputValue(), "busybox:latest");
});

place.test("what would go wrong is said before", {}, async (page) => {
  const create = await new CreatePage(page).open("busybox:latest");
  const ahead = page.getByRole("group", { name: "Before it is made" });
  await create.fill({ name: "taken" });
  await ahead.getByText("A container is called taken already.").waitFor();
  await create.fill({ name: "free" });
  await create.addPort("18081", "80");
  await ahead.getByText("Port 18081 of the host is published by taken.").waitFor();
  await create.addMount("/no/such/path", "/x");
  await ahead.getByText("/no/such/path isn’t on the host").waitFor();
  await ahead.getByText("The engine makes an empty folder there.").waitFor();
  await ahead.getByText("It would be as good as root on the host").waitFor();
  await ahead.getByText("--volume /no/such/path:/x").waitFor();
  await page.getByLabel("Memory limit").fill("900t");
  await ahead.getByText("More memory than the host has").waitFor();
  await accessible(page, "a form with warnings");
  await place.engine.docker("rm", "--force", "taken");
  await ahead.getByText("Port 18081 of the host is published by taken.").waitFor({ state: "detached" });
});

place.test("nothing is left in English", { at: "/create", locale: "zh-CN" }, async (page) => {
  await page.getByText("更多选项").waitFor();
  for (const summary of await page.locator("summary").all()) await summary.click();
  const left = await page.locator(".form").evaluate((form) => {
    const texts = [...form.querySelectorAll("label, legend, summary, h2, .hint, button, option")].map((it) => it.innerText.trim());
    return texts.filter((text) => /^[A-Z][a-z’]+( [a-z’]+)+[.…?:]?/.test(text));
  });
  assert.deepEqual(left.filter((text) => !/^(busybox|Pierhead)/.test(text)), []);
  await accessible(page, "the whole form in Chinese");
});
