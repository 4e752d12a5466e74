// What the page says in each of its languages, read from the tables that it is built of: a flow finds its way by them.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../app/src/i18n");

/** The plain texts of a language by their names: `words("zh_hans").Stop`. A name that isn't there is an error. */
export function words(language) {
  const source = readFileSync(join(folder, `${language}.rs`), "utf8");
  const texts = {};
  for (const [, name, text] of source.matchAll(/^    (\w+):\s+"((?:[^"\\]|\\.)*)",$/gm)) texts[name] = text;
  return new Proxy(texts, {
    get(all, name) {
      if (!(name in all)) throw new Error(`${language}.rs has no text ${String(name)}`);
      return all[name];
    },
  });
}
