// A list of containers, images, volumes or networks.

import { exactly } from "../harness/until.js";
import { Dialog } from "./dialog.js";
import { Shell } from "./shell.js";

export class List extends Shell {
  constructor(page, title) {
    super(page);
    this.path = `/${title.toLowerCase()}`;
    this.table = page.getByRole("table", { name: title });
    // With a list of what can be typed it is a combobox as well.
    this.search = page.getByRole("search").locator("input");
    /** What can be done to the rows that are picked. */
    this.bar = page.getByRole("region", { name: "Selected" });
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
    return this.table.locator(".row:not([aria-hidden]) .name").allTextContents();
  }

  filter(word) {
    return this.page.getByRole("main").getByRole("group").getByRole("button", { name: word });
  }

  heading(column) {
    return this.table.getByRole("columnheader", { name: column });
  }

  /** The box that picks a row. */
  box(name) {
    return this.table.getByRole("checkbox", { name: `Select ${name}`, exact: true });
  }

  /** Picks rows, each with a press. */
  async pick(...names) {
    for (const name of names) await this.box(name).click();
  }

  /** The names of the columns that are shown, as they stand. */
  columns() {
    return this.table.locator(".head > :not(.pick)").allTextContents();
  }

  async openView() {
    await this.page.getByRole("button", { name: "View and export" }).click();
    return this.dialog("View and export");
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
