import { rmSync } from "node:fs";
import path from "node:path";

import { run } from "./run.js";

/**
 * The one build of a run. With `bindings` the TypeChain files go there instead of typechain-types/, so that a check can
 * compare the two and never repairs what it is about to report.
 */
export async function build(root: string, bindings?: string): Promise<string | undefined> {
  const env = bindings === undefined ? {} : { CAUSEWAY_TYPECHAIN_DIR: bindings };
  if (bindings !== undefined) rmSync(path.join(root, bindings), { recursive: true, force: true });
  const { code, output } = await run("hardhat", ["build"], { cwd: root, env });
  return code === 0 ? undefined : output;
}
