import { run } from "../lib/run.js";
import { type Check, fromTool } from "./check.js";

export const deadCode: Check = {
  name: "dead-code",
  guards: "knip: no file, export or dependency that nothing uses",
  run: async (root) => {
    const { code, output } = await run("knip", ["--no-progress", "--no-config-hints"], {
      cwd: root,
    });
    return fromTool(code, output, "Delete what is listed, or say in knip.json why it stays");
  },
};
