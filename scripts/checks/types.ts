import { run } from "../lib/run.js";
import { type Check, fromTool } from "./check.js";

export const types: Check = {
  name: "types",
  guards: "tsc --noEmit over everything, in the strictest mode",
  run: async (root) => {
    const args = ["--noEmit", "--pretty", "false", "--project", "tsconfig.json"];
    const { code, output } = await run("tsc", args, { cwd: root });
    return fromTool(code, output, "typechain-types/ is written by: hardhat build");
  },
};
