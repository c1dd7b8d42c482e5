import { expect } from "chai";
import { PermitToken__factory, type HostileActor } from "../../typechain-types/index.js";
import {
  LOCKED,
  act,
  arm,
  belongingsOf,
  callOnTransfer,
  deployActor,
  hook,
  outcomesOf,
  strikeOf,
  type Attempt,
  type Call,
  type Outcomes,
} from "../helpers/hostile.js";
import { useScene } from "../helpers/laneScene.js";
import {
  addressOf,
  borrow,
  deposit,
  depositAndSync,
  depositCash,
  give,
  liquidate,
  mined,
  pump,
  setPrice,
  signerOf,
  sourceOf,
  supply,
  sync,
  takeMode,
  tokenOf,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

const usd = (amount: bigint): bigint => amount * 10n ** 6n;
const ether = 0;
const bitcoin = 1;
const FEE = 10n ** 18n;

/** Alice can be liquidated, Bob is in liquidation, and there is money in the pool. */
async function prey(world: LocalSystem): Promise<void> {
  await supply(world, usd(500_000n));
  for (const from of ["alice", "bob"] as const) {
    await deposit(world, { key: ether, from, units: 10n * 10n ** 8n });
    await borrow(world, from, usd(22_000n));
  }
  await depositAndSync(world, { key: 2, from: "carol", units: 10n ** 8n });
  await pump(world);
  await world.devnet.increaseTime(60);
  await setPrice(world, "ETH", 230_000n);
  await liquidate(world, addressOf(world, "bob"));
}

describe("callbacks", () => {
  const system = useScene(prey);
  let actor: HostileActor;
  let me: string;

  const addresses = async () => {
    const { engine, gateway, vault, pool, auctions } = system().hub;
    const [engineAt, gatewayAt, vaultAt] = await Promise.all([
      engine.getAddress(),
      gateway.getAddress(),
      vault.getAddress(),
    ]);
    return {
      engineAt,
      gatewayAt,
      vaultAt,
      poolAt: await pool.getAddress(),
      auctionsAt: await auctions.getAddress(),
    };
  };
  const order = (mode: number, units = 10n ** 7n) => ({
    account: addressOf(system(), "bob"),
    buyer: me,
    key: ether,
    units,
    maxUnitPrice: 2n ** 256n - 1n,
    mode,
    recipient: me,
    refund: me,
  });

  /** Everything a person may do on the hub, each in a form that would go through outside a callback. */
  const everything = async (): Promise<Attempt[]> => {
    const { engine, gateway, vault, pool, auctions } = system().hub;
    const { engineAt, gatewayAt, vaultAt, poolAt, auctionsAt } = await addresses();
    const { eid } = sourceOf(system(), "arbitrum").chain;
    const alice = addressOf(system(), "alice");
    const e = engine.interface;
    const of = (name: string, target: string, data: string, value = 0n): Attempt => ({
      name,
      target,
      data,
      value,
    });
    return [
      of("withdrawCash", engineAt, e.encodeFunctionData("withdrawCash", [me, usd(1n), me])),
      of("depositCash", engineAt, e.encodeFunctionData("depositCash", [me, usd(1n)])),
      of(
        "withdrawCollateral",
        engineAt,
        e.encodeFunctionData("withdrawCollateral", [me, ether, 1_000n, me, me]),
      ),
      of(
        "release",
        engineAt,
        e.encodeFunctionData("withdrawCollateral", [me, 2, 1_000n, me, me]),
        FEE,
      ),
      of("setOperator", engineAt, e.encodeFunctionData("setOperator", [me, alice, true])),
      of("grant", gatewayAt, gateway.interface.encodeFunctionData("grant", [me, 2])),
      of("flush", gatewayAt, gateway.interface.encodeFunctionData("flush", [eid, [], 0n, me]), FEE),
      of("deposit", vaultAt, vault.interface.encodeFunctionData("deposit", [bitcoin, 10_000n, me])),
      of("supply", poolAt, pool.interface.encodeFunctionData("deposit", [usd(1n), me])),
      of("liquidate", auctionsAt, auctions.interface.encodeFunctionData("liquidate", [alice])),
      of("take", auctionsAt, auctions.interface.encodeFunctionData("take", [order(takeMode.keep)])),
    ];
  };
  const all = (outcome: string, attempts: readonly Attempt[]): Outcomes =>
    Object.fromEntries(attempts.map(({ name }) => [name, outcome]));

  /** The attacker has money everywhere: cash, ether of the hub and of a lane, bitcoin and dollars in its wallet. */
  beforeEach(async () => {
    const world = system();
    actor = await deployActor(world, "hub");
    me = await actor.getAddress();
    await depositCash(world, "stranger", usd(100_000n), me);
    await deposit(world, { key: ether, from: "stranger", units: 10n ** 8n, account: me });
    await depositAndSync(world, { key: 2, from: "stranger", units: 10n ** 8n, account: me });
    await pump(world);
    await mined(world.cash.mint(me, usd(1_000n)));
    const { engineAt, vaultAt, poolAt } = await addresses();
    const bitcoinAt = tokenOf(world, bitcoin).address;
    await mined(
      world.cash
        .attach(bitcoinAt)
        .getFunction("mint")
        .send(me, 10n ** 7n),
    );
    const approve = (spender: string) =>
      world.cash.interface.encodeFunctionData("approve", [spender, 2n ** 255n]);
    const cashAt = await world.cash.getAddress();
    for (const spender of [engineAt, poolAt])
      await act(actor, { target: cashAt, data: approve(spender) });
    await act(actor, { target: bitcoinAt, data: approve(vaultAt) });
  });

  /** Does something with the attacker armed; gives what its attempts came to and what it has more than before. */
  const strike = async (call: Call, attempts: readonly Attempt[]) => {
    const before = await belongingsOf(system(), "hub", me);
    await arm(actor, attempts);
    await act(actor, call);
    expect(await actor.entered(), "it was never called back").to.be.greaterThan(0n);
    const after = await belongingsOf(system(), "hub", me);
    const gains = Object.entries(after).filter(([what, amount]) => amount > (before[what] ?? 0n));
    return { outcomes: await outcomesOf(actor, attempts), gains };
  };

  const hookCash = async (): Promise<void> => {
    const address = await system().cash.getAddress();
    await hook(system(), { chain: "hub", address }, await strikeOf(actor));
  };

  it("would do all of it outside a callback", async () => {
    for (const attempt of await everything()) await act(actor, attempt);
  });

  describe("by the refund of an excess fee", () => {
    it("finds every door of the hub locked during a withdrawal", async () => {
      const attempts = await everything();
      const { engineAt } = await addresses();
      const data = system().hub.engine.interface.encodeFunctionData("withdrawCollateral", [
        me,
        2,
        1_000n,
        me,
        me,
      ]);
      const { outcomes, gains } = await strike({ target: engineAt, data, value: FEE }, attempts);
      expect(outcomes).to.deep.equal(all(LOCKED, attempts));
      expect(gains).to.deep.equal([]);
    });

    it("finds every door of the hub locked during a take that releases", async () => {
      const world = system();
      // Bob's ether is the hub's own: for a release with a fee he needs a key of a lane.
      await depositAndSync(world, { key: 2, from: "bob", units: 10n ** 8n });
      await pump(world);
      const attempts = await everything();
      const { auctionsAt } = await addresses();
      const data = world.hub.auctions.interface.encodeFunctionData("take", [
        { ...order(takeMode.release), key: 2 },
      ]);
      const { outcomes, gains } = await strike({ target: auctionsAt, data, value: FEE }, attempts);
      expect(outcomes).to.deep.equal(all(LOCKED, attempts));
      // The bought tenth of an ether is on its way to arbitrum; nothing on the hub grew.
      expect(gains).to.deep.equal([]);
    });

    it("may act on the engine during a flush, which holds the gateway alone, and gains nothing", async () => {
      const attempts = await everything();
      const { gatewayAt } = await addresses();
      const { eid } = sourceOf(system(), "arbitrum").chain;
      const data = system().hub.gateway.interface.encodeFunctionData("flush", [eid, [], 0n, me]);
      const { outcomes, gains } = await strike({ target: gatewayAt, data, value: FEE }, attempts);
      const locked = { grant: LOCKED, flush: LOCKED, withdrawCollateral: LOCKED, release: LOCKED };
      expect(outcomes).to.deep.equal({ ...all("ok", attempts), ...locked });
      expect(gains.map(([what]) => what).filter((what) => what !== `key ${ether}`)).to.deep.equal(
        [],
      );
    });
  });

  describe("by hooks of a hub-local token", () => {
    it("cannot enter the vault while it deposits, and is credited once", async () => {
      const world = system();
      const { engine, vault } = world.hub;
      const { vaultAt } = await addresses();
      await hook(world, tokenOf(world, bitcoin), await strikeOf(actor));
      const [attempts, before] = [await everything(), await engine.balanceOf(me, bitcoin)];
      const data = vault.interface.encodeFunctionData("deposit", [bitcoin, 20_000n, me]);
      const { outcomes } = await strike({ target: vaultAt, data }, attempts);
      expect(outcomes).to.include({ deposit: LOCKED, withdrawCollateral: LOCKED });
      expect(await engine.balanceOf(me, bitcoin)).to.equal(before + 20_000n);
      expect((await vault.sumsOf(bitcoin)).deposited).to.equal(20_000n);
      expect(await vault.custodyOf(bitcoin)).to.equal(20_000n);
    });

    it("finds the engine locked while it is paid; what was not paid is claimed later, once", async () => {
      const world = system();
      const { engine, vault } = world.hub;
      const { engineAt, vaultAt } = await addresses();
      const into = vault.interface.encodeFunctionData("deposit", [bitcoin, 50_000n, me]);
      await act(actor, { target: vaultAt, data: into });
      const [withdrawal] = await everything();
      if (withdrawal === undefined) throw new RangeError("nothing to try");
      await hook(world, tokenOf(world, bitcoin), withdrawal);
      const out = [me, bitcoin, 50_000n, me, me] as const;
      const data = engine.interface.encodeFunctionData("withdrawCollateral", [...out]);
      await act(actor, { target: engineAt, data });
      expect([...(await vault.payableOf(me, bitcoin))]).to.deep.equal([50_000n, 0n]);
      expect(await vault.custodyOf(bitcoin)).to.equal(50_000n);
      await callOnTransfer(world, tokenOf(world, bitcoin));
      await mined(vault.claim(me, bitcoin));
      expect([...(await vault.payableOf(me, bitcoin))]).to.deep.equal([50_000n, 50_000n]);
      expect(await vault.custodyOf(bitcoin)).to.equal(0n);
    });
  });

  describe("by hooks of the settlement token", () => {
    const acts = {
      depositCash: () => [me, usd(1n)],
      withdrawCash: () => [me, usd(1n), me],
    } as const;

    for (const name of ["depositCash", "withdrawCash"] as const)
      it(`finds every door of the engine locked during ${name}`, async () => {
        const world = system();
        const { engineAt, gatewayAt } = await addresses();
        await hookCash();
        const attempts = await everything();
        const data = world.hub.engine.interface.encodeFunctionData(name, [...acts[name]()]);
        const { outcomes, gains } = await strike({ target: engineAt, data }, attempts);
        // Neither a grant of nothing nor a flush touches the engine.
        expect(gatewayAt).not.to.equal(engineAt);
        expect(outcomes).to.deep.equal({ ...all(LOCKED, attempts), grant: "ok", flush: "ok" });
        expect(gains).to.deep.equal([]);
      });

    it("leaves a delivery inside a callback retryable", async () => {
      const world = system();
      const { relayer } = world.devnet;
      await hookCash();
      await deposit(world, { key: 2, from: "carol", units: 10n ** 7n });
      await sync(world, "arbitrum", [{ holder: addressOf(world, "carol"), key: 2 }]);
      const [packet] = await relayer.scan();
      if (packet === undefined) throw new Error("nothing was sent");
      await relayer.verify(packet);
      await relayer.commit(packet);
      const { endpoint, addresses: layerZero } = world.devnet.layerZero("hub");
      const origin = { srcEid: packet.srcEid, sender: packet.sender, nonce: packet.nonce };
      const { engineAt, gatewayAt } = await addresses();
      const deliver: Attempt = {
        name: "lzReceive",
        target: layerZero.endpoint,
        data: endpoint.interface.encodeFunctionData("lzReceive", [
          origin,
          gatewayAt,
          packet.guid,
          packet.message,
          "0x",
        ]),
      };
      const data = world.hub.engine.interface.encodeFunctionData("withdrawCash", [me, usd(1n), me]);
      const { outcomes } = await strike({ target: engineAt, data }, [deliver]);
      expect(outcomes).to.deep.equal({ lzReceive: LOCKED });
      const carol = addressOf(world, "carol");
      expect(await world.hub.engine.balanceOf(carol, 2)).to.equal(10n ** 8n);
      expect((await relayer.execute(packet)).delivered).to.equal(true);
      expect(await world.hub.engine.balanceOf(carol, 2)).to.equal(11n * 10n ** 7n);
    });

    it("cannot take from the pool while it supplies", async () => {
      const world = system();
      const { poolAt } = await addresses();
      await hookCash();
      const attempts = (await everything()).filter(
        ({ name }) => name !== "take" && name !== "liquidate",
      );
      const data = world.hub.pool.interface.encodeFunctionData("deposit", [usd(100n), me]);
      const { outcomes, gains } = await strike({ target: poolAt, data }, attempts);
      expect(outcomes).to.include({ supply: LOCKED });
      // Ether and bitcoin only changed places; cash and shares are worth no more than before.
      expect(gains.filter(([what]) => what === "cash")).to.deep.equal([]);
    });
  });

  describe("by the token of a source vault", () => {
    it("finds the vault locked while it is paid, and the release is paid once", async () => {
      const world = system();
      const { vault } = sourceOf(world, "arbitrum");
      const thief = addressOf(world, "stranger");
      await depositAndSync(world, { key: 4, from: "carol", units: usd(500n) });
      await pump(world);
      const data = vault.interface.encodeFunctionData("claim", [thief, 4]);
      await hook(world, tokenOf(world, 4), { target: await vault.getAddress(), data });
      const out = { key: 4, from: "carol", units: usd(300n), recipient: thief } as const;
      await withdrawCollateral(world, out);
      expect(await pump(world)).to.equal(1);
      expect([...(await vault.payableOf(thief, 4))]).to.deep.equal([usd(300n), 0n]);
      await expect(vault.claim(thief, 4)).to.be.revertedWithCustomError(
        vault,
        "VaultLedger_PaymentFailed",
      );
      await callOnTransfer(world, tokenOf(world, 4));
      await mined(vault.claim(thief, 4));
      expect([...(await vault.payableOf(thief, 4))]).to.deep.equal([usd(300n), usd(300n)]);
      expect(await vault.custodyOf(4)).to.equal(usd(200n));
    });
  });
});
