import { expect } from "chai";
import { HUB_ETH, useHub } from "../../../helpers/hub.js";
import { as, books, depositCash, liquidated, supply } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

const HALF = usd(1) / 2n;

describe("MarginEngine.payHeartbeat", () => {
  const hub = useHub();
  const payee = () => hub().chain.signer(9).address;
  const byGateway = async () => hub().engine.connect(await as(hub(), hub().gateway));

  /** Alice in liquidation with debt, and a reserve of that much from a take. */
  const cast = async (reserveShare: bigint) => {
    const { engine, auctions, chain } = hub();
    await supply(hub(), usdc(100_000));
    const [alice, bob, keeper] = [chain.signer(1), chain.signer(2), chain.signer(3)];
    await liquidated(hub(), alice);
    await depositCash(hub(), bob, bob.address, usdc(10_000));
    const house = engine.connect(await as(hub(), auctions));
    await mined(
      house.settleTake({
        account: alice.address,
        buyer: bob.address,
        key: HUB_ETH,
        units: units8(1),
        payment: usd(2_000),
        keeper: keeper.address,
        keeperReward: usd(7),
        insuranceShare: usd(30),
        reserveShare,
      }),
    );
    return { engine, alice, accounts: [alice, bob, keeper].map(({ address }) => address) };
  };

  describe("when the caller is not the gateway", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, chain, admin } = hub();
      for (const caller of [chain.signer(1), admin])
        await expect(engine.connect(caller).payHeartbeat(payee()))
          .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
          .withArgs(caller.address);
    });
  });

  describe("given a reserve", () => {
    it("moves half a dollar to the payee's cash and keeps the books", async () => {
      const { engine, accounts } = await cast(usd(3));
      await expect((await byGateway()).payHeartbeat(payee()))
        .to.emit(engine, "HeartbeatPaid")
        .withArgs(payee(), HALF);
      expect(await engine.cashOf(payee())).to.equal(HALF);
      expect(await engine.reserveCash()).to.equal(usd(3) - HALF);
      expect(await engine.insuranceCash()).to.equal(usd(30));
      const { tokens, booked } = await books(hub(), [...accounts, payee()]);
      expect(booked).to.equal(tokens);
    });

    it("repays a payee's debt with it", async () => {
      const { engine, alice, accounts } = await cast(usd(3));
      const pool = await engine.poolCash();
      const owed = await engine.debtOf(alice.address);
      await mined((await byGateway()).payHeartbeat(alice.address));
      expect((await engine.poolCash()) - pool).to.equal(HALF);
      // Interest of the seconds in between is far below a cent.
      expect(owed - (await engine.debtOf(alice.address)) > HALF - usd(1) / 100n).to.equal(true);
      const { tokens, booked } = await books(hub(), accounts);
      expect(booked).to.equal(tokens);
    });

    it("moves all there is when that is less", async () => {
      const { engine } = await cast(11n);
      await expect((await byGateway()).payHeartbeat(payee()))
        .to.emit(engine, "HeartbeatPaid")
        .withArgs(payee(), 11n);
      expect([await engine.cashOf(payee()), await engine.reserveCash()]).to.deep.equal([11n, 0n]);
    });
  });

  describe("given no reserve", () => {
    it("changes nothing", async () => {
      const { engine } = hub();
      await expect((await byGateway()).payHeartbeat(payee())).not.to.emit(engine, "HeartbeatPaid");
      expect(await engine.cashOf(payee())).to.equal(0n);
    });
  });
});
