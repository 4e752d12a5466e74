// The pictures of the README, taken of a real Pierhead on a real engine. `cargo xtask screens` runs it.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { Engine } from "../harness/engine.js";
import { newPage, openBrowser } from "../harness/browser.js";
import { PASSWORD } from "../harness/house.js";
import { Server } from "../harness/server.js";
import { CreatePage } from "../pages/create.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";

const folder = join(import.meta.dirname, "../../docs/screens");
const sleeps = ["sleep", "1d"];

const [engine, browser] = await Promise.all([Engine.start(), openBrowser()]);
await furnish();
const server = await Server.start({ engine: engine.host });
await server.run(["user", "add", "ada", "--role", "admin", "--password-stdin"], { input: PASSWORD });
await mkdir(folder, { recursive: true });
for (const colorScheme of ["light", "dark"]) {
  const page = await newPage(browser, { url: server.url, colorScheme, viewport: { width: 1280, height: 720 } });
  const login = new LoginPage(page);
  await login.open();
  await login.enter("ada", PASSWORD);
  const containers = await new List(page, "Containers").open();
  await containers.shows("photos-web", "status", /healthy/);
  await shoot(page, `containers-${colorScheme}`);
  const create = await new CreatePage(page).open("photos:2.4");
  await create.fill({ name: "photos-test", command: "httpd -f -p 80 -h /www" });
  await create.addPort("8081", "80");
  await shoot(page, `create-${colorScheme}`);
  await new List(page, "Images").open();
  await shoot(page, `images-${colorScheme}`);
  await page.context().close();
}
await browser.close();
await server.end();
await engine.end();

async function shoot(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
}

/** What a homelab runs: three stacks, one thing that failed, one that is paused. */
async function furnish() {
  for (const name of ["photos:2.4", "notes:1.19", "mail:3.0", "postgres:17", "backup:0.9"]) {
    await engine.docker("tag", "busybox", name);
  }
  const healthy = ["--health-cmd", "true", "--health-interval", "1s"];
  await run("photos-web", "photos:2.4", "photos", ["--publish", "8080:80", "--publish", "8443:443", ...healthy]);
  await run("photos-worker", "photos:2.4", "photos");
  await run("photos-db", "postgres:17", "photos", healthy);
  await run("notes-web", "notes:1.19", "notes", ["--publish", "3000:3000"]);
  await run("notes-db", "postgres:17", "notes", healthy);
  await run("mail", "mail:3.0", "mail", ["--publish", "25:25", "--publish", "993:993"]);
  await engine.docker("pause", "photos-worker");
  const fails = ["sh", "-c", "echo 'backup: no space left on device' >&2; exit 3"];
  await engine.docker("run", "--detach", "--name", "backup", "backup:0.9", ...fails);
  await engine.docker("create", "--name", "import", "busybox", "true");
}

function run(name, image, stack, options = []) {
  const labels = ["--label", `com.docker.compose.project=${stack}`, "--label", `com.docker.compose.service=${name}`];
  return engine.docker("run", "--detach", "--init", "--name", name, ...labels, ...options, image, ...sleeps);
}
