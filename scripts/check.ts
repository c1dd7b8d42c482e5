// npm run check [-- NAME...] [-- --list]: every rule of STYLE.md that a tool can hold, two checks at a time.
import { checks } from "./checks/all.js";
import { FRESH_BINDINGS } from "./checks/bindings.js";
import { runChecks } from "./checks/runner.js";
import { build } from "./lib/build.js";
import { home } from "./lib/home.js";

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--list")) {
    for (const check of checks) console.log(`${check.name.padEnd(12)} ${check.guards}`);
    return 0;
  }
  const unknown = args.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    const names = checks.map((check) => check.name).join(", ");
    console.error(`There is no check "${unknown.join('", "')}". There are: ${names}`);
    return 2;
  }
  const chosen = checks.filter((check) => args.length === 0 || args.includes(check.name));
  const work = {
    root: home,
    checks: chosen,
    build: () => build(home, FRESH_BINDINGS),
    say: (text: string): void => {
      console.log(text);
    },
  };
  const failed = await runChecks(work);
  const total = `${String(chosen.length - failed)} checks passed, ${String(failed)} failed`;
  console.log(total);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
