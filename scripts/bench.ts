// npm run bench [-- --record] [-- --strict] [-- --no-demo]: what the operations of system.md section 8 cost against their
// budgets, and how soon the demo comes to its first auction. bench/README.md says how each figure is defined.
import { benchDemo } from "../bench/demo.js";
import { build } from "./lib/build.js";
import { home } from "./lib/home.js";

const OPTIONS = ["--record", "--strict", "--no-demo"];

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => !OPTIONS.includes(arg));
  if (unknown.length > 0) {
    console.log(`unknown option ${unknown.join(" ")}; there are ${OPTIONS.join(", ")}`);
    return 2;
  }
  process.chdir(home);
  const broken = await build(home);
  if (broken !== undefined) {
    console.log(`the contracts do not build\n${broken}`);
    return 1;
  }
  const print = (text: string): void => {
    console.log(text);
  };
  // The stories use the bindings, which stand only after the build.
  const { benchGas } = await import("../bench/gas.js");
  const record = args.includes("--record");
  const problems = await benchGas({ record, strict: args.includes("--strict") }, print);
  if (!args.includes("--no-demo")) problems.push(...(await benchDemo(print)));
  for (const problem of problems) console.log(problem);
  if (record) console.log("recorded in bench/results/gas.json");
  console.log(
    problems.length === 0 ? "no budget missed but those listed" : `${problems.length} problems`,
  );
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
