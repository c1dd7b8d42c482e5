import { existsSync } from "node:fs";
import path from "node:path";

import { type Contract, deployableContracts } from "../lib/artifacts.js";
import { filesBelow, readText } from "../lib/files.js";
import { COMPUTED, testTitles } from "../lib/titles.js";
import { parseTree } from "../lib/tree.js";
import { type Check } from "./check.js";

const LAYERS = new Set(["spoke", "hub", "liquidation", "risk", "oracle", "messaging"]);
const JOINT = " > ";

export const trees: Check = {
  name: "trees",
  guards:
    "every .tree leaf has its test, every unit test its leaf, every function that changes state its tree",
  needsBuild: true,
  run: (root) => {
    const files = filesBelow(root, "test");
    const treeFiles = files.filter((file) => file.endsWith(".tree"));
    const treeless = files
      .filter((file) => file.startsWith("test/unit/") && file.endsWith(".test.ts"))
      .filter((file) => !treeFiles.includes(treeOf(file)))
      .map((file) => `${file}: has no ${path.basename(treeOf(file))} beside it`);
    const problems = treeFiles.flatMap((file) => compareWithTest(root, file));
    const roots = new Set(treeFiles.map((file) => parseTree(readText(root, file)).root));
    return Promise.resolve({ problems: [...problems, ...treeless, ...withoutTree(root, roots)] });
  },
};

const treeOf = (testFile: string): string => testFile.replace(/\.test\.ts$/, ".tree");

function compareWithTest(root: string, treeFile: string): string[] {
  const testFile = treeFile.replace(/\.tree$/, ".test.ts");
  const tree = parseTree(readText(root, treeFile));
  const broken = tree.problems.map((problem) => `${treeFile}: ${problem}`);
  if (!existsSync(path.join(root, testFile)))
    return [...broken, `${treeFile}: has no ${path.basename(testFile)} beside it`];
  const leaves = tree.leaves.map((leaf) => leaf.join(JOINT));
  const tests = testTitles(testFile, readText(root, testFile)).map(({ path: titles, line }) => ({
    title: titles.join(JOINT),
    line,
  }));
  const missing = leaves.filter((leaf) => !tests.some(({ title }) => covers(title, leaf)));
  const extra = tests.filter(({ title }) => !leaves.some((leaf) => covers(title, leaf)));
  const twice = leaves.filter((leaf, index) => leaves.indexOf(leaf) !== index);
  return [
    ...broken,
    ...twice.map((leaf) => `${treeFile}: leaf stands twice: ${leaf}`),
    ...missing.map((leaf) => `${testFile}: no test for leaf: ${leaf}`),
    ...extra.map(({ title, line }) => `${testFile}:${String(line)}: no leaf for test: ${title}`),
  ];
}

/** A title with a computed part covers every leaf that differs from it in that part only. */
function covers(title: string, leaf: string): boolean {
  if (!title.includes(COMPUTED)) return title === leaf;
  const parts = title.split(COMPUTED).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`).test(leaf);
}

function withoutTree(root: string, roots: ReadonlySet<string>): string[] {
  const contracts = deployableContracts(root).filter(({ layer }) => LAYERS.has(layer));
  return contracts.flatMap((contract) => {
    const own = ownFunctions(root, contract.source);
    return changingFunctions(contract)
      .filter((name) => own.has(name) && !hasTree(roots, contract.name, name))
      .map((name) => `${contract.source}: no tree starts with "${contract.name}.${name}"`);
  });
}

function hasTree(roots: ReadonlySet<string>, contract: string, name: string): boolean {
  const wanted = `${contract}.${name}`;
  return [...roots].some(
    (root) => root === wanted || root.startsWith(`${wanted}(`) || root.startsWith(`${wanted} `),
  );
}

function changingFunctions(contract: Contract): string[] {
  const changing = contract.functions.filter((item) => item.changesState);
  return [...new Set(changing.map((item) => item.name))];
}

/** Names of the functions written in this contract or in a base contract of this repository; libraries are not inherited. */
function ownFunctions(root: string, source: string, seen = new Set<string>()): Set<string> {
  const names = new Set<string>();
  if (seen.has(source) || !existsSync(path.join(root, source))) return names;
  seen.add(source);
  const text = readText(root, source);
  if (/^(abstract )?contract /m.test(text))
    for (const match of text.matchAll(/\bfunction\s+(\w+)/g)) names.add(match[1] ?? "");
  for (const match of text.matchAll(/from "(\.[^"]+\.sol)"/g)) {
    const imported = path.posix.join(path.posix.dirname(source), match[1] ?? "");
    for (const name of ownFunctions(root, imported, seen)) names.add(name);
  }
  return names;
}
