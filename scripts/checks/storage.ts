import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { deployableContracts } from "../lib/artifacts.js";
import { isJson, type Json, listAt, numberAt, objectAt, readJson, textAt } from "../lib/json.js";
import { type Check } from "./check.js";

const SNAPSHOT = "snapshots/storage.json";
const FIX =
  "If the change is meant: npm run snapshot:storage, and say in the commit why the layout moved";

/** Per contract: its slots in order, and the members of each struct that stands in one. */
type Layouts = Record<string, readonly string[]>;

export const storage: Check = {
  name: "storage",
  guards: `storage layout of every contract is the one in ${SNAPSHOT}`,
  needsBuild: true,
  run: (root) => {
    const file = path.join(root, SNAPSHOT);
    const recorded = existsSync(file) ? readJson(file) : {};
    const now = storageLayouts(root);
    const names = [...new Set([...Object.keys(recorded), ...Object.keys(now)])].sort();
    const problems = names.flatMap((name) => compare(name, recorded[name], now[name]));
    return Promise.resolve({ problems: problems.length === 0 ? [] : [...problems, FIX] });
  },
};

export function writeStorageSnapshot(root: string): void {
  const file = path.join(root, SNAPSHOT);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(storageLayouts(root), null, 2)}\n`);
}

function storageLayouts(root: string): Layouts {
  const outputs = new Map<string, Json>();
  const layouts: Layouts = {};
  for (const contract of deployableContracts(root)) {
    const file = path.join(root, "artifacts/build-info", `${contract.buildInfo}.output.json`);
    const output = outputs.get(file) ?? objectAt(readJson(file), "output");
    outputs.set(file, output);
    const inFile = objectAt(objectAt(output, "contracts"), `project/${contract.source}`);
    const layout = objectAt(inFile, contract.name).storageLayout;
    if (!isJson(layout))
      throw new Error(
        `${contract.name}: the build has no storageLayout; see outputSelection in hardhat.config.ts`,
      );
    const rows = layoutRows(layout);
    if (rows.length > 0) layouts[contract.name] = rows;
  }
  return layouts;
}

function layoutRows(layout: Json): string[] {
  const types = objectAt(layout, "types");
  const label = (type: string): string => textAt(objectAt(types, type), "label");
  const row = (owner: string, member: Json): string =>
    `${owner}${textAt(member, "slot")}+${String(numberAt(member, "offset"))} ${textAt(member, "label")}: ${label(textAt(member, "type"))}`;
  const state = listAt(layout, "storage").map((member) => row("", member));
  const structs = Object.values(types)
    .filter(isJson)
    .filter((type) => listAt(type, "members").length > 0)
    .sort((a, b) => textAt(a, "label").localeCompare(textAt(b, "label")))
    .flatMap((type) =>
      listAt(type, "members").map((member) => row(`${textAt(type, "label")} `, member)),
    );
  return [...state, ...structs];
}

function compare(name: string, recorded: unknown, now: readonly string[] | undefined): string[] {
  const before = Array.isArray(recorded) ? recorded.map(String) : [];
  const after = now ?? [];
  return [
    ...before
      .filter((row) => !after.includes(row))
      .map((row) => `${name}: recorded, now gone: ${row}`),
    ...after
      .filter((row) => !before.includes(row))
      .map((row) => `${name}: new, not recorded: ${row}`),
  ];
}
