import { bps } from "@causeway/sdk";
import { expect } from "chai";
import { deployContracts } from "../../deploy/contracts.js";
import { configure, planSystem } from "../../deploy/deploy.js";
import type { Environment } from "../../deploy/networks/types.js";
import { baseGas, receiveGasOption } from "../../deploy/pathways.js";
import { IUlnLibrary__factory } from "../../typechain-types/index.js";
import {
  addressOf,
  deposit,
  depositAndSync,
  govern,
  pump,
  sync,
  useSystem,
} from "../helpers/system.js";

const ETHER = 10n ** 8n;

/** Ether on arbitrum, base and optimism (id). */
const LANE_ETHERS = [2, 5, 8] as const;

describe("A deployment", () => {
  const system = useSystem();

  describe("as it is", () => {
    it("leaves nothing to change", async () => {
      expect(await planSystem(system())).to.deep.equal([]);
    });

    it("sends no transaction when it is done again", async () => {
      const world = system();
      const heights = () => Promise.all(world.devnet.chains.map((chain) => chain.height()));
      const before = await heights();
      expect(await configure(world)).to.deep.equal([]);
      expect(await heights()).to.deep.equal(before);
    });

    it("credits deposits of each source chain", async () => {
      const world = system();
      for (const key of LANE_ETHERS)
        await depositAndSync(world, { key, from: "alice", units: ETHER });
      expect(await pump(world)).to.equal(LANE_ETHERS.length);
      for (const key of LANE_ETHERS)
        expect(await world.hub.engine.balanceOf(addressOf(world, "alice"), key)).to.equal(ETHER);
    });

    it("credits a deposit that anybody else told the hub of", async () => {
      const world = system();
      const alice = addressOf(world, "alice");
      await deposit(world, { key: 2, from: "alice", units: ETHER });
      await sync(world, "arbitrum", [{ holder: alice, key: 2 }], "stranger");
      await pump(world);
      expect(await world.hub.engine.balanceOf(alice, 2)).to.equal(ETHER);
    });
  });

  describe("when the environment wants something else", () => {
    const changed = (change: (environment: Environment) => Environment) => ({
      ...system(),
      environment: change(system().environment),
    });

    it("plans exactly the differences, in words", async () => {
      const wanted = changed((environment) => ({
        ...environment,
        globals: { ...environment.globals, perpPenalty: bps(21n) },
        sources: environment.sources.map((source) =>
          source.name === "base" ? { ...source, latency: 900 } : source,
        ),
        keys: environment.keys.map((key) =>
          key.id === 2 ? { ...key, minimum: 5n, cap: 3n * key.cap } : key,
        ),
      }));
      expect((await planSystem(wanted)).map(({ text }) => text)).to.deep.equal([
        "arbitrum: least deposit of key 2 (WETH) at the vault 100000 -> 5",
        "arbitrum: limits of key 2 (WETH) at the vault 1000000000000/2000 bps -> 3000000000000/2000 bps",
        "hub: parameters of the model",
        "hub: finality of the lane to base 600 s -> 900 s",
        "hub: limits of key 2 (WETH on arbitrum) at the gateway 1000000000000/2000 bps -> 3000000000000/2000 bps",
      ]);
    });

    it("raises the floor of a vault with the finality of the hub", async () => {
      const world = system();
      const chain = { ...world.hub.chain, confirmations: 64n };
      const plan = await planSystem({ ...world, hub: { ...world.hub, chain } });
      const ofBase = plan.map(({ text }) => text).filter((text) => text.includes("base"));
      expect(ofBase).to.deep.equal([
        "hub <-> base: send DVNs and confirmations",
        "base <-> hub: receive DVNs and confirmations",
        "base <-> hub: security floor 2 DVNs, 2 blocks -> 2 DVNs, 64 blocks",
      ]);
    });

    it("sends nothing itself after the handover and says what the governor must schedule", async () => {
      const wanted = changed((environment) => ({
        ...environment,
        globals: { ...environment.globals, perpPenalty: bps(21n) },
      }));
      let message = "";
      await configure(wanted).catch((error: unknown) => (message = String(error)));
      expect(message).to.equal(
        "Error: hub is handed over; the governor must schedule:\n  hub: parameters of the model",
      );
    });

    it("is what it wants once the governor has made the planned changes", async () => {
      const wanted = changed((environment) => ({
        ...environment,
        globals: { ...environment.globals, perpPenalty: bps(21n) },
      }));
      for (const action of await planSystem(wanted)) await govern(wanted, "governor", action);
      expect(await planSystem(wanted)).to.deep.equal([]);
    });

    it("refuses to make a listed key another token's", async () => {
      const token = system().environment.hub.settlementAsset;
      const wanted = changed((environment) => ({
        ...environment,
        keys: environment.keys.map((key) => (key.id === 2 ? { ...key, token } : key)),
      }));
      let message = "";
      await planSystem(wanted).catch((error: unknown) => (message = String(error)));
      expect(message).to.include(
        "key 2 (WETH) at the vault on arbitrum is listed as another token",
      );
    });

    it("refuses to appoint the deployer, however its address is written", async () => {
      const deployer = addressOf(system(), "deployer");
      const wanted = changed((environment) => ({
        ...environment,
        roles: { ...environment.roles, guardian: deployer.toLowerCase() },
      }));
      let message = "";
      await planSystem(wanted).catch((error: unknown) => (message = String(error)));
      expect(message).to.include(`hub: the deployer ${deployer} cannot hold a role`);
    });
  });

  describe("of a lane", () => {
    it("has explicit libraries, two DVNs and the confirmations of the chain that sends, both ways", async () => {
      const world = system();
      const { gateway, chain: hub } = world.hub;
      for (const { chain, vault, deployer } of world.sources) {
        const library = IUlnLibrary__factory.connect(chain.layerZero.receiveLibrary, deployer);
        const received = await library.getAppUlnConfig(vault, hub.eid);
        expect(received.confirmations).to.equal(hub.confirmations);
        expect(received.requiredDVNCount).to.equal(2n);
        expect([...received.requiredDVNs].sort()).to.deep.equal([...chain.layerZero.dvns].sort());
        const sender = IUlnLibrary__factory.connect(chain.layerZero.sendLibrary, deployer);
        const sent = await sender.getAppUlnConfig(vault, hub.eid);
        expect(sent.confirmations).to.equal(chain.confirmations);
        expect(await vault.enforcedOptions(hub.eid, 1)).to.equal(receiveGasOption(baseGas.sync));
        expect(await gateway.enforcedOptions(chain.eid, 2)).to.equal(
          receiveGasOption(baseGas.release),
        );
      }
    });
  });

  describe("without a connection to one of its chains", () => {
    it("names the chain before it deploys anything", async () => {
      let message = "";
      await deployContracts(system().environment, new Map()).catch(
        (error: unknown) => (message = String(error)),
      );
      expect(message).to.include("no connection to hub");
    });
  });
});
