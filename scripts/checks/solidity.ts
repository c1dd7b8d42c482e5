import { filesBelow } from "../lib/files.js";
import { run } from "../lib/run.js";
import { type Check, fromTool, passed } from "./check.js";

const NOT_LOADED = /Could not load|doesn't export an array|Rule '.*' doesn't exist/;

/** Without its plugin solhint only warns, drops every house rule and passes: that warning is a failure here. */
export const solidity: Check = {
  name: "solidity",
  guards: "solhint with the house rules: layers, lengths, error names, NatSpec, units, assembly",
  run: async (root) => {
    const files = ["contracts", "packages"].flatMap((folder) => filesBelow(root, folder));
    const sources = files.filter((file) => file.endsWith(".sol"));
    if (sources.length === 0) return passed;
    const args = ["--disc", "--noPoster", "--max-warnings", "0", "--formatter", "unix", ...sources];
    const { code, output } = await run("solhint", args, { cwd: root });
    if (NOT_LOADED.test(output)) {
      const advice =
        "solhint does not know a rule of .solhint.json: run npm ci, then look at its plugins";
      return { problems: [output.trim(), advice] };
    }
    return fromTool(code, output, "STYLE.md says what each rule is for");
  },
};
