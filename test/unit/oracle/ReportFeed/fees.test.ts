import { expect } from "chai";
import {
  AccessManager__factory,
  HostileActor__factory,
  type HostileActor,
} from "../../../../typechain-types/index.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { STREAM, carry, charge, useReports } from "../../../helpers/reportFeed.js";

/** What a report costs (wei), and what is sent. */
const FEE = 10n ** 15n;
const VALUE = 10n ** 18n;

describe("ReportFeed.report and its fee", () => {
  const desk = useReports();
  const sign = (nativeFee = FEE): string =>
    desk().verifier.sign({ feedId: STREAM, price: usd(3_000), nativeFee, linkFee: nativeFee });
  const balanceOf = (address: string): Promise<bigint> => desk().chain.provider.getBalance(address);
  /** A contract that takes what it is given back. */
  const contractWith = async (value: bigint): Promise<HostileActor> => {
    const { chain } = desk();
    const actor = await new HostileActor__factory(chain.signer(1)).deploy();
    await chain.setBalance(await actor.getAddress(), value);
    return actor;
  };
  /** Reports through a contract, whose balance tells what it cost without the gas. */
  const costOf = async (signedReport: string, value: bigint): Promise<bigint> => {
    const { feed } = desk();
    const actor = await contractWith(value);
    const data = feed.interface.encodeFunctionData("report", [signedReport]);
    await mined(actor.act(await feed.getAddress(), value, data));
    return value - (await balanceOf(await actor.getAddress()));
  };
  const keptByFeed = async (): Promise<bigint> => balanceOf(await desk().feed.getAddress());

  describe("given no fee manager", () => {
    it("verifies for nothing and gives all value back", async () => {
      expect(await costOf(sign(), VALUE)).to.equal(0n);
      expect((await desk().feed.latestRoundData()).answer).to.equal(usd(3_000));
      expect(await keptByFeed()).to.equal(0n);
    });

    it("sends the verifier no value, which would keep it", async () => {
      const { verifier, feed } = desk();
      const { proxy, address } = verifier.contracts;
      await carry(desk(), sign(), VALUE);
      expect([await balanceOf(address), await keptByFeed()]).to.deep.equal([0n, 0n]);
      // Asked directly, it does keep it.
      await mined(proxy.verify(sign(), "0x", { value: 1n }));
      expect(await balanceOf(address)).to.equal(1n);
      expect(await feed.verifier()).to.equal(address);
    });
  });

  describe("given Chainlink's fee manager", () => {
    it("pays the report's fee in native token and gives the rest back", async () => {
      const { manager, wrapped } = await charge(desk());
      expect(await costOf(sign(), VALUE)).to.equal(FEE);
      expect(await wrapped.balanceOf(manager)).to.equal(FEE);
      expect(await keptByFeed()).to.equal(0n);
    });

    it("takes the exact fee, and nothing for a free report", async () => {
      await charge(desk());
      expect(await costOf(sign(), FEE)).to.equal(FEE);
      await desk().chain.increaseTime(10);
      expect(await costOf(sign(0n), VALUE)).to.equal(0n);
      await desk().chain.increaseTime(10);
      expect(await costOf(sign(0n), 0n)).to.equal(0n);
      expect(await keptByFeed()).to.equal(0n);
    });

    it("gives everything back for a discount of all", async () => {
      const { manager, wrapped } = await charge(desk());
      const native = await wrapped.getAddress();
      await mined(manager.updateSubscriberDiscount(desk().feed, STREAM, native, 10n ** 18n));
      expect(await costOf(sign(), VALUE)).to.equal(0n);
    });

    it("reverts with InvalidDeposit if the value does not reach the fee", async () => {
      const { manager } = await charge(desk());
      await expect(desk().feed.report(sign(), { value: FEE - 1n })).to.be.revertedWithCustomError(
        manager,
        "InvalidDeposit",
      );
    });

    it("lets the fee be paid again for the next report, and keeps no native token", async () => {
      const { manager, wrapped } = await charge(desk());
      const { chain, feed } = desk();
      for (const reports of [1n, 2n, 3n]) {
        await chain.increaseTime(10);
        const report = sign();
        await carry(desk(), report, (await feed.feeOf(report)) + 7n);
        expect(await wrapped.balanceOf(manager)).to.equal(reports * FEE);
        expect(await keptByFeed()).to.equal(0n);
      }
    });
  });

  describe("when the caller takes no native token back", () => {
    it("reverts with ReportFeed_RefundFailed(caller, value)", async () => {
      const { chain, feed } = desk();
      const admin = chain.signer(0);
      // An AccessManager passes calls and value on and receives none.
      const manager = await new AccessManager__factory(admin).deploy(admin.address);
      const data = feed.interface.encodeFunctionData("report", [sign()]);
      await expect(manager.execute(feed, data, { value: 5n }))
        .to.be.revertedWithCustomError(feed, "ReportFeed_RefundFailed")
        .withArgs(await manager.getAddress(), 5n);
      await mined(manager.execute(feed, data));
    });
  });

  describe("when native token was forced in", () => {
    it("goes to the next who reports, so no pot stays", async () => {
      const { chain, feed } = desk();
      await chain.setBalance(await feed.getAddress(), 9n);
      expect(await costOf(sign(), VALUE)).to.equal(-9n);
      expect(await keptByFeed()).to.equal(0n);
    });
  });

  describe("when somebody sends native token outside a report", () => {
    it("reverts with ReportFeed_UnexpectedValue(sender, value)", async () => {
      const { chain, feed } = desk();
      const sender = chain.signer(2);
      await expect(sender.sendTransaction({ to: await feed.getAddress(), value: 3n }))
        .to.be.revertedWithCustomError(feed, "ReportFeed_UnexpectedValue")
        .withArgs(sender.address, 3n);
    });
  });
});
