// A list of containers, images, volumes or networks.

import { exactly } from "../harness/until.js";
import { Dialog } from "./dialog.js";
import { Shell } from "./shell.js";

export class List extends Shell {
  constructor(page, title) {
    super(page);
    this.path = `/${title.toLowerCase()}`;
    this.table = page.getByRole("table", { name: title });
    this.search = page.getByRole("searchbox");
  }

  async open(query = "") {
    await this.page.goto(this.path + query);
    await this.live();
    return this;
  }

  row(name) {
    const named = this.page.locator(".name", { hasText: exactly(name) });
    return this.table.getByRole("row").filter({ has: named });
  }

  /** What a row says under a heading: `status`, `image`, `use`, … */
  cell(name, column) {
    return this.row(name).locator(`.col-${column}`);
  }

  /** Waits until a row says so. */
  async shows(name, column, text, options) {
    await this.cell(name, column).filter({ hasText: text }).waitFor(options);
  }

  async gone(name) {
    await this.row(name).waitFor({ state: "detached" });
  }

  /** The names in their order. */
  names() {
    return this.table.locator(".body .name").allTextContents();
  }

  filter(word) {
    return this.page.getByRole("main").getByRole("group").getByRole("button", { name: word });
  }

  heading(column) {
    return this.table.getByRole("columnheader", { name: column });
  }

  /** Presses the button of a row. */
  async press(name, button) {
    await this.row(name).getByRole("button", { name: button, exact: true }).click();
  }

  /** Chooses from a row's menu. */
  async act(name, item) {
    await this.choose(`Actions for ${name}`, item);
  }

  dialog(name) {
    return new Dialog(this.page, name).opened();
  }
}
