// `cargo xtask screens`: all pictures, into docs/screens.

import { join } from "node:path";

import { photograph } from "./screens.js";

await photograph(process.env.SCREENS ?? join(import.meta.dirname, "../../docs/screens"));
