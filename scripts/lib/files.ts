import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

import { run } from "./run.js";

/**
 * Files that are in git or would be added by `git add .`, so that a fault is found before the commit and not after it.
 * Paths are relative to `root` with forward slashes.
 */
export async function repositoryFiles(root: string): Promise<string[]> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = await run("git", args, { cwd: root });
  if (listed.code !== 0) throw new Error(`git cannot list the files of ${root}: ${listed.output}`);
  const files = listed.output.split("\0").filter((file) => file !== "");
  return [...new Set(files)].filter((file) => isFile(path.join(root, file))).sort();
}

/** Every file below `folder` of `root`, relative to `root`; nothing when the folder does not exist. */
export function filesBelow(root: string, folder: string): string[] {
  const start = path.join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !file.includes("node_modules/"))
    .sort();
}

export function readText(root: string, file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** The folders among `wanted` that exist: linters refuse a folder that is not there. */
export function existing(root: string, wanted: readonly string[]): string[] {
  return wanted.filter((name) => existsSync(path.join(root, name)));
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}
