import path from "node:path";

import { existing } from "../lib/files.js";
import { run } from "../lib/run.js";
import { type Check, fromTool } from "./check.js";
import { home } from "../lib/home.js";

const FOLDERS = ["packages", "scripts", "test", "deploy", "bench"];

export const layers: Check = {
  name: "layers",
  guards: "which TypeScript may import which: pure maths, a devnet without the protocol, no cycles",
  run: async (root) => {
    const config = path.join(home, ".dependency-cruiser.cjs");
    const options = ["--config", config, "--output-type", "err-long"];
    const targets = existing(root, FOLDERS);
    const { code, output } = await run("depcruise", [...options, ...targets], { cwd: root });
    return fromTool(code, output, "The rules and their reasons stand in .dependency-cruiser.cjs");
  },
};
