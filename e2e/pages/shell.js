// What stands around every page.

export class Shell {
  constructor(page) {
    this.page = page;
    this.main = page.locator("main");
    this.navigation = page.getByRole("navigation", { name: "Main" });
    /** `Live`, `Engine gone`, …: always in sight. */
    this.engineState = page.locator(".engine-state .state");
    /** Why what is shown isn't live. */
    this.notice = page.locator(".told > .connection").getByRole("alert");
    this.toasts = page.locator(".toasts");
    this.runningJobs = page.locator(".jobs .sr-only");
    this.title = page.getByRole("heading", { level: 1 });
  }

  async goTo(name) {
    await this.navigation.getByRole("link", { name }).click();
    await this.title.filter({ hasText: name }).waitFor();
  }

  /** Chooses from a menu, by the name of its button. */
  async choose(menu, item) {
    await this.page.getByRole("button", { name: menu }).click();
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  async logOut() {
    await this.choose(/^Logged in as/, "Log out");
    await this.page.getByRole("button", { name: "Log in" }).waitFor();
  }

  /** Until the page shows what the engine has, live. */
  async live() {
    await this.engineState.filter({ hasText: "Live" }).waitFor();
  }
}
