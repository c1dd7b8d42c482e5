import { deployableContracts } from "../lib/artifacts.js";
import { type Check } from "./check.js";

/** EIP-170. */
const MAX_BYTES = 24_576;

export const sizes: Check = {
  name: "sizes",
  guards: `deployed bytecode of every contract below ${String(MAX_BYTES)} bytes (EIP-170)`,
  needsBuild: true,
  run: (root) => {
    const contracts = deployableContracts(root).sort((a, b) => b.deployedBytes - a.deployedBytes);
    const notes = contracts.map(({ name, deployedBytes }) => {
      const room = MAX_BYTES - deployedBytes;
      return `${name.padEnd(24)} ${String(deployedBytes).padStart(7)} bytes, ${String(room).padStart(6)} left`;
    });
    const problems = contracts
      .filter(({ deployedBytes }) => deployedBytes >= MAX_BYTES)
      .map(
        ({ name, source, deployedBytes }) =>
          `${source}: ${name} has ${String(deployedBytes)} bytes, the chain refuses ${String(MAX_BYTES)} and more`,
      );
    return Promise.resolve({ problems, notes });
  },
};
