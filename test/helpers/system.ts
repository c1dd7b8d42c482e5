import { fixture } from "@causeway/devnet";
import { createLocalSystem, type LocalSystem } from "../../deploy/local/world.js";

export * from "../../deploy/local/governance.js";
export * from "../../deploy/local/moves.js";
export * from "../../deploy/local/people.js";
export * from "../../deploy/local/world.js";
export { sourceOf } from "../../deploy/contracts.js";

/** Hub and three source chains with everything deployed and handed over, in its first state each time. */
export const systemFixture = fixture(() => createLocalSystem());

/** Gives each test of a suite the same system in its first state. */
export function useSystem(): () => LocalSystem {
  let system: LocalSystem | undefined;
  beforeEach(async () => {
    system = await systemFixture();
  });
  return () => {
    if (system === undefined) throw new Error("the system stands only inside a test");
    return system;
  };
}
