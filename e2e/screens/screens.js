// The README's pictures: a real Pierhead on a real engine with what a homelab runs. `cargo xtask screens` runs it.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { Brake } from "../harness/brake.js";
import { newPage, openBrowser } from "../harness/browser.js";
import { Engine } from "../harness/engine.js";
import { PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { until } from "../harness/until.js";
import { CreatePage } from "../pages/create.js";
import { Job } from "../pages/jobs.js";
import { Palette } from "../pages/palette.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";
import { Shell } from "../pages/shell.js";

const folder = join(import.meta.dirname, "../../docs/screens");
const sizes = { "": { width: 1440, height: 900 }, "narrow-": { width: 390, height: 844 } };

const [engine, browser] = await Promise.all([Engine.start(), openBrowser()]);
const brake = await Brake.before(engine);
await furnish();
const server = await Server.start({ engine: engine.host });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
await mkdir(folder, { recursive: true });
for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const page = await newPage(browser, { url: server.url, colorScheme, viewport });
    await walk(page, (name) => shoot(page, `${name}-${size}${colorScheme}`));
    await page.context().close();
  }
}
await browser.close();
await server.end();
await brake.end();
await engine.end();

/** Every view once. */
async function walk(page, shoot) {
  const login = new LoginPage(page);
  await login.open();
  await login.name.fill("ada");
  await shoot("login");
  await login.enter("ada", PASSWORD);

  await page.goto("/");
  await page.locator(".disk li").first().waitFor();
  await page.locator(".happened li").first().waitFor();
  await shoot("dashboard");

  const containers = await new List(page, "Containers").open();
  await containers.shows("photos-web-1", "status", /\(healthy\)/);
  await containers.shows("backup", "status", /\(unhealthy\)/);
  await shoot("containers");

  const palette = await new Palette(page).open();
  await palette.find("photos", "photos");
  await shoot("palette");
  await page.keyboard.press("Escape");
  await palette.closed();
  await page.locator("main").focus();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await shoot("shortcuts");
  await page.keyboard.press("Escape");

  await page.goto("/settings");
  await page.locator(".settings .card").first().waitFor();
  await shoot("settings");
  await page.goto("/ui");
  await page.locator(".part").first().waitFor();
  await shoot("parts");

  await page.goto("/containers/photos-web-1");
  await page.getByRole("heading", { name: "Health log" }).waitFor();
  await shoot("container");

  const images = await new List(page, "Images").open();
  await page.getByRole("button", { name: "Pull image" }).click();
  const dialog = await images.dialog("Pull image");
  const wiki = `${brake.address}/wiki:2.5`;
  await dialog.fill("Image reference", wiki);
  brake.slow(600);
  await dialog.press("Pull");
  const job = new Job(page, `Pull ${wiki}`);
  const underWay = (layers) => layers.filter(({ part }) => part > 0.2 && part < 1).length >= 2;
  await until(() => job.progress(), underWay, { within: 30_000 });
  brake.hold();
  await shoot("images");
  brake.release();
  await job.cancel.click();
  await job.is("Cancelled");
  await job.node.getByRole("button", { name: "Dismiss" }).click();
  await page.keyboard.press("Escape");

  const create = await new CreatePage(page).open("grafana:11.2");
  await page.getByText(/^Runs /).waitFor();
  await create.fill({ name: "charts" });
  await create.addPort("3001", "80");
  await create.addVariable("TZ", "Europe/Berlin");
  await create.addMount("charts-data", "/var/lib/charts");
  await page.mouse.move(0, 0);
  await page.locator("main").evaluate((main) => {
    document.activeElement.blur();
    main.scrollTop = 0;
  });
  await shoot("create");

}

async function shoot(page, name) {
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
}

/** Four stacks, one thing that is ill, one that is paused, one that has ended and one that never began. */
async function furnish() {
  await engine.push("wiki:2.5", 5, "wiki");
  for (const [name, layers] of [["photos:2.4", 4], ["grafana:11.2", 3], ["postgres:17", 4], ["redis:7.4", 2]]) {
    const pushed = await engine.push(name, layers, name);
    await engine.docker("pull", "--quiet", pushed);
    await engine.docker("tag", pushed, name);
    await engine.docker("rmi", pushed);
  }
  const healthy = ["--health-cmd", "echo 200 OK", "--health-interval", "2s"];
  const ill = ["--health-cmd", "echo 'last backup is 3 days old'; exit 1", "--health-interval", "2s", "--health-retries", "1"];
  const settings = ["--env", "TZ=Europe/Berlin", "--env", "UPLOAD_LIMIT=2g", "--volume", "photos-library:/library"];
  const restart = ["--restart", "unless-stopped"];
  await engine.docker("network", "create", "--label", "com.docker.compose.project=photos", "photos_default");
  await run("photos", "web", "photos:2.4", ["--publish", "8080:80", "--network", "photos_default", ...settings, ...restart, ...healthy]);
  await run("photos", "worker", "photos:2.4", ["--network", "photos_default", ...settings]);
  await run("photos", "db", "postgres:17", ["--network", "photos_default", "--volume", "photos-db:/var/lib/postgresql", ...healthy]);
  await run("photos", "cache", "redis:7.4", ["--network", "photos_default"]);
  await run("monitoring", "grafana", "grafana:11.2", ["--publish", "3000:80", "--volume", "grafana-data:/data", ...healthy]);
  await run("monitoring", "db", "postgres:17", ["--volume", "monitoring-db:/var/lib/postgresql"]);
  await run("home", "automation", "redis:7.4", ["--publish", "8123:8123", "--publish", "53:53/udp", ...restart]);
  await run("home", "doorbell", "redis:7.4");
  await engine.docker("pause", "home-doorbell-1");
  await engine.docker("run", "--detach", "--name", "backup", "--init", ...ill, "busybox", "sleep", "1d");
  await engine.docker("run", "--detach", "--name", "import-2019", "busybox", "sh", "-c", "exit 3");
  await engine.docker("run", "--detach", "--name", "migrate", "busybox", "true");
  await engine.docker("create", "--name", "spare", "--publish", "8081:80", "photos:2.4");
}

function run(stack, service, image, options = []) {
  const labels = ["--label", `com.docker.compose.project=${stack}`, "--label", `com.docker.compose.service=${service}`];
  return engine.docker("run", "--detach", "--init", "--name", `${stack}-${service}-1`, ...labels, ...options, image);
}
