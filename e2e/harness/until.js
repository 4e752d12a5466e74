// Waiting for what is to come, never for a time.

import { inspect } from "node:util";

/** Looks again and again until `holds` says yes to what `read` gives; gives that. */
export async function until(read, holds = Boolean, { within = 10_000 } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${holds}\nlast seen: ${inspect(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A text as a pattern that matches it and nothing around it. */
export function exactly(text) {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
}
