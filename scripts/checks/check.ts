/** What a check found. No problem means it passed; notes are printed either way (a table of sizes, for instance). */
export interface Outcome {
  readonly problems: readonly string[];
  readonly notes?: readonly string[];
}

/** One named check. `run` takes the folder to look at, so that a test can point it at a folder with a seeded fault. */
export interface Check {
  readonly name: string;
  readonly guards: string;
  /** Reads `artifacts/`: starts after the one build of the run. */
  readonly needsBuild?: boolean;
  readonly run: (root: string) => Promise<Outcome>;
}

export const passed: Outcome = { problems: [] };

/** The outcome of an outside tool: its own report is the best explanation there is. */
export function fromTool(code: number, output: string, advice: string): Outcome {
  if (code === 0) return passed;
  const report = output.trim();
  return { problems: [report === "" ? `ended with code ${String(code)}` : report, advice] };
}
