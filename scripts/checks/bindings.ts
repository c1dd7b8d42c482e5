import { existsSync } from "node:fs";

import { filesBelow, readText } from "../lib/files.js";
import { type Check } from "./check.js";

export const FRESH_BINDINGS = "cache/typechain";
const COMMITTED = "typechain-types";
const SHOWN = 20;
const FIX = "Fix: rm -rf typechain-types && hardhat build --force, then commit typechain-types/";

/** Compares the committed bindings with those of the build, stale files included: TypeChain never deletes one. */
export const bindings: Check = {
  name: "bindings",
  guards: "typechain-types/ is what the contracts of this commit generate",
  needsBuild: true,
  run: (root) => {
    const fresh = below(root, FRESH_BINDINGS);
    const committed = below(root, COMMITTED);
    const missing = [...fresh.keys()].filter((file) => !committed.has(file));
    const stale = [...committed.keys()].filter((file) => !fresh.has(file));
    const changed = [...fresh].filter(
      ([file, text]) => committed.has(file) && committed.get(file) !== text,
    );
    const problems = [
      ...missing.map((file) => `missing: ${COMMITTED}/${file}`),
      ...stale.map((file) => `stale, its contract is gone: ${COMMITTED}/${file}`),
      ...changed.map(([file]) => `differs from the contract: ${COMMITTED}/${file}`),
    ];
    return Promise.resolve({ problems: problems.length === 0 ? [] : [...brief(problems), FIX] });
  },
};

function below(root: string, folder: string): Map<string, string> {
  if (!existsSync(`${root}/${folder}`)) return new Map();
  const files = filesBelow(root, folder);
  return new Map(files.map((file) => [file.slice(folder.length + 1), readText(root, file)]));
}

/** A renamed folder changes hundreds of files in the same way: the first ones tell what happened. */
function brief(problems: readonly string[]): string[] {
  const rest = problems.length - SHOWN;
  const more = rest > 0 ? [`and ${String(rest)} more`] : [];
  return [...problems.slice(0, SHOWN), ...more];
}
