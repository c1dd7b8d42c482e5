/** `npm run risk:plot`: what the risk model does with the parameters of a network, as SVG figures and text tables. */
import { runRiskPlot } from "./plot/command.js";

process.exitCode = await runRiskPlot(process.argv.slice(2), {
  line: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
});
