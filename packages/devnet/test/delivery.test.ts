import { expect } from "chai";
import { Wallet, toBeHex } from "ethers";
import {
  decodeError,
  fixture,
  revertDataOf,
  lzReceiveOption,
  joinOptions,
  nativeDropOption,
} from "../src/index.js";
import { createWorld, HUB, LETTER_GAS, SPOKE_A, SPOKE_B, type World } from "./helpers/world.js";
import { errorOf } from "./helpers/expect.js";

const bodyOf = (from: number, to: number): string => toBeHex(from * 65_536 + to, 4);

describe("devnet delivery", () => {
  const fresh = fixture(() => createWorld());
  let world: World;
  beforeEach(async () => {
    world = await fresh();
  });
  after(async () => (await fresh()).devnet.close());

  it("delivers a letter between any two chains", async () => {
    const eids = [HUB, SPOKE_A, SPOKE_B];
    const lanes = eids.flatMap((from) =>
      eids.filter((to) => to !== from).map((to) => ({ from, to })),
    );
    for (const { from, to } of lanes) await world.post(from, to, bodyOf(from, to));
    expect(await world.devnet.relayer.pump()).to.equal(6);
    for (const eid of eids) {
      const expected = lanes.filter(({ to }) => to === eid).map(({ from, to }) => bodyOf(from, to));
      expect(await world.bodies(eid)).to.have.members(expected);
    }
    expect(world.devnet.relayer.statistics).to.deep.equal({
      sent: 6,
      delivered: 6,
      retried: 0,
      failed: 0,
    });
  });

  it("waits for the confirmations the sender asked for", async () => {
    const { relayer } = world.devnet;
    const packet = await world.post(SPOKE_A, HUB, "0x01");
    expect(await relayer.pump({ mine: false })).to.equal(0);
    await world.devnet.chain(SPOKE_A).mine(9);
    expect(await relayer.pump({ mine: false })).to.equal(0);
    expect(relayer.find(packet.guid)?.state).to.equal("sent");
    await world.devnet.chain(SPOKE_A).mine(1);
    expect(await relayer.pump({ mine: false })).to.equal(1);
  });

  it("lets the confirmations' time pass on every chain", async () => {
    const before = world.devnet.now();
    await world.post(HUB, SPOKE_A, "0x01");
    await world.devnet.relayer.pump();
    // Five blocks of twelve seconds.
    expect(world.devnet.now()).to.be.at.least(before + 60);
    expect(await world.devnet.chain(SPOKE_B).timestamp()).to.be.at.least(before + 60);
  });

  it("gives lzReceive exactly the gas that was bought", async () => {
    const packet = await world.post(SPOKE_A, HUB, "0x01", lzReceiveOption(25_000n));
    await world.devnet.relayer.scan();
    await world.devnet.chain(SPOKE_A).mine(10);
    await world.devnet.relayer.verify(packet);
    await world.devnet.relayer.commit(packet);
    await world.mailbox(HUB).setRefusing(true);
    await world.devnet.relayer.execute(packet);
    const { endpoint } = world.devnet.layerZero(HUB);
    const [alert] = await endpoint.queryFilter(endpoint.filters.LzReceiveAlert());
    // Enforced options and those of the letter add up.
    expect(alert?.args.gas).to.equal(LETTER_GAS + 25_000n);
  });

  it("forwards the value that was bought and drops native currency", async () => {
    const lucky = Wallet.createRandom().address;
    const options = joinOptions(lzReceiveOption(0n, 1_234n), nativeDropOption(5_678n, lucky));
    await world.post(SPOKE_A, HUB, "0x01", options);
    expect(await world.devnet.relayer.pump()).to.equal(1);
    expect((await world.mailbox(HUB).letter(0n)).value).to.equal(1_234n);
    expect(await world.devnet.chain(HUB).provider.getBalance(lucky)).to.equal(5_678n);
  });

  it("refuses to sell more native currency than the executor's cap", async () => {
    const options = lzReceiveOption(0n, 10n ** 18n + 1n);
    const error = await errorOf(world.mailbox(SPOKE_A).quote(HUB, "0x01", options));
    const refusal = decodeError(revertDataOf(error) ?? "0x");
    expect(refusal.name).to.equal("Executor_NativeAmountExceedsCap");
    expect(refusal.args).to.deep.equal([10n ** 18n + 1n, 10n ** 18n]);
  });

  it("quotes the workers' fees and the treasury's twentieth on top", async () => {
    const { nativeFee } = await world.mailbox(SPOKE_A).quote(HUB, "0x0102", "0x");
    const { dvns, executor } = world.devnet.layerZero(SPOKE_A);
    const sender = await world.mailbox(SPOKE_A).getAddress();
    const dvnFees = await Promise.all(
      dvns.map((dvn) =>
        dvn.contract["getFee(uint32,uint64,address,bytes)"](HUB, 10n, sender, "0x"),
      ),
    );
    // The executor is shown its own options without the type in front.
    const executorOptions = `0x${lzReceiveOption(LETTER_GAS).slice(6)}`;
    const executorFee = await executor["getFee(uint32,address,uint256,bytes)"](
      HUB,
      sender,
      2n,
      executorOptions,
    );
    const workers = dvnFees.reduce((sum, fee) => sum + fee, executorFee);
    expect(nativeFee).to.equal((workers * 105n) / 100n);
  });

  it("relays what a delivery sends", async () => {
    const hub = world.mailbox(HUB);
    await hub.setAnswering(true);
    await world.devnet.chain(HUB).setBalance(await hub.getAddress(), 10n ** 18n);
    // The answer's quote and send cost more than a letter's storing.
    await world.post(SPOKE_A, HUB, "0xabcd", lzReceiveOption(800_000n));
    expect(await world.devnet.relayer.pump()).to.equal(2);
    expect(await world.bodies(SPOKE_A)).to.deep.equal(["0xabcd"]);
  });

  it("delivers while another delivery runs", async () => {
    const { relayer } = world.devnet;
    const first = await world.post(SPOKE_A, HUB, "0x01");
    const second = await world.post(SPOKE_A, HUB, "0x02");
    for (const packet of [first, second]) {
      await relayer.verify(packet);
      await relayer.commit(packet);
    }
    const { endpoint } = world.devnet.layerZero(HUB);
    const hub = world.mailbox(HUB);
    const inner = endpoint.interface.encodeFunctionData("lzReceive", [
      { srcEid: second.srcEid, sender: second.sender, nonce: second.nonce },
      await hub.getAddress(),
      second.guid,
      second.message,
      "0x",
    ]);
    await hub.setCallback(await endpoint.getAddress(), inner);
    // The inner delivery calls again and finds its payload cleared: the outer one reverts as a whole.
    const result = await relayer.execute(first, { gas: 2_000_000n });
    expect(result.delivered).to.equal(false);
    expect(result.reason?.name).to.equal("LZ_PayloadHashNotFound");
  });
});
