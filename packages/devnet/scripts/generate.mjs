// Writes src/generated: typed handles of the LayerZero and Chainlink contracts the devnet uses, made from their ABIs alone.
// Bytecode stays in the packages it comes from (LayerZero's licence forbids copying it) and is read at run time.
// Usage, after `hardhat build`: node packages/devnet/scripts/generate.mjs
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { format, resolveConfig } from "prettier";
import { glob, runTypeChain } from "typechain";

const require = createRequire(import.meta.url);
const root = new URL("../../../", import.meta.url).pathname;
const protocol = "@layerzerolabs/lz-evm-protocol-v2/artifacts/contracts";
const messagelib = "@layerzerolabs/lz-evm-messagelib-v2/artifacts/contracts";
const chainlink = `${root}artifacts/@chainlink/contracts/src/v0.8/l2ep`;
const streams = `${root}artifacts/@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0`;
const own = `${root}artifacts/packages/devnet/contracts`;

const artifacts = [
  require.resolve(`${protocol}/EndpointV2.sol/EndpointV2.json`),
  ...["SendUln302", "ReceiveUln302", "ReceiveUln302View"].map((name) =>
    require.resolve(`${messagelib}/uln/uln302/${name}.sol/${name}.json`),
  ),
  ...["DVN", "DVNFeeLib"].map((name) =>
    require.resolve(`${messagelib}/uln/dvn/${name}.sol/${name}.json`),
  ),
  ...["Executor", "ExecutorFeeLib", "PriceFeed", "Treasury"].map((name) =>
    require.resolve(`${messagelib}/${name}.sol/${name}.json`),
  ),
  `${chainlink}/arbitrum/ArbitrumSequencerUptimeFeed.sol/ArbitrumSequencerUptimeFeed.json`,
  `${chainlink}/Flags.sol/Flags.json`,
  ...["FeeManager", "RewardManager", "Verifier", "VerifierProxy"].map(
    (name) => `${streams}/${name}.sol/${name}.json`,
  ),
  `${own}/SignedFeed.sol/SignedFeed.json`,
];

// TypeChain ignores everything below node_modules, so the ABIs are copied out first.
const scratch = mkdtempSync(join(tmpdir(), "devnet-abi-"));
for (const path of artifacts) {
  const { abi } = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(join(scratch, basename(path)), JSON.stringify(abi));
}
const outDir = new URL("../src/generated", import.meta.url).pathname;
rmSync(outDir, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });
const allFiles = glob(scratch, ["*.json"]);
await runTypeChain({
  cwd: scratch,
  filesToProcess: allFiles,
  allFiles,
  outDir,
  target: "ethers-v6",
  flags: {
    alwaysGenerateOverloads: false,
    discriminateTypes: false,
    node16Modules: true,
    environment: undefined,
  },
});
rmSync(scratch, { recursive: true, force: true });
for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const options = await resolveConfig(path);
  writeFileSync(path, await format(readFileSync(path, "utf8"), { ...options, filepath: path }));
}
process.stdout.write(`${readdirSync(outDir).length} files in ${outDir}\n`);
