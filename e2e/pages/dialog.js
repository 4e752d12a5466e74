// A question over the page.

export class Dialog {
  constructor(page, name) {
    this.page = page;
    this.node = page.getByRole("dialog", { name });
    this.error = this.node.getByRole("alert");
  }

  /** Waits until it is open. */
  async opened() {
    await this.node.waitFor();
    return this;
  }

  async fill(label, text) {
    await this.node.getByLabel(label, { exact: true }).fill(text);
  }

  async press(button) {
    await this.node.getByRole("button", { name: button, exact: true }).click();
  }

  /** Waits until it is gone. */
  async closed() {
    await this.node.waitFor({ state: "detached" });
  }
}
