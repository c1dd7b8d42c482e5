import { readText, repositoryFiles } from "../lib/files.js";
import { isJson, objectAt, readJson, textAt } from "../lib/json.js";
import { type Check } from "./check.js";
import { developmentKeys } from "./development-keys.js";

interface Habit {
  readonly found: string;
  readonly pattern: RegExp;
  readonly files: RegExp;
}

const SOURCE = /\.(ts|sol|cjs|mjs|js)$/;
const TEXT =
  /\.(ts|sol|cjs|mjs|js|json|md|ya?ml|html|css|tree|sh)$|(^|\/)(run|\.npmrc|\.editorconfig|\.gitattributes|\.gitignore)$/;
// Written in pieces, so that this file does not hold what it looks for.
const unfinished = [
  "TO" + "DO",
  "FIX" + "ME",
  "X" + "XX",
  "HA" + "CK",
  "for n" + "ow",
  "not impl" + "emented",
].join("|");
const machine = ["wo" + "rk", "ro" + "ot", "ho" + "me", "tm" + "p", "Use" + "rs", "far" + "m"].join(
  "|",
);
const registry = [
  "registry\\.np" + "mjs",
  "registry\\.ya" + "rnpkg",
  "deb\\.deb" + "ian\\.org",
  "npm\\.pkg\\.git" + "hub",
].join("|");

const habits: readonly Habit[] = [
  { found: "unfinished work", pattern: new RegExp(`\\b(${unfinished})\\b`), files: SOURCE },
  {
    found: "a machine path",
    pattern: new RegExp(`(^|[\\s"'\`(=:])/(${machine})/[\\w.-]`),
    files: TEXT,
  },
  { found: "a registry host", pattern: new RegExp(registry), files: TEXT },
  {
    found: "a test switched off",
    pattern:
      /\b(describe|context|it|specify)\.(only|skip)\(|\bx(it|describe|context)\(|\bthis\.skip\(/,
    files: SOURCE,
  },
  { found: "the type any", pattern: /(:|\bas|<)\s*any\b\s*([;,)>=[\]|{]|$)/, files: /\.ts$/ },
  {
    found: "a type error switched off",
    pattern: /@ts-(ignore|expect-error|nocheck)/,
    files: /\.ts$/,
  },
  {
    found: "a lint rule switched off for a whole file",
    pattern: /(\/\*|\/\/) *(eslint|solhint)-disable(?!-)/,
    files: SOURCE,
  },
];

const SECRET = /(?<![0-9a-zA-Z])(?:0x)?([0-9a-f]{64})(?![0-9a-zA-Z])/gi;
const SECRET_NAME = /(private[_ -]?key|secret|mnemonic|\bpk\b)/i;
const EXACT = /^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
const GENERATED = /^(typechain-types|artifacts|deploy\/deployments)\/|\/generated\//;

export const hygiene: Check = {
  name: "hygiene",
  guards:
    "no machine path, registry host, unfinished or switched-off work, `any`, or secret in any file; exact versions",
  run: async (root) => {
    const files = (await repositoryFiles(root)).filter((file) => !GENERATED.test(file));
    const texts = files.filter((file) => TEXT.test(file) && file !== "package-lock.json");
    const problems = texts.flatMap((file) => textProblems(file, readText(root, file)));
    const secretFiles = files
      .filter((file) => /(^|\/)\.env(\.|$)|\.(pem|key|keystore)$/.test(file))
      .map((file) => `${file}: a file for secrets does not belong in git`);
    const lock = files.includes("package-lock.json") ? lockProblems(root) : [];
    const manifests = files.filter((file) => /(^|\/)package\.json$/.test(file));
    const loose = manifests.flatMap((file) => versionProblems(root, file));
    return { problems: [...problems, ...secretFiles, ...lock, ...loose] };
  },
};

function textProblems(file: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const at = `${file}:${String(index + 1)}`;
    const found = habits
      .filter((habit) => habit.files.test(file) && habit.pattern.test(line))
      .map((habit) => `${at}: ${habit.found}: ${line.trim().slice(0, 120)}`);
    return hasSecret(line) ? [...found, `${at}: what looks like a private key`] : found;
  });
}

/** 32 bytes beside a word for a secret; a hash in a test says nothing of the kind. The development keys are no secret. */
function hasSecret(line: string): boolean {
  if (!SECRET_NAME.test(line)) return false;
  return [...line.matchAll(SECRET)].some(
    (match) => !developmentKeys.has((match[1] ?? "").toLowerCase()),
  );
}

function lockProblems(root: string): string[] {
  const packages = objectAt(readJson(`${root}/package-lock.json`), "packages");
  const hosts = Object.entries(packages).filter(
    ([, entry]) => isJson(entry) && /^https?:|^git/.test(textAt(entry, "resolved")),
  );
  return hosts.map(
    ([name]) => `package-lock.json: ${name} is tied to a host; run npm run fix-lock`,
  );
}

/** A range installs something else tomorrow. */
function versionProblems(root: string, file: string): string[] {
  const manifest = readJson(`${root}/${file}`);
  const groups = ["dependencies", "devDependencies", "peerDependencies", "overrides"];
  return groups.flatMap((group) =>
    Object.entries(objectAt(manifest, group))
      .filter(([, version]) => typeof version === "string" && !EXACT.test(version))
      .map(
        ([name, version]) => `${file}: ${group}.${name} is "${String(version)}", not one version`,
      ),
  );
}
