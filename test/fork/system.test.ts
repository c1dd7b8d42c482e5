import {
  deploymentsOf,
  forkDevnet,
  onAnvil,
  type Devnet,
  type LayerZeroCore,
} from "@causeway/devnet";
import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkInvariants } from "../../deploy/local/invariants.js";
import {
  ADDRESSES,
  attachForks,
  faceOf,
  forkTargets,
  urlVariable,
  type Variables,
} from "../helpers/forks.js";
import {
  addressOf,
  borrow,
  depositAndSync,
  depositCash,
  deployLocalSystem,
  liquidate,
  localDevnet,
  networkOf,
  pump,
  setPrice,
  supply,
  take,
  walletOf,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

const usd = (amount: bigint): bigint => amount * 10n ** 6n;

/** The keys of ether on each source chain. */
const ethers = [2, 5, 8] as const;

/** The same whoever verifies and delivers: a signing DVN and executor, or impersonated ones. */
function behavesOn(start: () => Promise<Devnet<LayerZeroCore>>): void {
  let world: LocalSystem;

  before(async function () {
    this.timeout(300_000);
    world = await deployLocalSystem(await start());
  });

  after(async () => {
    await world.devnet.close();
  });

  it("credits a deposit from every source chain and pays a withdrawal back there", async () => {
    const alice = addressOf(world, "alice");
    const { engine } = world.hub;
    for (const key of ethers) await depositAndSync(world, { key, from: "alice", units: 10n ** 9n });
    expect(await pump(world)).to.equal(3);
    for (const key of ethers) {
      expect(await engine.balanceOf(alice, key)).to.equal(10n ** 9n);
      await withdrawCollateral(world, { key, from: "alice", units: 10n ** 8n });
    }
    expect(await pump(world)).to.equal(3);
    for (const key of ethers) expect(await walletOf(world, key, alice)).to.equal(10n ** 8n);
  });

  it("liquidates when signed prices fall and releases what a keeper takes at its source", async () => {
    const [alice, keeper] = [addressOf(world, "alice"), addressOf(world, "keeper")];
    await supply(world, usd(200_000n));
    await depositCash(world, "keeper", usd(100_000n));
    await borrow(world, "alice", usd(50_000n));
    await world.devnet.increaseTime(60);
    await setPrice(world, "ETH", 210_000n);
    await liquidate(world, alice);
    await take(world, { account: alice, key: 5, units: 5n * 10n ** 8n, recipient: keeper });
    expect(await pump(world)).to.equal(1);
    expect(await walletOf(world, 5, keeper)).to.equal(5n * 10n ** 8n);
  });

  it("keeps every invariant", async () => {
    const broken = (await checkInvariants(world)).filter(({ holds }) => !holds);
    expect(broken).to.deep.equal([]);
  });
}

describe("Causeway on forks", () => {
  let base: Devnet;
  let faces: readonly string[];
  let folder: string;

  const facesNow = (): Promise<string[]> => Promise.all(base.chains.map(faceOf));

  before(async function () {
    this.timeout(300_000);
    base = await localDevnet({ connect: onAnvil(), seed: "forks" });
    faces = await facesNow();
    folder = mkdtempSync(path.join(tmpdir(), "causeway-fork-"));
  });

  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await base.close();
  });

  /** The variables as they would name the running chains, with their LayerZero contracts at known addresses. */
  const variablesOfBase = (): Variables => {
    const variables: Record<string, string | undefined> = {};
    const file = path.join(folder, "addresses.json");
    const contracts = deploymentsOf(base);
    const book = base.chains.map(({ name, chainId }) => [
      name,
      { chainId, layerZero: contracts[name] },
    ]);
    writeFileSync(file, JSON.stringify(Object.fromEntries(book)));
    for (const { name, connection } of base.chains) variables[urlVariable(name)] = connection.url;
    return { ...variables, [ADDRESSES]: file };
  };

  describe("of a devnet over HTTP, whose DVNs sign", () => {
    behavesOn(() => forkDevnet(base, { network: networkOf }));
  });

  describe("of the chains that CAUSEWAY_FORK_<CHAIN>_URL names, whose DVNs are impersonated", () => {
    behavesOn(() => {
      const targets = forkTargets(process.env) ?? forkTargets(variablesOfBase());
      if (targets === undefined) throw new Error("no chain to fork");
      return attachForks(targets);
    });
  });

  // In a suite of its own: mocha runs a suite's own tests before the suites in it.
  describe("after all that", () => {
    it("left the chains underneath untouched", async () => {
      expect(await facesNow()).to.deep.equal(faces);
    });
  });

  describe("when only some of the variables are set", () => {
    it("says which are missing", () => {
      expect(() => forkTargets({ CAUSEWAY_FORK_HUB_URL: "http://127.0.0.1:1" })).to.throw(
        "CAUSEWAY_FORK_ARBITRUM_URL, CAUSEWAY_FORK_BASE_URL, CAUSEWAY_FORK_OPTIMISM_URL are not set",
      );
    });
  });

  describe("when none of them is set", () => {
    it("forks nothing of the kind", () => {
      expect(forkTargets({})).to.equal(undefined);
    });
  });

  describe("when all of them are set and no addresses", () => {
    it("takes LayerZero's published testnet contracts", () => {
      const variables: Record<string, string> = {};
      for (const name of ["hub", "arbitrum", "base", "optimism"])
        variables[urlVariable(name)] = "http://127.0.0.1:1";
      const targets = forkTargets(variables);
      expect(targets?.get("arbitrum")?.chainId).to.equal(421_614);
      expect(targets?.get("hub")?.layerZero.endpoint).to.equal(
        "0x6EDCE65403992e310A62460808c4b910D972f10f",
      );
    });
  });
});
