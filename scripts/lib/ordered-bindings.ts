import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";

import { filesBelow } from "./files.js";

/** The files in which TypeChain lists contracts and folders, one declaration a line. */
const LISTS = ["index.ts", "hardhat.d.ts"];
const DECLARATION =
  /^\s*(export |import type \* as |getContractFactory\(name: '|getContractAt\(name: '|deployContract\(name: ')/;

/**
 * TypeChain lists contracts in the order their compilation ended, which differs from build to build. Sorted, the committed
 * bindings change only when a contract does.
 */
export const orderedBindings: HardhatPlugin = {
  id: "causeway-ordered-bindings",
  hookHandlers: { solidity: () => Promise.resolve({ default: hooks }) },
};

function hooks(): Promise<Partial<SolidityHooks>> {
  return Promise.resolve({
    processArtifactsAfterSuccessfulBuild(context): Promise<void> {
      const { outDir = "types" } = context.config.typechain;
      const files = filesBelow(context.config.paths.root, outDir);
      for (const file of files.filter((name) => LISTS.includes(path.basename(name)))) {
        const absolute = path.join(context.config.paths.root, file);
        writeFileSync(absolute, sortDeclarations(readFileSync(absolute, "utf8")));
      }
      return Promise.resolve();
    },
  });
}

/** Sorts each run of neighbouring declarations; every other line stays where it is. */
export function sortDeclarations(text: string): string {
  const sorted: string[] = [];
  let block: string[] = [];
  const flush = (): void => {
    sorted.push(...block.sort());
    block = [];
  };
  for (const line of text.split("\n"))
    if (DECLARATION.test(line)) block.push(line.trim());
    else {
      flush();
      sorted.push(line);
    }
  flush();
  return sorted.join("\n");
}
