// Takes pictures: WebP, which is a quarter of PNG's size.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Taller than this nobody looks. */
const TALLEST = 4000;
const QUALITY = 84;

/** Gives what takes pictures of a page, named by what they show and then by `suffix`. */
export async function camera(page, folder, suffix) {
  const devtools = await page.context().newCDPSession(page);
  const take = async (name) => {
    // Until its part has come, a page has none.
    await page.locator("h1").first().waitFor();
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
    await writeFile(join(folder, `${name}-${suffix}.webp`), Buffer.from(data, "base64"));
  };
  /** The same of a page as tall as what it holds. */
  const takeWhole = async (name) => {
    const usual = page.viewportSize();
    const needed = await page.locator("main").evaluate((main) => {
      main.scrollTop = 0;
      return main.scrollHeight - main.clientHeight;
    });
    await page.setViewportSize({ ...usual, height: Math.min(usual.height + needed, TALLEST) });
    await take(name);
    await page.setViewportSize(usual);
  };
  return { take, takeWhole };
}
