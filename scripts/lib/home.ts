import path from "node:path";

/** The folder of this repository, whatever folder a check is pointed at: its linter configurations stand here. */
export const home = path.resolve(import.meta.dirname, "../..");

/** The environment of commands: the tools and the Node of this repository come first, however this process was started. */
export function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const tools = path.join(home, "node_modules/.bin");
  return { ...process.env, PATH: [tools, process.env.PATH].join(path.delimiter), ...extra };
}
