// The audit.

import { Shell } from "./shell.js";

export class AuditPage extends Shell {
  constructor(page) {
    super(page);
    this.records = page.locator(".record");
    this.older = page.getByRole("button", { name: "Load older" });
  }

  async open(query = "") {
    await this.page.goto(`/audit${query}`);
    await this.live();
    return this;
  }

  /** Searches for what is given, by the labels of the fields. */
  async search(wanted) {
    const form = this.page.getByRole("search", { name: "Audit" });
    for (const [label, value] of Object.entries(wanted)) {
      const field = form.getByLabel(label, { exact: true });
      if (label === "Outcome") await field.selectOption({ label: value });
      else await field.fill(value);
    }
    await form.getByRole("button", { name: "Search" }).click();
  }

  /** The records of an action, on something or on anything. */
  record(action, object) {
    const records = this.records.filter({ has: this.page.locator(".what", { hasText: action }) });
    return object ? records.filter({ has: this.page.locator(".object").getByText(object, { exact: true }) }) : records;
  }

  /** What an opened record says under a name. */
  fact(record, name) {
    const term = record.getByRole("term").filter({ hasText: name });
    return term.locator("xpath=following-sibling::dd[1]");
  }
}
