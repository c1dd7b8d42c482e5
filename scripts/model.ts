/** `npm run model`: the explicit-state checker of the cross-chain protocol. See docs/assurance/model.md. */
import { runModel } from "../test/model/cli.js";

process.exitCode = runModel(process.argv.slice(2), {
  line: (text) => process.stdout.write(`${text}\n`),
  progress: (text) => process.stderr.write(`${text}\n`),
});
