import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";
import { createRequire } from "node:module";
import path from "node:path";

import { orderedBindings } from "./scripts/lib/ordered-bindings.js";

const require = createRequire(import.meta.url);

/** One compiler profile for tests, deployment and gas figures. `path` is the WASM compiler from npm, so builds are offline. */
const compiler = {
  version: "0.8.37",
  path: require.resolve("solc/soljson.js"),
  settings: {
    viaIR: true,
    optimizer: { enabled: true, runs: 800 },
    evmVersion: "cancun",
    // Read by the storage check; it changes no bytecode.
    outputSelection: { "*": { "*": ["storageLayout"] } },
  },
};

/**
 * Chainlink's verifier of signed reports pins an older compiler, so the real one is compiled as Chainlink compiles it.
 * Nothing of Causeway is: its own files pin the compiler above.
 */
const verifierCompiler = {
  version: "0.8.19",
  path: require.resolve("solc-0.8.19/soljson.js"),
  settings: { optimizer: { enabled: true, runs: 1_000_000 }, evmVersion: "paris" },
};

const compilers = [compiler, verifierCompiler];

/** `npm run check` generates the bindings beside the committed ones to compare the two. */
const typechainDir = process.env.CAUSEWAY_TYPECHAIN_DIR ?? "./typechain-types";

/** `npm test` runs each shard with a reporter that it can count by, and accepts neither `.only` nor `.skip`. */
const underTestRunner =
  process.env.CAUSEWAY_TEST_SHARD === undefined
    ? {}
    : {
        reporter: path.join(import.meta.dirname, "scripts/testing/reporter.cjs"),
        forbidOnly: true,
        forbidPending: true,
      };

/** Chain ids of the in-process chains. A fork of a custom chain id needs a hardfork history to answer historic calls. */
const localChainIds = [31_001, 31_002, 31_003, 31_004];

const simulated = (chainId: number) =>
  ({ type: "edr-simulated", chainType: "generic", chainId, hardfork: "prague" }) as const;

export default defineConfig({
  // In this order: the bindings are sorted after TypeChain wrote them.
  plugins: [toolbox, orderedBindings],
  paths: { sources: ["./contracts", "./packages/devnet/contracts"], ignition: "./deploy" },
  solidity: {
    npmFilesToBuild: [
      "@chainlink/contracts/src/v0.8/l2ep/Flags.sol",
      "@chainlink/contracts/src/v0.8/l2ep/arbitrum/ArbitrumSequencerUptimeFeed.sol",
      "@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0/FeeManager.sol",
      "@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0/RewardManager.sol",
      "@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0/Verifier.sol",
      "@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0/VerifierProxy.sol",
      "@layerzerolabs/lz-evm-protocol-v2/contracts/interfaces/ILayerZeroEndpointV2.sol",
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
    ],
    profiles: { default: { compilers }, production: { compilers } },
  },
  typechain: { outDir: typechainDir },
  chainDescriptors: Object.fromEntries(
    localChainIds.map((id) => [
      id,
      {
        name: `local-${id}`,
        chainType: "generic" as const,
        hardforkHistory: { prague: { blockNumber: 0 } },
      },
    ]),
  ),
  networks: {
    hub: simulated(31_001),
    spokeA: simulated(31_002),
    spokeB: simulated(31_003),
    spokeC: simulated(31_004),
  },
  test: { mocha: { timeout: 120_000, ...underTestRunner } },
});
