import path from "node:path";

import { run } from "../lib/run.js";
import { type Check, fromTool } from "./check.js";
import { home } from "../lib/home.js";

export const format: Check = {
  name: "format",
  guards: "prettier's layout of TypeScript, Solidity, JSON and Markdown",
  run: async (root) => {
    const config = path.join(home, ".prettierrc.json");
    const args = ["--check", "--log-level=warn", "--ignore-unknown", "--config", config, "."];
    const ignore = ["--ignore-path", ".gitignore", "--ignore-path", ".prettierignore"];
    const cache = ["--cache", "--cache-location", "cache/prettier.json"];
    const { code, output } = await run("prettier", [...args, ...ignore, ...cache], { cwd: root });
    return fromTool(code, output, "Fix: npx prettier --write FILE");
  },
};
