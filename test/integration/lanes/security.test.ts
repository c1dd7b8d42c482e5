import { expect } from "chai";
import { planSystem } from "../../../deploy/deploy.js";
import { awaken, heartbeats } from "../../../deploy/local/lanes.js";
import { ILayerZeroEndpointV2__factory } from "../../../typechain-types/index.js";
import {
  ELSEWHERE,
  ONE,
  TRIED,
  borrowers,
  borrowing,
  eidOf,
  grantable,
  laneOf,
  liquidating,
  marginOf,
  pokeAll,
  rowOf,
  triedKey,
  usdc,
} from "../../helpers/laneTrials.js";
import { signPrices, useScene } from "../../helpers/laneScene.js";
import { encodeUln, laneFault } from "../../helpers/security.js";
import {
  addressOf,
  borrow,
  depositAndSync,
  depositCash,
  govern,
  liquidate,
  managerAs,
  mined,
  pump,
  setPrice,
  signerOf,
  sourceOf,
  sync,
  take,
  type LocalSystem,
  type RestrictedCall,
} from "../../helpers/system.js";

const key = triedKey.ether;
const GOVERNANCE_DELAY = 172_800;

/** The governor's call that leaves the gateway with one DVN for what the lane's vault sends. */
async function weakening(world: LocalSystem): Promise<RestrictedCall> {
  const { chain, gateway } = world.hub;
  const { endpoint, receiveLibrary } = chain.layerZero;
  const [left] = world.devnet.layerZero("hub").addresses.dvns;
  if (left === undefined) throw new Error("the hub has no DVN");
  const { confirmations } = sourceOf(world, TRIED).chain;
  const config = encodeUln({ confirmations, required: [left] });
  const entry = { eid: eidOf(world), configType: 2, config };
  const data = ILayerZeroEndpointV2__factory.createInterface().encodeFunctionData("setConfig", [
    await gateway.getAddress(),
    receiveLibrary,
    [entry],
  ]);
  return { chain: "hub", target: endpoint, data };
}

/** Alice is in liquidation, and the governor's notice is over: the lane can lose its DVN at any time. */
async function auction(world: LocalSystem): Promise<void> {
  await borrowers(world);
  // Enough for Carol to borrow after the fall too.
  await depositAndSync(world, { key: ELSEWHERE, from: "carol", units: 10n * ONE });
  await pump(world);
  const { target, data } = await weakening(world);
  await mined(managerAs(world, "governor", "hub").schedule(target, data, 0n));
  await world.devnet.increaseTime(GOVERNANCE_DELAY);
  await awaken(world);
  await heartbeats(world);
  await signPrices(world);
  await pokeAll(world);
  await borrow(world, "bob", usdc(1_000));
  await depositCash(world, "keeper", usdc(100_000));
  await setPrice(world, "ETH", 175_000n);
  await liquidate(world, addressOf(world, "alice"));
}

/** The gateway's configuration of one lane loses one of its two DVNs (system.md 3.1). */
describe("a DVN removed from the configuration of the gateway", () => {
  const world = useScene(auction);
  const check = () =>
    mined(
      world()
        .hub.desk.connect(signerOf(world(), "stranger", "hub"))
        .checkLane(eidOf(world())),
    );
  const weaken = async (): Promise<void> => {
    const { target, data } = await weakening(world());
    await mined(managerAs(world(), "governor", "hub").execute(target, data));
  };
  const repair = async (): Promise<void> => {
    for (const action of await planSystem(world())) await govern(world(), "governor", action);
    await awaken(world());
    await heartbeats(world());
    await signPrices(world());
  };
  const kept = () => grantable(world(), "bob", key);
  const balance = () => world().hub.engine.balanceOf(addressOf(world(), "bob"), key);

  it("changes nothing before anybody checks", async () => {
    await weaken();
    expect((await laneOf(world())).held).to.equal(false);
    expect((await world().hub.desk.securityOf(eidOf(world()))).fault).to.equal(laneFault.fewDvns);
    expect(await borrowing(world(), "bob")).to.equal("passes");
  });

  it("stops new risk against the lane's keys and their grants at once", async () => {
    await weaken();
    expect((await rowOf(world(), key)).recognisedFor > 0n).to.equal(true);
    await expect(check())
      .to.emit(world().hub.desk, "LaneChecked")
      .withArgs(eidOf(world()), laneFault.fewDvns, 1n, 10n);
    // In the same transaction, and a poke finds nothing else.
    expect((await rowOf(world(), key)).recognisedFor).to.equal(0n);
    await pokeAll(world());
    expect((await rowOf(world(), key)).recognisedFor).to.equal(0n);
    expect(await borrowing(world(), "bob")).to.equal("MarginEngine_BelowInitialMargin");
    expect(await borrowing(world(), "carol", usdc(1))).to.equal("passes");
    await depositAndSync(world(), { key, from: "bob", units: ONE });
    await pump(world());
    expect([await balance(), await kept()]).to.deep.equal([10n * ONE, 0n]);
    // Not even taken down: whoever signs for such a lane could plant what a repair would then credit.
    expect((await world().hub.desk.creditOf(addressOf(world(), "bob"), key)).seen).to.equal(
      10n * ONE,
    );
  });

  it("leaves maintenance margin as it is", async () => {
    await weaken();
    const [before, row] = [await marginOf(world(), "bob"), await rowOf(world(), key)];
    await check();
    const after = await marginOf(world(), "bob");
    expect(after.maintenance).to.equal(before.maintenance);
    // A thousand dollars cost less than a cent of interest in a second.
    expect(before.equity - after.equity < 10n ** 16n).to.equal(true);
    expect((await rowOf(world(), key)).maintenance).to.equal(row.maintenance);
    expect(await liquidating(world(), "bob")).to.equal("MarginEngine_Healthy");
  });

  it("leaves the lane's keys on sale in the auction that runs", async () => {
    await weaken();
    await check();
    const alice = addressOf(world(), "alice");
    expect(await world().hub.auctions.factorOf(alice, key)).to.not.equal(0n);
    await take(world(), { account: alice, key, units: ONE });
    const keeper = addressOf(world(), "keeper");
    expect(await world().hub.engine.balanceOf(keeper, key)).to.equal(ONE);
  });

  it("is repaired: whatever it stopped goes on once anybody checks again", async () => {
    await weaken();
    await check();
    await depositAndSync(world(), { key, from: "bob", units: ONE });
    await pump(world());
    await repair();
    expect((await laneOf(world())).held).to.equal(true);
    expect(await kept()).to.equal(0n);
    await expect(check())
      .to.emit(world().hub.desk, "LaneChecked")
      .withArgs(eidOf(world()), laneFault.none, 2n, 10n);
    await sync(world(), TRIED, [{ holder: addressOf(world(), "bob"), key }]);
    await pump(world());
    expect(await balance()).to.equal(11n * ONE);
    await pokeAll(world());
    expect((await rowOf(world(), key)).recognisedFor > 0n).to.equal(true);
    expect(await borrowing(world(), "bob")).to.equal("passes");
  });
});
