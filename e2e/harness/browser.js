// Debian's Chromium (its headless shell), driven by playwright-core.

import { chromium } from "playwright-core";

// As root there is no sandbox; the others keep Chromium from looking for its maker's hosts.
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `more` are further flags of Chromium's. */
export function openBrowser(more = []) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}

/**
 * A new person at a new screen: no cookies of another.
 *
 * `complaints` of the page collects what must not happen: uncaught errors, console errors, and with them every
 * breach of the page's policy.
 */
export async function newPage(browser, { url, viewport = { width: 1280, height: 800 }, ...options }) {
  // The server's certificate is of its own making.
  // What a worker answers can't be held back by a test; those that are about it ask for one.
  const usual = { baseURL: url, ignoreHTTPSErrors: true, viewport, serviceWorkers: "block" };
  const context = await browser.newContext({ ...usual, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") page.complaints.push(`${message.text()} ${message.location().url}`.trim());
  });
  return page;
}
