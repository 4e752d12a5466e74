// A walk past every page and what stands over them. Each takes the pictures of one place.

import { PASSWORD } from "../harness/house.js";
import { until } from "../harness/until.js";
import { CreatePage } from "../pages/create.js";
import { Job } from "../pages/jobs.js";
import { List } from "../pages/list.js";
import { LoginPage } from "../pages/login.js";
import { Palette } from "../pages/palette.js";

/** All of it, in the order in which one thing leads to another. */
export async function walk(page, camera, brake) {
  await login(page, camera);
  await containers(page, camera);
  await container(page, camera);
  await overlays(page, camera);
  await images(page, camera, brake);
  await create(page, camera);
  await plain(page, camera);
}

async function login(page, { take }) {
  const login = new LoginPage(page);
  await login.open();
  await login.name.fill("ada");
  await take("login");
  await login.enter("ada", PASSWORD);
  await new List(page, "Containers").live();
}

async function containers(page, { take }) {
  const list = await new List(page, "Containers").open();
  await list.shows("photos-web-1", "status", /\(healthy\)/);
  await list.shows("backup", "status", /\(unhealthy\)/);
  await take("containers");
  await list.pick("home-automation-1", "home-doorbell-1", "monitoring-db-1");
  await list.bar.getByRole("button", { name: "Remove" }).waitFor();
  await take("containers-picked");

  await list.open("?group=stack");
  await page.locator(".group").first().waitFor();
  await take("containers-grouped");

  await list.open();
  await list.act("backup", "Remove");
  await list.dialog("Remove container backup?");
  await take("remove");
  await page.keyboard.press("Escape");
}

async function container(page, { take, takeWhole }) {
  await page.goto("/containers/photos-web-1");
  await page.getByRole("heading", { name: "Health log" }).waitFor();
  await takeWhole("container");
  await page.goto("/containers/photos-web-1/raw");
  await page.locator(".raw pre").waitFor();
  await take("inspect");
  await page.goto("/containers/spare");
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".page .connection").waitFor();
  await take("error");
}

async function overlays(page, { take }) {
  await new List(page, "Containers").open();
  const palette = await new Palette(page).open();
  await palette.find("photos", "photos");
  await take("palette");
  await page.keyboard.press("Escape");
  await palette.closed();
  await page.locator("main").focus();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await take("shortcuts");
  await page.keyboard.press("Escape");
}

async function images(page, { take }, brake) {
  const images = await new List(page, "Images").open();
  await take("images");
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
  await take("pull");
  // The line stays held: a pull is heard for a moment after its end, and an image that came then would have no layers left
  // to come for the next walk, which lets them come again.
  await job.cancel.click();
  await job.is("Cancelled");
  await page.keyboard.press("Escape");
}

async function create(page, { takeWhole }) {
  const create = await new CreatePage(page).open("grafana:11.2");
  await page.getByText(/^Runs /).waitFor();
  await create.fill({ name: "charts" });
  await create.addPort("3001", "80");
  await create.addVariable("TZ", "Europe/Berlin");
  await create.addMount("charts-data", "/var/lib/charts");
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement.blur());
  await takeWhole("create");
}

/** Pages that need no more than to be there. */
async function plain(page, { take, takeWhole }) {
  const places = [
    ["dashboard", "/", ".disk li", takeWhole],
    ["volumes", "/volumes", ".body .row", take],
    ["networks", "/networks", ".body .row", take],
    ["engine", "/engine", ".anatomy li", takeWhole],
    ["jobs", "/jobs", ".job", take],
    ["people", "/people", ".table.people .name", takeWhole],
    ["person", "/people/grace", ".card", takeWhole],
    ["audit", "/audit", ".record", take],
    ["account", "/account", ".card", takeWhole],
    ["settings", "/settings", ".settings .card", takeWhole],
    ["nobody", "/containers/nobody", ".empty", take],
    ["parts", "/ui", ".part", takeWhole],
  ];
  await visit(page, places);
  await page.getByRole("button", { name: "Failed" }).last().click();
  await page.getByRole("button", { name: "Done" }).last().click();
  await page.locator(".toast").nth(1).waitFor();
  await take("toasts");
}

/** A handful of places in Chinese, where whoever is there is logged in. */
export async function chinese(page, { take, takeWhole }) {
  const places = [
    ["dashboard", "/", ".disk li", takeWhole],
    ["containers", "/containers", ".body .row", take],
    ["container", "/containers/photos-web-1", ".probe", takeWhole],
    ["create", "/create?image=grafana:11.2", ".from-image", takeWhole],
    ["people", "/people", ".table.people .name", takeWhole],
    ["settings", "/settings", ".settings .card", takeWhole],
  ];
  await visit(page, places);
}

/** Goes to each place, and takes its picture when it is ready: its name, its path, what is there then, how it is taken. */
async function visit(page, places) {
  for (const [name, path, ready, shoot] of places) {
    await page.goto(path);
    await page.locator(ready).first().waitFor();
    await shoot(name);
  }
}
