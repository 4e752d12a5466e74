// The pictures of docs/screens: every one can still be taken, on the pages as they are. Those in the light on a desk are
// taken; which there are on the other screens follows from them.

import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { onAllScreens, photograph } from "../screens/screens.js";

const kept = join(import.meta.dirname, "../../docs/screens");
const taken = join(import.meta.dirname, "../../target/e2e/screens");

test("each picture in docs/screens is one of a page that is there", { timeout: 240_000 }, async () => {
  await rm(taken, { recursive: true, force: true });
  await photograph(taken, ["light"]);
  assert.deepEqual(onAllScreens(await readdir(taken)).toSorted(), (await readdir(kept)).toSorted());
});
