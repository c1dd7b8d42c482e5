import { expect } from "chai";
import { LOCKED, act, callOnTransfer, hook, strikeOf } from "../helpers/hostileActor.js";
import {
  FEE,
  all,
  callOf,
  enter,
  everything,
  hookCash,
  orderOf,
  prey,
  raid,
  sceneKey,
  usd,
  type Attacker,
} from "../helpers/hostileScene.js";
import { useScene } from "../helpers/laneScene.js";
import {
  addressOf,
  deposit,
  depositAndSync,
  mined,
  pump,
  sourceOf,
  sync,
  takeMode,
  tokenOf,
  withdrawCollateral,
} from "../helpers/system.js";

const { bitcoin, ether, laneEther } = sceneKey;

/** An attacker's contract at every call that leaves the hub or a vault (INV-07, INV-17). */
describe("callbacks", () => {
  const system = useScene(prey);
  let attacker: Attacker;

  beforeEach(async () => {
    attacker = await enter(system());
  });

  it("would do all of it outside a callback", async () => {
    for (const attempt of await everything(attacker)) await act(attacker.actor, attempt);
  });

  describe("by the refund of an excess fee", () => {
    it("finds every door of the hub locked during a withdrawal", async () => {
      const { me } = attacker;
      const attempts = await everything(attacker);
      const out = [me, laneEther, 1_000n, me, me];
      const call = await callOf(system().hub.engine, "withdrawCollateral", out, FEE);
      const { outcomes, gains } = await raid(attacker, call, attempts);
      expect(outcomes).to.deep.equal(all(LOCKED, attempts));
      expect(gains).to.deep.equal([]);
    });

    it("finds every door of the hub locked during a take that releases", async () => {
      const world = system();
      // Bob's ether is the hub's own: for a release with a fee he needs a key of a lane.
      await depositAndSync(world, { key: laneEther, from: "bob", units: 10n ** 8n });
      await pump(world);
      const attempts = await everything(attacker);
      const order = orderOf(attacker, takeMode.release, laneEther);
      const call = await callOf(world.hub.auctions, "take", [order], FEE);
      const { outcomes, gains } = await raid(attacker, call, attempts);
      expect(outcomes).to.deep.equal(all(LOCKED, attempts));
      // The bought tenth of an ether is on its way to arbitrum; nothing on the hub grew.
      expect(gains).to.deep.equal([]);
    });

    it("may act on the engine during a flush, which holds the gateway alone, and gains nothing", async () => {
      const { gateway } = system().hub;
      const attempts = await everything(attacker);
      const { eid } = sourceOf(system(), "arbitrum").chain;
      const call = await callOf(gateway, "flush", [eid, [], 0n, attacker.me], FEE);
      const { outcomes, gains } = await raid(attacker, call, attempts);
      const locked = { grant: LOCKED, flush: LOCKED, withdrawCollateral: LOCKED, release: LOCKED };
      expect(outcomes).to.deep.equal({ ...all("ok", attempts), ...locked });
      // It bought a tenth of an ether like anybody, and paid for it.
      expect(gains).to.deep.equal([`key ${ether}`]);
    });
  });

  describe("by hooks of a hub-local token", () => {
    it("cannot enter the vault while it deposits, and is credited once", async () => {
      const world = system();
      const { engine, vault } = world.hub;
      await hook(world, tokenOf(world, bitcoin), await strikeOf(attacker.actor));
      const attempts = await everything(attacker);
      const call = await callOf(vault, "deposit", [bitcoin, 20_000n, attacker.me]);
      const { outcomes } = await raid(attacker, call, attempts);
      expect(outcomes).to.include({ deposit: LOCKED, withdrawCollateral: LOCKED });
      expect(await engine.balanceOf(attacker.me, bitcoin)).to.equal(20_000n);
      expect((await vault.sumsOf(bitcoin)).deposited).to.equal(20_000n);
      expect(await vault.custodyOf(bitcoin)).to.equal(20_000n);
    });

    it("finds the engine locked while it is paid; what was not paid is claimed later, once", async () => {
      const world = system();
      const { engine, vault } = world.hub;
      const { actor, me } = attacker;
      await act(actor, await callOf(vault, "deposit", [bitcoin, 50_000n, me]));
      await hook(
        world,
        tokenOf(world, bitcoin),
        await callOf(engine, "withdrawCash", [me, usd(1n), me]),
      );
      await act(actor, await callOf(engine, "withdrawCollateral", [me, bitcoin, 50_000n, me, me]));
      expect([...(await vault.payableOf(me, bitcoin))]).to.deep.equal([50_000n, 0n]);
      expect(await vault.custodyOf(bitcoin)).to.equal(50_000n);
      await callOnTransfer(world, tokenOf(world, bitcoin));
      await mined(vault.claim(me, bitcoin));
      expect([...(await vault.payableOf(me, bitcoin))]).to.deep.equal([50_000n, 50_000n]);
      expect(await vault.custodyOf(bitcoin)).to.equal(0n);
    });
  });

  describe("by hooks of the settlement token", () => {
    const acts = (me: string): Readonly<Record<string, readonly unknown[]>> => ({
      depositCash: [me, usd(1n)],
      withdrawCash: [me, usd(1n), me],
    });

    for (const name of ["depositCash", "withdrawCash"])
      it(`finds every door of the engine locked during ${name}`, async () => {
        await hookCash(attacker);
        const attempts = await everything(attacker);
        const call = await callOf(system().hub.engine, name, acts(attacker.me)[name] ?? []);
        const { outcomes, gains } = await raid(attacker, call, attempts);
        // A flush does not touch the engine.
        expect(outcomes).to.deep.equal({ ...all(LOCKED, attempts), grant: "ok", flush: "ok" });
        expect(gains).to.deep.equal([]);
      });

    it("leaves a delivery inside a callback retryable", async () => {
      const world = system();
      const { engine, gateway } = world.hub;
      const { relayer } = world.devnet;
      const carol = addressOf(world, "carol");
      await hookCash(attacker);
      await deposit(world, { key: laneEther, from: "carol", units: 10n ** 7n });
      await sync(world, "arbitrum", [{ holder: carol, key: laneEther }]);
      const [packet] = await relayer.scan();
      if (packet === undefined) throw new Error("nothing was sent");
      await relayer.verify(packet);
      await relayer.commit(packet);
      const { endpoint } = world.devnet.layerZero("hub");
      const { srcEid, sender, nonce, guid, message } = packet;
      const told = [{ srcEid, sender, nonce }, await gateway.getAddress(), guid, message, "0x"];
      const deliver = { name: "lzReceive", ...(await callOf(endpoint, "lzReceive", told)) };
      const out = [attacker.me, usd(1n), attacker.me];
      const call = await callOf(engine, "withdrawCash", out);
      const { outcomes } = await raid(attacker, call, [deliver]);
      expect(outcomes).to.deep.equal({ lzReceive: LOCKED });
      expect(await engine.balanceOf(carol, laneEther)).to.equal(10n ** 8n);
      expect((await relayer.execute(packet)).delivered).to.equal(true);
      expect(await engine.balanceOf(carol, laneEther)).to.equal(11n * 10n ** 7n);
    });

    it("cannot take from the pool while it supplies", async () => {
      await hookCash(attacker);
      const attempts = (await everything(attacker)).filter(
        ({ name }) => name !== "take" && name !== "liquidate",
      );
      const call = await callOf(system().hub.pool, "deposit", [usd(100n), attacker.me]);
      const { outcomes, gains } = await raid(attacker, call, attempts);
      expect(outcomes).to.include({ supply: LOCKED });
      expect(gains).to.deep.equal([]);
    });
  });

  describe("by the token of a source vault", () => {
    it("finds the vault locked while it is paid, and the release is paid once", async () => {
      const world = system();
      const { vault } = sourceOf(world, "arbitrum");
      const thief = addressOf(world, "stranger");
      await depositAndSync(world, { key: 4, from: "carol", units: usd(500n) });
      await pump(world);
      await hook(world, tokenOf(world, 4), await callOf(vault, "claim", [thief, 4]));
      const out = { key: 4, from: "carol", units: usd(300n), recipient: thief } as const;
      await withdrawCollateral(world, out);
      expect(await pump(world)).to.equal(1);
      expect([...(await vault.payableOf(thief, 4))]).to.deep.equal([usd(300n), 0n]);
      await expect(vault.claim(thief, 4))
        .to.be.revertedWithCustomError(vault, "VaultLedger_PaymentFailed")
        .withArgs(4, thief, usd(300n));
      await callOnTransfer(world, tokenOf(world, 4));
      await mined(vault.claim(thief, 4));
      expect([...(await vault.payableOf(thief, 4))]).to.deep.equal([usd(300n), usd(300n)]);
      expect(await vault.custodyOf(4)).to.equal(usd(200n));
    });
  });
});
