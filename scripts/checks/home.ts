import path from "node:path";

/** The folder of this repository, whatever folder a check is pointed at: its linter configurations stand here. */
export const home = path.resolve(import.meta.dirname, "../..");
