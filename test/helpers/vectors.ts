import { readFileSync } from "node:fs";

/** Cases of the reference model, by id. */
const cases = new Map<string, unknown>();

function load(): void {
  const text = readFileSync(new URL("../vectors/risk.json", import.meta.url), "utf8");
  const parsed: unknown = JSON.parse(text);
  const all: unknown = parsed instanceof Object ? Reflect.get(parsed, "cases") : undefined;
  if (!Array.isArray(all)) throw new Error("the vectors hold no cases");
  for (const one of all as readonly unknown[]) {
    if (one instanceof Object) cases.set(String(Reflect.get(one, "id")), Reflect.get(one, "out"));
  }
}

/** What the reference model answers in one case, as numbers. */
export function vector(id: string): bigint[] {
  if (cases.size === 0) load();
  const out = cases.get(id);
  if (out === undefined) throw new Error(`the vectors have no case ${id}`);
  return (Array.isArray(out) ? out : [out]).map((part) => BigInt(String(part)));
}

/** The single number that the reference model answers in one case. */
export function vectorOf(id: string): bigint {
  const [first] = vector(id);
  if (first === undefined) throw new Error(`the case ${id} answers nothing`);
  return first;
}
