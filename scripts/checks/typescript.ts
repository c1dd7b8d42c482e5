import path from "node:path";

import { existing } from "../lib/files.js";
import { run } from "../lib/run.js";
import { type Check, fromTool } from "./check.js";
import { home } from "../lib/home.js";

const FOLDERS = ["hardhat.config.ts", "bench", "deploy", "packages", "scripts", "test"];

/** The cache looks at a file's own text only; a type changed elsewhere is seen by the types check, and by a fresh clone. */
export const typescript: Check = {
  name: "typescript",
  guards:
    "type-checked ESLint: no any, no floating promise, lengths, complexity, no clock in domain code",
  run: async (root) => {
    const config = ["--config", path.join(home, "eslint.config.mjs")];
    const cache = ["--cache", "--cache-location", path.join(root, "cache/eslint/")];
    const options = [...config, ...cache, "--max-warnings", "0", "--no-error-on-unmatched-pattern"];
    const targets = existing(root, FOLDERS);
    const { code, output } = await run("eslint", [...options, ...targets], { cwd: root });
    return fromTool(code, output, "STYLE.md says what each rule is for");
  },
};
