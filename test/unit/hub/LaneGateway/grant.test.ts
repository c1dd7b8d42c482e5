import { expect } from "chai";
import {
  A_EID,
  A_ETH,
  BUCKET,
  CAP,
  SLOW,
  hearEcho,
  hearSync,
  useLanes,
} from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";
import { setSums } from "../../../helpers/slots.js";

const HOURS_72 = 259_200;

describe("LaneGateway.grant", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const balance = () => lanes().engine.balanceOf(alice().address, A_ETH);
  const hear = (value: bigint, sentAt = 1) =>
    hearSync(lanes(), lanes().a, {
      sentAt,
      counters: [{ holder: alice().address, key: A_ETH, value }],
    });
  const grant = () =>
    mined(gateway().connect(lanes().chain.signer(11)).grant(alice().address, A_ETH));
  const slow = () => mined(gateway().setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
  const withdraw = async (units: bigint): Promise<void> => {
    const value = await gateway().quoteRelease(A_ETH, 0n);
    const me = alice().address;
    const out = lanes().chain.signer(5).address;
    await mined(
      lanes().engine.connect(alice()).withdrawCollateral(me, A_ETH, units, out, me, { value }),
    );
  };

  describe("when the key is not listed", () => {
    it("grants nothing", async () => {
      expect(await gateway().grant.staticCall(alice().address, 50)).to.equal(0n);
    });
  });

  describe("when nothing is kept out", () => {
    it("grants nothing", async () => {
      await hear(500n);
      expect(await gateway().grant.staticCall(alice().address, A_ETH)).to.equal(0n);
    });
  });

  describe("given the bucket kept a part out", () => {
    beforeEach(slow);

    it("emits Seen and credits b at once", async () => {
      const heard = Promise.resolve(await hear(20_000_000n));
      await expect(heard)
        .to.emit(gateway(), "Seen")
        .withArgs(alice().address, A_ETH, 20_000_000n, SLOW.bucket);
      expect(await balance()).to.equal(SLOW.bucket);
      expect(await gateway().roomOf(A_ETH)).to.equal(0n);
    });

    it("lets anyone credit what the bucket has refilled since", async () => {
      const at = await dateOf(lanes().chain, await hear(20_000_000n));
      await lanes().devnet.increaseTime(3_600);
      const elapsed = BigInt((await dateOf(lanes().chain, await grant())) - at);
      expect(await balance()).to.equal(SLOW.bucket + 100n * elapsed);
    });

    it("credits everything over the days", async () => {
      await hear(20_000_000n);
      for (let day = 0; day < 2; day++) {
        await lanes().devnet.increaseTime(86_400);
        await hearEcho(lanes(), lanes().a);
        await grant();
      }
      expect(await balance()).to.equal(20_000_000n);
    });

    it("is neither stopped nor sped up by calling often", async () => {
      // b = 8,640: a unit in ten seconds, so most calls find not even one.
      await mined(gateway().setLimits(A_ETH, 86_400n, 1_000n));
      const start = await dateOf(lanes().chain, await hear(20_000n));
      let last = start;
      for (let i = 0; i < 40; i++) last = await dateOf(lanes().chain, await grant());
      const elapsed = BigInt(last - start);
      expect(await balance()).to.equal(8_640n + elapsed / 10n);
    });

    it("stops at three times b gross while withdrawals keep the net level down", async () => {
      const dates: number[] = [];
      for (let i = 1; i <= 4; i++) {
        const heard = await hear(8_000_000n * BigInt(i), i);
        dates.push(await dateOf(lanes().chain, heard));
        await withdraw(await balance());
      }
      const [first = 0, , , last = 0] = dates;
      // 3b, and 300 units a second that leaked meanwhile.
      const { credited } = await gateway().creditOf(alice().address, A_ETH);
      expect(credited).to.equal(3n * SLOW.bucket + 300n * BigInt(last - first));
    });
  });

  describe("given the cap kept a part out", () => {
    beforeEach(() => mined(gateway().setLimits(A_ETH, 1_000n, 10_000n)));

    it("credits up to the cap", async () => {
      await hear(5_000n);
      expect(await balance()).to.equal(1_000n);
    });

    it("credits more once collateral is withdrawn", async () => {
      await hear(5_000n);
      await withdraw(400n);
      await lanes().devnet.increaseTime(86_400);
      await grant();
      expect(await balance()).to.equal(1_000n);
      expect((await gateway().creditOf(alice().address, A_ETH)).credited).to.equal(1_400n);
    });
  });

  describe("given a guardian hold on the key", () => {
    it("grants nothing, nor does a message", async () => {
      await mined(gateway().holdKey(A_ETH));
      const heard = Promise.resolve(await hear(500n));
      await expect(heard).to.emit(gateway(), "Seen").withArgs(alice().address, A_ETH, 500n, 0n);
      await grant();
      expect(await balance()).to.equal(0n);
    });

    it("grants again after 72 hours", async () => {
      await mined(gateway().holdKey(A_ETH));
      await hear(500n);
      await lanes().devnet.increaseTime(HOURS_72);
      await hearEcho(lanes(), lanes().a);
      await grant();
      expect(await balance()).to.equal(500n);
    });
  });

  describe("given a guardian hold on the lane", () => {
    it("grants nothing, nor does a message", async () => {
      await mined(gateway().holdLane(A_EID));
      await hear(500n);
      await grant();
      expect(await balance()).to.equal(0n);
    });

    it("grants again after 72 hours", async () => {
      await mined(gateway().holdLane(A_EID));
      await hear(500n);
      await lanes().devnet.increaseTime(HOURS_72);
      await hearEcho(lanes(), lanes().a);
      await grant();
      expect(await balance()).to.equal(500n);
      await hear(700n, 2);
      expect(await balance()).to.equal(700n);
    });
  });

  describe("given a shortfall of the key", () => {
    it("grants nothing", async () => {
      const totals = [{ key: A_ETH, deposited: 10n, paid: 0n, custody: 9n }];
      await hearSync(lanes(), lanes().a, { sentAt: 1, totals });
      await hear(500n, 2);
      await grant();
      expect(await balance()).to.equal(0n);
    });
  });

  describe("given limits a guardian lowered", () => {
    it("grants under the full limits again after 72 hours", async () => {
      await mined(gateway().lowerLimits(A_ETH, 100n, 1_000n));
      await hear(BUCKET);
      expect(await balance()).to.equal(10n);
      await lanes().devnet.increaseTime(HOURS_72);
      await hearEcho(lanes(), lanes().a);
      await grant();
      expect(await balance()).to.equal(BUCKET);
      expect((await gateway().inflowOf(A_ETH)).cap).to.equal(CAP);
    });
  });

  describe("when the sum of credits is near its end", () => {
    it("grants exactly what fits", async () => {
      const nearly = 2n ** 96n - 1n - 70n;
      await setSums(lanes().chain, gateway(), {
        key: A_ETH,
        credited: nearly,
        authorised: nearly,
        bucketBps: 2_000n,
      });
      await hear(500n);
      expect(await balance()).to.equal(70n);
    });
  });
});
