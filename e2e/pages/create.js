// The form that makes a container.

import { Shell } from "./shell.js";

export class CreatePage extends Shell {
  constructor(page) {
    super(page);
    this.image = page.getByLabel("Image", { exact: true });
    this.name = page.getByLabel("Name", { exact: true });
    this.command = page.getByLabel("Command", { exact: true });
    /** The `docker` command that does the same. */
    this.docker = page.getByRole("group", { name: "The same with docker" });
    this.job = page.getByRole("article");
  }

  async open(image = "") {
    await this.page.goto(image ? `/create?image=${encodeURIComponent(image)}` : "/create");
    await this.image.waitFor();
    return this;
  }

  async fill({ image, name, command }) {
    if (image !== undefined) await this.image.fill(image);
    if (name !== undefined) await this.name.fill(name);
    if (command !== undefined) await this.command.fill(command);
  }

  /** Adds a row to a list: `add("Ports", "Add port", { "Host port": "18080" })`. */
  async add(list, button, cells) {
    const group = this.list(list);
    await group.getByRole("button", { name: button }).click();
    const row = await group.locator(".entry:not(.captions)").count();
    for (const [label, text] of Object.entries(cells)) {
      await group.getByLabel(`${label} ${row}`).fill(text);
    }
  }

  list(name) {
    return this.page.getByRole("group", { name, exact: true });
  }

  addPort(host, inside) {
    return this.add("Ports", "Add port", { "Host port": host, "Container port": inside });
  }

  addVariable(name, value) {
    return this.add("Environment", "Add variable", { Variable: name, Value: value });
  }

  addMount(source, target) {
    return this.add("Volumes and host paths", "Add mount", {
      "Volume or host path": source,
      "Path in the container": target,
    });
  }

  /** What is said to be wrong with a field. */
  problem(field) {
    return field.locator("xpath=..").locator(".problem");
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  async createAndStart() {
    await this.button("Create and start").click();
  }
}
