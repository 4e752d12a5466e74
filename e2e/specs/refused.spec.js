// What can't be shown is told on a page, to whoever looks in a browser.

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.js";
import { newPage, openBrowser } from "../harness/browser.js";
import { house } from "../harness/house.js";

const place = house();

for (const [colorScheme, width] of [["light", 1280], ["dark", 390]]) {
  const screen = { colorScheme, viewport: { width, height: 700 } };
  place.test(`an address that isn't there leads back, ${colorScheme}, ${width} wide`, { at: "", expected: [/status of 404/], ...screen }, async (page) => {
    await page.goto("/containerz");
    await page.getByRole("heading", { name: "That didn’t work" }).waitFor();
    await page.getByText("there is nothing at this address").waitFor();
    await accessible(page, "an address that isn't there");
    await page.getByRole("link", { name: "To the start page" }).click();
    await page.getByRole("heading", { name: "Dashboard" }).waitFor();
  });
}

place.test("by a name that it doesn't know the server says so, in one's language", { at: "" }, async () => {
  const elsewhere = new URL(place.server.url);
  elsewhere.hostname = "elsewhere.example";
  const browser = await openBrowser([`--host-resolver-rules=MAP ${elsewhere.hostname} 127.0.0.1`]);
  try {
    for (const [locale, told] of [["en", /isn't known as .*elsewhere\.example.*PIERHEAD_ALLOW_HOST/], ["zh-CN", /此服务器不使用/]]) {
      const page = await newPage(browser, { url: elsewhere.href, locale, colorScheme: "dark" });
      const answer = await page.goto("/");
      assert.equal(answer.status(), 421);
      await page.getByText(told).waitFor();
      assert.equal(await page.getByRole("link").count(), 0, "there is no other page by this name either");
      await accessible(page, "an unknown name");
    }
  } finally {
    await browser.close();
  }
});
