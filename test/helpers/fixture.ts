import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { home } from "../../scripts/lib/home.js";
import { run } from "../../scripts/lib/run.js";

const made: string[] = [];

/** A small repository in a folder of its own, for a check to look at. The tools of this repository are at hand in it. */
export async function fixture(files: Readonly<Record<string, string>>): Promise<string> {
  const root = bareFixture(files);
  symlinkSync(path.join(home, "node_modules"), path.join(root, "node_modules"));
  return initialised(root);
}

/** The same without node_modules. */
export function bareFixture(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), "causeway-check-"));
  made.push(root);
  for (const [file, text] of Object.entries({ ".gitignore": "node_modules\ncache\n", ...files })) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

async function initialised(root: string): Promise<string> {
  const { code, output } = await run("git", ["init", "--quiet"], { cwd: root });
  if (code !== 0) throw new Error(`git init failed in the fixture: ${output}`);
  return root;
}

/** Deletes every fixture of this process. */
export function removeFixtures(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}
