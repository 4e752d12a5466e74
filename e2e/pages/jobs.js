// A job, wherever it is shown: on its own page, in the dialog that began it, beside the form.

export class Job {
  constructor(root, name) {
    this.node = root.getByRole("article", { name });
    this.layers = this.node.locator(".layer");
    this.cancel = this.node.getByRole("button", { name: "Cancel job" });
  }

  /** Waits until it says so: `Pulling`, `Done`, `Failed`, `Cancelled`. */
  async is(word, options) {
    await this.node.locator("header .badge").filter({ hasText: word }).waitFor(options);
  }

  /** How far each layer is: its words, and its bar between 0 and 1, or null while nobody knows. */
  progress() {
    return this.layers.evaluateAll((layers) =>
      layers.map((layer) => {
        const bar = layer.querySelector("progress");
        return {
          id: layer.querySelector("code").textContent,
          words: layer.querySelector(".soft").textContent,
          part: bar.position >= 0 ? bar.position : null,
        };
      }),
    );
  }
}
