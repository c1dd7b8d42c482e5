/** `npm run properties`: random histories against the properties of the risk model (risk.md 2.5, security.md 4). */
import { runProperties } from "../test/properties/cli.js";

process.exitCode = runProperties(process.argv.slice(2), {
  line: (text) => process.stdout.write(`${text}\n`),
  progress: (text) => process.stderr.write(`${text}\n`),
});
