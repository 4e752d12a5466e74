// The command palette.

export class Palette {
  constructor(page) {
    this.page = page;
    this.node = page.getByRole("dialog", { name: "Command palette" });
    this.input = this.node.getByRole("combobox");
    this.options = this.node.getByRole("option");
    this.chosen = this.node.getByRole("option", { selected: true });
  }

  async open() {
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.input.waitFor();
    return this;
  }

  /** Types, and waits until what Enter would do begins so. */
  async find(text, first) {
    await this.input.fill(text);
    await this.chosen.filter({ hasText: first }).waitFor();
  }

  async closed() {
    await this.node.waitFor({ state: "detached" });
  }
}
