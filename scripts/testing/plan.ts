import { existsSync, statSync } from "node:fs";
import path from "node:path";

import { filesBelow } from "../lib/files.js";
import { numberAt, readJson } from "../lib/json.js";

/** Milliseconds each test file took when somebody last ran `npm test -- --record`. */
export const WEIGHTS = "test/weights.json";

/** Test files of the repository and of its packages whose path holds one of the patterns; all when there is none. */
export function testFiles(root: string, patterns: readonly string[]): string[] {
  const packages = filesBelow(root, "packages").filter((file) =>
    /^packages\/[^/]+\/test\//.test(file),
  );
  return [...filesBelow(root, "test"), ...packages]
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)));
}

/** Splits files into shards of about equal weight: the heaviest first, each to the lightest shard so far. */
export function plan(root: string, files: readonly string[], shards: number): string[][] {
  const weigh = weigher(root, files);
  const weighed = files.map((file) => ({ file, weight: weigh(file) }));
  const bins = Array.from({ length: Math.min(shards, files.length) }, () => ({
    files: [""],
    weight: 0,
  }));
  for (const { file, weight } of weighed.sort((a, b) => b.weight - a.weight)) {
    const [lightest] = bins.sort((a, b) => a.weight - b.weight);
    lightest?.files.push(file);
    if (lightest !== undefined) lightest.weight += weight;
  }
  return bins.map((bin) => bin.files.filter((file) => file !== "").sort());
}

/** Recorded milliseconds; a file without a record counts by its size, at the rate of the recorded ones. */
function weigher(root: string, files: readonly string[]): (file: string) => number {
  const recordFile = path.join(root, WEIGHTS);
  const record = existsSync(recordFile) ? readJson(recordFile) : {};
  const size = (file: string): number => statSync(path.join(root, file)).size;
  const known = files.filter((file) => numberAt(record, file) > 0);
  const sum = (of: (file: string) => number): number =>
    known.reduce((total, file) => total + of(file), 0);
  const rate = known.length === 0 ? 1 : sum((file) => numberAt(record, file)) / sum(size);
  return (file) => (known.includes(file) ? numberAt(record, file) : size(file) * rate);
}
