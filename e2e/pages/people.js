// The people, one of them, and one's own account.

import { Dialog } from "./dialog.js";
import { Shell } from "./shell.js";

export class PeoplePage extends Shell {
  constructor(page) {
    super(page);
    this.table = page.getByRole("table", { name: "People" });
    this.stacks = page.locator(".stacks");
  }

  async open() {
    await this.page.goto("/people");
    await this.table.waitFor();
    return this;
  }

  row(name) {
    const link = this.page.getByRole("link", { name, exact: true });
    return this.table.getByRole("row").filter({ has: link });
  }

  dialog(name) {
    return new Dialog(this.page, name).opened();
  }
}

export class PersonPage extends Shell {
  constructor(page) {
    super(page);
    this.container = page.getByLabel("Container", { exact: true });
    this.answer = page.locator(".answer");
  }

  async open(name) {
    await this.page.goto(`/people/${encodeURIComponent(name)}`);
    await this.card("Role").waitFor();
    return this;
  }

  card(title) {
    const heading = this.page.getByRole("heading", { name: title, exact: true });
    return this.page.locator(".card").filter({ has: heading });
  }

  scope(place) {
    return this.card("Scopes and grants").getByRole("listitem").filter({ hasText: place });
  }

  async press(button) {
    await this.page.getByRole("button", { name: button, exact: true }).click();
  }

  dialog(name) {
    return new Dialog(this.page, name).opened();
  }

  /** Asks what this person may do to a container. */
  async tryOn(container) {
    await this.container.fill(container);
    await this.press("Ask the gate");
    await this.answer.getByText(container).first().waitFor();
  }

  /** What the gate says: `Yes` or `No`, and why. */
  async verdict(action) {
    const row = this.answer.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name: action }) });
    const said = await row.getByRole("img").getAttribute("aria-label");
    return [said, (await row.getByRole("cell").last().textContent()).trim()];
  }
}

export class AccountPage extends Shell {
  async open() {
    await this.page.goto("/account");
    await this.page.getByRole("heading", { name: "Sessions" }).waitFor();
    return this;
  }

  card(title) {
    const heading = this.page.getByRole("heading", { name: title, exact: true });
    return this.page.locator(".card").filter({ has: heading });
  }

  thing(title, name) {
    return this.card(title).getByRole("listitem").filter({ hasText: name });
  }

  dialog(name) {
    return new Dialog(this.page, name).opened();
  }
}
