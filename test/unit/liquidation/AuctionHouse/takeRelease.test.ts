import { ZeroAddress } from "ethers";
import { expect } from "chai";
import {
  RELEASE,
  orderOf,
  openPosition,
  startAuction,
  takenIn,
  type Cast,
  type Order,
} from "../../../helpers/auctions.js";
import { HUB_ETH, SOURCE_ETH, useHub, type Hub } from "../../../helpers/hub.js";
import { depositKey, setPrice, subAccount, tokenOf } from "../../../helpers/hubActions.js";
import { ETH } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8 } from "../../../helpers/money.js";

/** Asset units of an 18-decimals token in one unit at eight shared decimals. */
const UNIT = 10n ** 10n;
const FEE = 10n ** 17n;

/** Ether of the source chain in the auction beside the hub's. */
async function startRemote(hub: Hub): Promise<Cast> {
  const cast = await openPosition(hub);
  await depositKey(hub, cast.alice.address, SOURCE_ETH, units8(5));
  await setPrice(hub, ETH, 1_560);
  await mined(hub.auctions.connect(cast.kate).liquidate(cast.alice.address));
  return cast;
}

describe("AuctionHouse.take in RELEASE", () => {
  const hub = useHub();
  const released = (cast: Cast, changes: Partial<Order>): Order =>
    orderOf(cast, {
      mode: RELEASE,
      recipient: cast.bob.address,
      refund: cast.bob.address,
      ...changes,
    });

  describe("when the recipient is nobody", () => {
    it("reverts with MarginEngine_BadRecipient(account, recipient)", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      await expect(auctions.connect(cast.bob).take(released(cast, { recipient: ZeroAddress })))
        .to.be.revertedWithCustomError(engine, "MarginEngine_BadRecipient")
        .withArgs(cast.bob.address, ZeroAddress);
    });
  });

  describe("when the recipient is a sub-account of the buyer", () => {
    it("reverts with MarginEngine_BadRecipient(account, recipient)", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      const nobody = subAccount(cast.bob.address, 9);
      await expect(auctions.connect(cast.bob).take(released(cast, { recipient: nobody })))
        .to.be.revertedWithCustomError(engine, "MarginEngine_BadRecipient")
        .withArgs(cast.bob.address, nobody);
    });
  });

  describe("when the fee is too low", () => {
    it("reverts with LZ_InsufficientFee(required, supplied, requiredToken, suppliedToken)", async () => {
      const cast = await startRemote(hub());
      const { auctions, devnet } = hub();
      const { endpoint } = devnet.site("hub").layerZero;
      await expect(
        auctions.connect(cast.bob).take(released(cast, { key: SOURCE_ETH }), { value: 7n }),
      )
        .to.be.revertedWithCustomError(endpoint, "LZ_InsufficientFee")
        .withArgs((required: bigint) => required > 7n, 7, 0, 0);
    });
  });

  describe("when value is sent for a key of the hub", () => {
    it("reverts with LaneGateway_NoFeeNeeded(value)", async () => {
      const cast = await startAuction(hub());
      const { auctions, gateway } = hub();
      await expect(auctions.connect(cast.bob).take(released(cast, {}), { value: 7n }))
        .to.be.revertedWithCustomError(gateway, "LaneGateway_NoFeeNeeded")
        .withArgs(7);
    });
  });

  describe("given a key of the hub", () => {
    it("pays the tokens out at once", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      const order = released(cast, { units: units8("1.5") });
      const sale = takenIn(hub(), await mined(auctions.connect(cast.bob).take(order)));
      expect(await tokenOf(hub(), HUB_ETH).balanceOf(cast.bob.address)).to.equal(sale.units * UNIT);
      expect(await engine.balanceOf(cast.bob.address, HUB_ETH)).to.equal(0n);
    });
  });

  describe("given a key of another chain", () => {
    it("authorises the units and the vault pays them", async () => {
      const cast = await startRemote(hub());
      const { auctions, devnet, engine } = hub();
      const order = released(cast, {
        key: SOURCE_ETH,
        units: units8(2),
        recipient: cast.kate.address,
      });
      await mined(auctions.connect(cast.bob).take(order, { value: FEE }));
      expect(await engine.balanceOf(cast.bob.address, SOURCE_ETH)).to.equal(0n);
      await devnet.relayer.pump();
      expect(await tokenOf(hub(), SOURCE_ETH).balanceOf(cast.kate.address)).to.equal(
        units8(2) * UNIT,
      );
    });

    it("refunds what the message does not cost", async () => {
      const cast = await startRemote(hub());
      const { auctions, chain } = hub();
      const dan = chain.signer(6).address;
      const before = await chain.provider.getBalance(dan);
      const order = released(cast, { key: SOURCE_ETH, units: units8(2), refund: dan });
      await mined(auctions.connect(cast.bob).take(order, { value: FEE }));
      const refunded = (await chain.provider.getBalance(dan)) - before;
      expect(refunded > 0n && refunded < FEE).to.equal(true);
      expect(await chain.provider.getBalance(await auctions.getAddress())).to.equal(0n);
    });
  });

  describe("given a buyer who holds units already", () => {
    it("releases only what was bought", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      await depositKey(hub(), cast.bob.address, HUB_ETH, units8(3));
      const order = released(cast, { units: units8(1) });
      await mined(auctions.connect(cast.bob).take(order));
      expect(await engine.balanceOf(cast.bob.address, HUB_ETH)).to.equal(units8(3));
      expect(await tokenOf(hub(), HUB_ETH).balanceOf(cast.bob.address)).to.equal(units8(1) * UNIT);
    });
  });
});
