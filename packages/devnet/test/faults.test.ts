import { expect } from "chai";
import { RevertedError, SigningWorkers, fixture, makePacket } from "../src/index.js";
import { errorOf } from "./helpers/expect.js";
import { createWorld, HUB, SPOKE_A, SPOKE_B, type World } from "./helpers/world.js";

describe("devnet fault dial", () => {
  const fresh = fixture(() => createWorld());
  let world: World;
  beforeEach(async () => {
    world = await fresh();
  });
  after(async () => (await fresh()).devnet.close());

  const stateOf = (guid: string): string | undefined => world.devnet.relayer.find(guid)?.state;

  it("withholds a DVN: the packet is verifying and cannot be committed, until the DVN signs", async () => {
    const { relayer } = world.devnet;
    relayer.faults.lane(SPOKE_A, HUB, { withhold: [1] });
    const packet = await world.post(SPOKE_A, HUB, "0x01");
    expect(await relayer.pump()).to.equal(0);
    const { receiveUlnView } = world.devnet.layerZero(HUB);
    // 0 is Verifying, 1 is Verifiable.
    expect(
      await receiveUlnView["verifiable(bytes,bytes32)"](packet.header, packet.payloadHash),
    ).to.equal(0n);
    expect(relayer.find(packet.guid)?.reason?.name).to.equal("LZ_ULN_Verifying");
    const error = await errorOf(relayer.commit(packet));
    expect(error).to.be.instanceOf(RevertedError);
    expect(error.message).to.include("LZ_ULN_Verifying()");
    await relayer.verify(packet, [1]);
    expect(
      await receiveUlnView["verifiable(bytes,bytes32)"](packet.header, packet.payloadHash),
    ).to.equal(1n);
    expect(await relayer.pump()).to.equal(1);
  });

  it("notices that a DVN's contract refused too few signatures", async () => {
    const packet = await world.post(SPOKE_A, HUB, "0x01");
    const { layerZero, workers } = world.devnet.site(HUB);
    const [dvn] = layerZero.dvns;
    if (!(workers instanceof SigningWorkers) || dvn === undefined)
      throw new TypeError("signing workers expected");
    const data = layerZero.receiveUln.interface.encodeFunctionData("verify", [
      packet.header,
      packet.payloadHash,
      10n,
    ]);
    const error = await errorOf(workers.submit(dvn, data, packet, dvn.signers.slice(0, 1)));
    expect(error.message).to.include("VerifySignaturesFailed");
  });

  it("drops a packet, and with it everything after it on its path", async () => {
    const { relayer } = world.devnet;
    relayer.faults.packet({ srcEid: SPOKE_A, dstEid: HUB, nonce: 1n }, { drop: "all" });
    const lost = await world.post(SPOKE_A, HUB, "0x01");
    const next = await world.post(SPOKE_A, HUB, "0x02");
    const elsewhere = await world.post(SPOKE_B, HUB, "0x03");
    expect(await relayer.pump()).to.equal(1);
    expect([lost, next, elsewhere].map(({ guid }) => stateOf(guid))).to.deep.equal([
      "sent",
      "committed",
      "delivered",
    ]);
    relayer.faults.clear();
    expect(await relayer.pump()).to.equal(2);
    expect(await world.bodies(HUB)).to.deep.equal(["0x03", "0x01", "0x02"]);
  });

  it("drops only the execution: later packets pass", async () => {
    const { relayer } = world.devnet;
    const first = await world.post(SPOKE_A, HUB, "0x01");
    await world.post(SPOKE_A, HUB, "0x02");
    relayer.faults.packet(first.guid, { drop: "execution" });
    expect(await relayer.pump()).to.equal(1);
    expect(await world.bodies(HUB)).to.deep.equal(["0x02"]);
    expect(stateOf(first.guid)).to.equal("committed");
  });

  it("delays a packet by the devnet's time", async () => {
    const { relayer } = world.devnet;
    relayer.faults.lane(SPOKE_A, HUB, { delay: 1_000 });
    await world.post(SPOKE_A, HUB, "0x01");
    expect(await relayer.pump()).to.equal(0);
    await world.devnet.increaseTime(900);
    expect(await relayer.pump()).to.equal(0);
    await world.devnet.increaseTime(100);
    expect(await relayer.pump()).to.equal(1);
  });

  it("repeats every step: the contracts take each letter once", async () => {
    const { relayer } = world.devnet;
    relayer.faults.lane(SPOKE_A, HUB, { duplicate: 2 });
    const packet = await world.post(SPOKE_A, HUB, "0x01");
    expect(await relayer.pump()).to.equal(1);
    expect(await world.bodies(HUB)).to.deep.equal(["0x01"]);
    const again = relayer.transcript
      .filter(({ step }) => step === "fail")
      .map(({ detail }) => detail.split("(")[0]);
    expect(again).to.deep.equal(["LZ_PayloadHashNotFound", "LZ_PayloadHashNotFound"]);
    expect(stateOf(packet.guid)).to.equal("delivered");
  });

  it("delivers in any order", async () => {
    const { relayer } = world.devnet;
    const bodies = ["0x00", "0x01", "0x02", "0x03"];
    const ranks = [2, 0, 3, 1];
    for (const [index, body] of bodies.entries()) {
      const { guid } = await world.post(SPOKE_A, HUB, body);
      relayer.faults.packet(guid, { rank: ranks[index] ?? 0 });
    }
    expect(await relayer.pump()).to.equal(4);
    expect(await world.bodies(HUB)).to.deep.equal(["0x01", "0x03", "0x00", "0x02"]);
  });

  it("starves lzReceive of gas, and a retry with what was bought delivers", async () => {
    const { relayer } = world.devnet;
    const packet = await world.post(SPOKE_A, HUB, "0x01");
    relayer.faults.packet(packet.guid, { gas: 30_000n });
    expect(await relayer.pump()).to.equal(0);
    expect(stateOf(packet.guid)).to.equal("failed");
    expect(relayer.statistics.failed).to.equal(1);
    expect((await relayer.retry(packet)).delivered).to.equal(true);
    expect(relayer.statistics).to.deep.equal({ sent: 1, delivered: 1, retried: 1, failed: 0 });
    expect(await errorOf(relayer.retry(packet))).to.match(/only a failed packet/);
  });

  it("reports why lzReceive reverted, and keeps the packet", async () => {
    const { relayer } = world.devnet;
    await world.mailbox(HUB).setRefusing(true);
    const packet = await world.post(SPOKE_A, HUB, "0x01");
    await relayer.pump();
    expect(relayer.find(packet.guid)?.reason?.name).to.equal("Unknown");
    relayer.knowErrors(world.mailbox(HUB).interface);
    const result = await relayer.retry(packet);
    expect(result.reason?.name).to.equal("Mailbox_Refused");
    expect(result.reason?.args).to.deep.equal([BigInt(SPOKE_A), 1n]);
    expect(result.reason?.text).to.equal(`Mailbox_Refused(srcEid ${SPOKE_A}, nonce 1)`);
    await world.mailbox(HUB).setRefusing(false);
    expect((await relayer.retry(packet)).delivered).to.equal(true);
  });

  it("has every DVN sign a packet that was never sent", async () => {
    const { relayer } = world.devnet;
    const sender = await world.mailbox(SPOKE_A).getAddress();
    const receiver = await world.mailbox(HUB).getAddress();
    const real = await world.post(SPOKE_A, HUB, "0x01");
    const path = { srcEid: SPOKE_A, dstEid: HUB, sender, receiver, options: real.options };
    const forged = relayer.forge({ ...path, nonce: 2n, message: "0xbad0" });
    expect(forged).to.deep.equal(makePacket({ ...path, nonce: 2n, message: "0xbad0" }));
    expect(await relayer.pump()).to.equal(2);
    expect(await world.bodies(HUB)).to.deep.equal(["0x01", "0xbad0"]);
    expect(relayer.statistics.sent).to.equal(1);
    // The true second letter finds its nonce used.
    const second = await world.post(SPOKE_A, HUB, "0x02");
    expect(second.guid).to.equal(forged.guid);
    expect(await relayer.pump()).to.equal(0);
    expect(relayer.find(second.guid)?.reason?.name).to.equal("LZ_PathNotVerifiable");
  });

  it("halts a chain: no transaction, no delivery, until it resumes", async () => {
    const { relayer } = world.devnet;
    await world.post(SPOKE_A, HUB, "0x01");
    const hub = world.devnet.chain(HUB);
    hub.halt();
    const height = await hub.height();
    expect(await relayer.pump()).to.equal(0);
    expect(await errorOf(world.mailbox(HUB).setRefusing(true))).to.match(/hub is halted/);
    await world.devnet.increaseTime(3_600);
    expect(await hub.height()).to.equal(height);
    hub.resume();
    expect(await relayer.pump()).to.equal(1);
    expect(await hub.timestamp()).to.be.at.least(world.devnet.now() - 1);
  });

  it("halts a source: its packets gain no confirmations", async () => {
    const { relayer } = world.devnet;
    await world.post(SPOKE_A, HUB, "0x01");
    world.devnet.chain(SPOKE_A).halt();
    expect(await relayer.pump()).to.equal(0);
    world.devnet.chain(SPOKE_A).resume();
    expect(await relayer.pump()).to.equal(1);
  });

  it("multiplies the gas price of a chain, and what it costs to send there", async () => {
    const quote = async (): Promise<bigint> =>
      (await world.mailbox(SPOKE_A).quote(HUB, "0x01", "0x")).nativeFee;
    const usual = await quote();
    await world.devnet.setGasPrice(HUB, 7);
    expect(await quote()).to.equal(usual * 7n);
    await world.devnet.chain(HUB).step();
    const block = await world.devnet.chain(HUB).provider.getBlock("latest");
    expect(block?.baseFeePerGas).to.equal(7n * 10n ** 9n);
    await world.devnet.setGasPrice(HUB, 1);
    expect(await quote()).to.equal(usual);
  });
});
