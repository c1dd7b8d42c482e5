import { onAnvil, type ChainConnection } from "@causeway/devnet";
import { expect } from "chai";
import { localChains } from "../../deploy/networks/local.js";
import { listAt, parseJson } from "../../scripts/lib/json.js";
import { demo } from "../helpers/demo.js";

const mnemonic = "test test test test test test test test test test test junk";

describe("npm run demo -- --forks", () => {
  let running: ChainConnection[] = [];

  before(async () => {
    const connect = onAnvil();
    const genesis = 1_767_225_600;
    running = await Promise.all(
      // Ids of their own: a running chain need not have the local environment's.
      localChains.map(({ name, chainId }) =>
        connect({ name, chainId: chainId + 1_000, mnemonic, accounts: 2, genesis }),
      ),
    );
  });

  after(async () => {
    for (const chain of running) await chain.close();
  });

  /** Newest block and first account of each chain. */
  const state = () =>
    Promise.all(
      running.map(async (chain) => [
        await chain.raw("eth_blockNumber"),
        await chain.raw("eth_getBalance", [chain.accounts[0]?.address, "latest"]),
      ]),
    );

  it("plays the story on forks and leaves the running chains as they were", async () => {
    const before = await state();
    const urls = running.map(({ url }) => url ?? "").join(",");
    const { code, stdout, stderr } = await demo("--json", "--forks", urls);
    expect(code, stderr).to.equal(0);
    const report = parseJson(stdout, "the demo's stdout");
    expect(report).to.include({ ok: true });
    // One lane slowed down and came back; on the others nothing was late.
    const lanes = listAt(report, "lanes").map((lane) => listAt(lane, "stageHistory").length);
    expect(lanes).to.deep.equal([1, 7, 1]);
    expect(await state()).to.deep.equal(before);
  });

  it("says which chain it could not reach", async () => {
    const [first] = running;
    const urls = [first?.url, first?.url, first?.url, "http://127.0.0.1:9"].join(",");
    const { code, stdout, stderr } = await demo("--json", "--forks", urls);
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.include("no chain answers at http://127.0.0.1:9, given for optimism");
  });
});
