import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deployableContracts } from "../scripts/lib/artifacts.js";
import { home } from "../scripts/lib/home.js";
import { numberAt, parseJson } from "../scripts/lib/json.js";
import type { Costs } from "./lib/acts.js";
import { canonical, compare, problemsOf, tableOf, type Figures } from "./lib/compare.js";
import { operations, sizeOf } from "./lib/operations.js";
import { createBench } from "./lib/world.js";
import { heartbeats } from "./stories/heartbeats.js";
import { lens } from "./stories/lens.js";
import { liquidation } from "./stories/liquidation.js";
import { margin, views } from "./stories/margin.js";
import { messages } from "./stories/messages.js";
import { pool } from "./stories/pool.js";

const RESULTS = path.join(home, "bench/results/gas.json");

/** The stories share one system, so their order is part of what is measured. */
const stories = [messages, margin, views, lens, liquidation, heartbeats, pool] as const;

/** What to do with the figures. */
export interface GasOptions {
  /** Write them down. */
  readonly record: boolean;
  /** Fail on any difference from what is recorded. */
  readonly strict: boolean;
}

async function measure(): Promise<Figures> {
  const bench = await createBench();
  let costs: Costs = {};
  try {
    for (const story of stories) costs = { ...costs, ...(await story(bench)) };
  } finally {
    await bench.devnet.close();
  }
  return costs;
}

function readResults(): Figures {
  if (!existsSync(RESULTS)) return {};
  const recorded = parseJson(readFileSync(RESULTS, "utf8"), RESULTS);
  return Object.fromEntries(Object.keys(recorded).map((id) => [id, numberAt(recorded, id)]));
}

/** Measures everything, prints the table, and says what is wrong with it. */
export async function benchGas(
  { record, strict }: GasOptions,
  print: (text: string) => void,
): Promise<string[]> {
  const contracts = deployableContracts(home);
  const sizes = Object.fromEntries(
    contracts.map(({ name, deployedBytes }) => [`sizes.${name}`, deployedBytes]),
  );
  const measured: Figures = { ...(await measure()), ...sizes };
  const all = [...operations, ...contracts.map(({ name }) => sizeOf(name))];
  const lines = compare(all, readResults(), measured);
  print(tableOf(lines));
  if (!record) return problemsOf(lines, measured, strict);
  writeFileSync(RESULTS, canonical(measured));
  return problemsOf(compare(all, measured, measured), measured, strict);
}
