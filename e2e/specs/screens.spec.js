// The pictures of docs/screens: every one can still be taken, on the pages as they are.

import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { photograph } from "../screens/screens.js";

const kept = join(import.meta.dirname, "../../docs/screens");
const taken = join(import.meta.dirname, "../../target/e2e/screens");

test("each picture in docs/screens is one of a page that is there", { timeout: 240_000 }, async () => {
  const ofDesk = async (folder) => (await readdir(folder)).filter((name) => name.endsWith("-light.webp") && !name.includes("narrow")).toSorted();
  await rm(taken, { recursive: true, force: true });
  await photograph(taken, ["light"]);
  assert.deepEqual(await ofDesk(taken), await ofDesk(kept));
});
