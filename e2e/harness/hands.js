// How somebody uses a page: with a mouse or a finger, or with the keyboard alone.

import assert from "node:assert/strict";

/** More stops than any page of the tests has. */
const STOPS = 250;

/** Presses and types where it points. */
export const pointer = {
  press: (target) => target.click(),
  write: (target, text) => target.fill(text),
};

/** Goes there key by key, as somebody does who has no mouse: with Tab, and with arrows in a menu. */
export const keyboard = {
  async press(target) {
    await reach(target);
    await target.page().keyboard.press("Enter");
  },
  async write(target, text) {
    await reach(target);
    await target.page().keyboard.press("ControlOrMeta+a");
    await target.page().keyboard.type(text);
  },
};

async function reach(target) {
  await target.waitFor();
  const key = (await target.getAttribute("role")) === "menuitem" ? "ArrowDown" : "Tab";
  for (let stop = 0; stop < STOPS; stop++) {
    if (await target.evaluate((node) => node === document.activeElement)) return;
    await target.page().keyboard.press(key);
  }
  assert.fail(`the keyboard doesn't lead to ${target}`);
}
