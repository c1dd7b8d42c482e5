import { existsSync } from "node:fs";
import path from "node:path";

import { readText, repositoryFiles } from "../lib/files.js";
import { objectAt, readJson } from "../lib/json.js";
import { type Check } from "./check.js";

const README = "README.md";
const MAX_LINES = 200;
const NPM_OWN = new Set(["ci", "i", "install", "start"]);

export const docs: Check = {
  name: "docs",
  guards: "README: length, its map of the repository, its commands; links of every Markdown file",
  run: async (root) => {
    const files = await repositoryFiles(root);
    if (!files.includes(README)) return { problems: ["there is no README.md"] };
    const readme = readText(root, README);
    const lines = readme.trimEnd().split("\n").length;
    const long =
      lines > MAX_LINES
        ? [`README.md has ${String(lines)} lines, at most ${String(MAX_LINES)}`]
        : [];
    const markdown = files.filter((file) => file.endsWith(".md"));
    return {
      problems: [
        ...long,
        ...mapProblems(readme, files),
        ...markdown.flatMap((file) => commandProblems(root, file)),
        ...markdown.flatMap((file) => linkProblems(root, file)),
      ],
    };
  },
};

/** Every path of the map exists, and a folder whose children are drawn shows all of its folders. */
function mapProblems(readme: string, files: readonly string[]): string[] {
  const drawn = mapPaths(readme);
  if (drawn.length === 0)
    return ["README.md has no map of the repository (a code block with ├── lines)"];
  const folders = new Set(files.flatMap(parents));
  const gone = drawn.filter((entry) => !folders.has(entry) && !files.includes(entry));
  const opened = new Set(["", ...drawn.map((entry) => parentOf(entry))]);
  const left = [...folders].filter(
    (folder) => opened.has(parentOf(folder)) && !drawn.includes(folder),
  );
  return [
    ...gone.map((entry) => `README.md draws ${entry}, which does not exist`),
    ...left
      .filter((folder) => !path.posix.basename(folder).startsWith("."))
      .map((folder) => `README.md does not draw ${folder}/, which stands beside what it draws`),
  ];
}

/** Paths of the first code block that draws a tree. Several names on one line, as in `a  b  c`, are not read. */
function mapPaths(readme: string): string[] {
  const block = [...readme.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].find((match) =>
    /[├└]── /.test(match[1] ?? ""),
  );
  const stack: string[] = [];
  return (block?.[1] ?? "").split("\n").flatMap((line) => {
    const [, indent, name] = /^([│ ]*)[├└]── (\S+)/.exec(line) ?? [];
    if (indent === undefined || name === undefined) return [];
    stack.length = indent.length / 4;
    stack.push(name.replace(/\/$/, ""));
    return [stack.join("/")];
  });
}

function parentOf(entry: string): string {
  const parent = path.posix.dirname(entry);
  return parent === "." ? "" : parent;
}

function parents(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function commandProblems(root: string, file: string): string[] {
  const scripts = objectAt(readJson(path.join(root, "package.json")), "scripts");
  const code = [...readText(root, file).matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(
    (match) => match[0],
  );
  const quoted = code.flatMap((text) => [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)]);
  const names = new Set(quoted.map((match) => match[1] ?? ""));
  return [...names]
    .filter((name) => !(name in scripts) && !NPM_OWN.has(name))
    .map((name) => `${file} quotes "npm run ${name}", which package.json does not have`);
}

function linkProblems(root: string, file: string): string[] {
  const prose = readText(root, file).replace(/```[\s\S]*?```|`[^`\n]*`/g, "");
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  return targets
    .filter((target) => !/^(https?:|mailto:|#)/.test(target))
    .filter((target) => {
      const [local = ""] = target.split("#");
      const from = local.startsWith("/") ? "." : path.posix.dirname(file);
      return !existsSync(path.join(root, from, local));
    })
    .map((target) => `${file} links to ${target}, which does not exist`);
}
