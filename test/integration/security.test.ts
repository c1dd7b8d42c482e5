import { addressToBytes32, lzReceiveOption, type Packet } from "@causeway/devnet";
import { encodeRelease } from "@causeway/sdk";
import { expect } from "chai";
import { planSystem } from "../../deploy/deploy.js";
import { checkLanes } from "../../deploy/security.js";
import { ILayerZeroEndpointV2__factory } from "../../typechain-types/index.js";
import { LANE, bucketOf, honestWorld, laneKey, useScene } from "../helpers/laneScene.js";
import { encodeUln, laneFault } from "../helpers/security.js";
import {
  addressOf,
  flush,
  govern,
  mined,
  pump,
  signerOf,
  sourceOf,
  walletOf,
  withdrawCollateral,
} from "../helpers/system.js";

const UNITS = 500n * 10n ** 6n;
const GAS = 5_000_000n;

/** The DVN that is left (by number). */
const LEFT = 0;

/** The real configuration of a vault loses one of its two DVNs (system.md 3.1, security.md section 3). */
describe("a DVN removed from the configuration of a vault", () => {
  const system = useScene(honestWorld);
  const key = laneKey.dollars;
  const lane = () => sourceOf(system(), LANE);
  const hubEid = () => system().hub.chain.eid;
  const bob = () => addressOf(system(), "bob");
  const mallory = () => addressOf(system(), "stranger");
  const check = () =>
    mined(
      lane()
        .desk.connect(signerOf(system(), "stranger", LANE))
        .checkLane(hubEid()),
    );
  const repay = async () => {
    await flush(system(), LANE, [{ holder: bob(), key }], "stranger");
    await pump(system());
  };

  /** What two days of notice end with, whoever wanted it. */
  const weaken = async (): Promise<void> => {
    const { chain, vault } = lane();
    const { endpoint, receiveLibrary } = chain.layerZero;
    const left = system().devnet.layerZero(chain.eid).addresses.dvns[LEFT] ?? expect.fail("a DVN");
    const confirmations = system().hub.chain.confirmations;
    const config = encodeUln({ confirmations, required: [left] });
    const data = ILayerZeroEndpointV2__factory.createInterface().encodeFunctionData("setConfig", [
      await vault.getAddress(),
      receiveLibrary,
      [{ eid: hubEid(), configType: 2, config }],
    ]);
    await govern(system(), "governor", { chain: LANE, target: endpoint, data });
  };

  /** The governor executes what the plan says is missing. */
  const repair = async (): Promise<void> => {
    for (const action of await planSystem(system())) await govern(system(), "governor", action);
  };

  /** One DVN signs a release that nobody ordered. */
  const forge = async (): Promise<Packet> => {
    const { chain, vault } = lane();
    const gateway = await system().hub.gateway.getAddress();
    const receiver = await vault.getAddress();
    const { endpoint } = system().devnet.layerZero(chain.eid);
    const reached = await endpoint.inboundNonce(receiver, hubEid(), addressToBytes32(gateway));
    const counters = [{ holder: mallory(), key, value: UNITS }];
    const header = { sentAt: system().devnet.now(), echo: 0, hold: 0 };
    const packet = system().devnet.relayer.forge({
      nonce: reached + 1n,
      srcEid: hubEid(),
      sender: gateway,
      dstEid: chain.eid,
      receiver,
      message: encodeRelease({ ...header, counters }),
      options: lzReceiveOption(GAS),
    });
    await system().devnet.relayer.verify(packet, [LEFT]);
    return packet;
  };

  it("stops what the DVN that is left could forge, once anybody checks", async () => {
    await weaken();
    await expect(check())
      .to.emit(lane().desk, "LaneChecked")
      .withArgs(hubEid(), laneFault.fewDvns, 1n, 2n);
    const packet = await forge();
    await system().devnet.relayer.commit(packet);
    const { delivered } = await system().devnet.relayer.execute(packet);
    expect(delivered).to.equal(true);
    expect(await lane().vault.payableOf(mallory(), key)).to.deep.equal([0n, 0n]);
    expect(await walletOf(system(), key, mallory())).to.equal(0n);
  });

  it("leaves the bucket as the bound while nobody does", async () => {
    await weaken();
    const packet = await forge();
    await system().devnet.relayer.commit(packet);
    await system().devnet.relayer.execute(packet);
    expect(UNITS < bucketOf(system(), key)).to.equal(true);
    expect(await walletOf(system(), key, mallory())).to.equal(UNITS);
  });

  it("is nothing that one DVN can do to the configuration as wired", async () => {
    const packet = await forge();
    let refusal = "";
    await system()
      .devnet.relayer.commit(packet)
      .catch((error: unknown) => (refusal = String(error)));
    expect(refusal).to.include("LZ_ULN_Verifying");
  });

  it("parks an honest release, which is paid once the lane is repaired, checked and flushed", async () => {
    const world = system();
    await weaken();
    await check();
    await withdrawCollateral(world, { key, from: "bob", units: UNITS });
    expect(await pump(world)).to.equal(1);
    expect(await lane().vault.payableOf(bob(), key)).to.deep.equal([0n, 0n]);
    expect(await world.hub.desk.authorisedOf(bob(), key)).to.equal(UNITS);
    await repair();
    await repay();
    expect(await walletOf(world, key, bob())).to.equal(0n);
    await check();
    await repay();
    expect(await walletOf(world, key, bob())).to.equal(UNITS);
    expect(await lane().vault.payableOf(bob(), key)).to.deep.equal([UNITS, UNITS]);
  });

  it("is named by whoever deploys or checks the system, and gone after the plan", async () => {
    const world = system();
    await weaken();
    let refusal = "";
    await checkLanes(world).catch((error: unknown) => (refusal = String(error)));
    expect(refusal).to.equal(
      `Error: hub -> ${LANE} is not secure, too few distinct DVNs: 1 of 2 DVNs, 2 of 2 confirmations`,
    );
    await check();
    expect((await planSystem(world)).map(({ text }) => text)).to.deep.equal([
      `${LANE} <-> hub: receive DVNs and confirmations`,
    ]);
    await repair();
    expect((await lane().desk.securityOf(hubEid())).insecure).to.equal(true);
    await checkLanes(world);
    expect((await lane().desk.securityOf(hubEid())).insecure).to.equal(false);
  });
});
