// Everything in English and in Simplified Chinese: chosen by the browser, changed by the person.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { house, PASSWORD } from "../harness/house.js";

const place = house({
  furnish: async ({ engine }) => {
    await engine.docker("run", "--detach", "--name", "web", "--init", "--publish", "8080:80", "busybox", "sleep", "1h");
    await engine.docker("run", "--detach", "--name", "job", "busybox", "sh", "-c", "exit 3");
  },
});

const chinese = { locale: "zh-CN" };

const views = [
  ["/", ".happened li"],
  ["/containers", ".body .row"],
  ["/containers?q=nothing-like-it", ".empty"],
  ["/containers/web", "dl"],
  ["/containers/nobody", ".empty"],
  ["/images", ".body .row"],
  ["/volumes", "h1"],
  ["/networks", ".body .row"],
  ["/engine", ".card"],
  ["/create?image=busybox:latest", ".from-image"],
  ["/jobs", "h1"],
  ["/people", "h1"],
  ["/audit", ".record"],
  ["/account", "h1"],
  ["/settings", ".settings .card"],
];

/** Words that are the same in both: names of things, units, and what the engine says. */
const SAME = /^(Pierhead|Live|ada|web|job|busybox.*|bridge|host|none|null|local|Swarm|ID|CPU|IPv6|TCP|UDP|SCTP|English|Docker)$/;

/** What isn't the page's own word: a user of the system, a number, names of operations. */
const WRITTEN = /^(\S+ \(\d+\)|会话 [0-9a-f]+|[A-Z][a-z]+([A-Z][a-z]+)+)$/;

/** What records hold as it was: the API's names and words, ids, and what was asked. */
const RECORDED = ".record :is(.what, .object, code), [title], datalist";

/** Any Latin word of what stands around records, with what is folded away in them. */
function englishOfRecords(page) {
  return page.locator(".records").evaluate((records, recorded) => {
    const texts = [];
    const walker = document.createTreeWalker(records, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (!parentElement.closest(recorded)) texts.push(data.trim());
    }
    for (const code of records.querySelectorAll("dt")) {
      const answer = code.textContent === "返回内容" ? code.nextElementSibling.textContent : "";
      texts.push(answer.trim());
    }
    return texts.filter((text) => /[A-Za-z]{2,}/.test(text));
  }, RECORDED);
}

/** Texts of the page that are made of Latin letters alone, two words or more. */
function english(page) {
  return page.evaluate(() => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.data.trim());
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      for (const name of ["aria-label", "title", "placeholder"]) texts.push(element.getAttribute(name) ?? "");
    }
    return texts.filter((text) => /^[A-Z][a-z’]+( [a-z’]+)+[.…?]?$/.test(text));
  });
}

place.test("a browser that asks for Chinese gets nothing else, anywhere", { at: null, ...chinese, expected: [/404/] }, async (page) => {
  for (const [path, ready] of views) {
    await page.goto(path);
    await page.locator(ready).first().waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans", path);
    const left = (await english(page)).filter((text) => !SAME.test(text));
    assert.deepEqual(left, [], path);
  }
  await page.goto("/audit");
  await page.locator(".record").first().waitFor();
  const recorded = (await englishOfRecords(page)).filter((text) => !SAME.test(text) && !WRITTEN.test(text));
  assert.deepEqual(recorded, [], "nor in the audit, whatever is written small");
  await page.goto("/containers");
  const row = page.locator(".row", { hasText: "web" });
  await row.getByText(/^已运行 \d+ (秒|分钟)$/).waitFor();
  await page.locator(".row", { hasText: "job" }).getByText(/前退出 \(3\)$/).waitFor();
  await accessible(page, "/containers in Chinese");
});

place.test("logging in speaks it, too, and says in it what went wrong", { at: "/login?next=/images", as: null, ...chinese, expected: [/401/] }, async (page) => {
  await page.getByLabel("用户名").fill("ada");
  await page.getByLabel("密码").fill("wrong, surely");
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("alert").filter({ hasText: "用户名或密码错误。" }).waitFor();
  await accessible(page, "/login in Chinese");
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { level: 1, name: "镜像" }).waitFor();
});

place.test("whoever wants another language keeps it, and stays where they are", { at: "/images?q=busy" }, async (page) => {
  await page.getByRole("heading", { level: 1, name: "Images" }).waitFor();
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox").fill("简体");
  await page.getByRole("option", { name: "简体中文" }).click();
  await page.getByRole("heading", { level: 1, name: "镜像" }).waitFor();
  assert.equal(new URL(page.url()).search, "?q=busy");
  await page.goto("/settings");
  await page.getByRole("heading", { level: 1, name: "设置" }).waitFor();
  await page.getByLabel("English").check();
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
});

place.test("a stranger chooses at the door", { at: "/login?next=/volumes", as: null }, async (page) => {
  await page.getByRole("link", { name: "简体中文" }).click();
  await page.getByRole("button", { name: "登录" }).waitFor();
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor();
});

place.test("only the words of one language are sent", { at: null, ...chinese }, async (page) => {
  const modules = [];
  page.on("response", async (response) => {
    if (/\.(wasm|bin)$/.test(response.url())) modules.push(response.body());
  });
  await page.goto("/containers");
  await page.locator(".row").first().waitFor();
  const sent = Buffer.concat(await Promise.all(modules)).toString("utf8");
  assert.ok(sent.includes("还没有容器"));
  assert.ok(!sent.includes("No containers yet"));
});

for (const [locale, form] of [["en-US", /^\d+\/\d+\/\d{4}, \d+:\d+:\d+\s[AP]M$/], ["de-DE", /^\d{2}\/\d{2}\/\d{4}, \d{2}:\d{2}:\d{2}$/]]) {
  place.test(`moments stand as ${locale} has them, if that is English`, { locale }, async (page) => {
    const created = page.locator(".body .row", { hasText: "web" }).locator(".col-created [title]");
    assert.match(await created.getAttribute("title"), form);
  });
}
