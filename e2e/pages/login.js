// The two plain pages: logging in, and the first start.

export class LoginPage {
  constructor(page) {
    this.page = page;
    this.name = page.getByLabel("Name", { exact: true });
    this.password = page.getByLabel("Password", { exact: true });
    this.error = page.getByRole("alert");
  }

  open() {
    return this.page.goto("/login");
  }

  async enter(name, password) {
    await this.name.fill(name);
    await this.password.fill(password);
    await this.page.getByRole("button", { name: "Log in" }).click();
  }
}

export class SetupPage {
  constructor(page) {
    this.page = page;
    this.token = page.getByLabel("Set-up token");
    this.name = page.getByLabel("Your name");
    this.password = page.getByLabel("Password", { exact: true });
    this.again = page.getByLabel("Password again");
    this.error = page.getByRole("alert");
  }

  async create({ token, name, password, again = password }) {
    await this.token.fill(token);
    await this.name.fill(name);
    await this.password.fill(password);
    await this.again.fill(again);
    await this.page.getByRole("button", { name: "Create admin and log in" }).click();
  }
}
