import { readFileSync } from "node:fs";

const snapshot = new URL("../../snapshots/storage.json", import.meta.url);

/** The state variables of a contract in the order of their slots, as the checks hold them against the build. */
export function stateVariables(contract: string): string[] {
  const all: unknown = JSON.parse(readFileSync(snapshot, "utf8"));
  const rows: unknown = Object.entries(all ?? {}).find(([name]) => name === contract)?.[1];
  if (!Array.isArray(rows)) throw new Error(`${contract} has no storage in the snapshot`);
  return rows.map(String).filter((row) => /^\d/.test(row));
}
