import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import {
  A_EID,
  A_ETH,
  A_WETH,
  BUCKET_BPS,
  B_ETH,
  CAP,
  SLOW,
  hearSync,
  useLanes,
} from "../../../helpers/lanes.js";
import { stateVariables } from "../../../helpers/layout.js";
import { dateOf, mined } from "../../../helpers/mined.js";
import { LaneDesk__factory } from "../../../../typechain-types/index.js";

const HOURS_72 = 259_200;
const DAYS_7 = 604_800;

describe("LaneDesk powers", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const limits = async () => {
    const { cap } = await gateway().inflowOf(A_ETH);
    const { bucketBps } = await gateway().sumsOf(A_ETH);
    return [cap, bucketBps];
  };
  const holds = [
    {
      what: "lane",
      hold: () => gateway().holdLane(A_EID),
      end: (yes: boolean) => gateway().decideLaneHold(A_EID, yes),
    },
    {
      what: "key",
      hold: () => gateway().holdKey(A_ETH),
      end: (yes: boolean) => gateway().decideKeyHold(A_ETH, yes),
    },
  ];
  const held = (key = A_ETH) => gateway().isHeld(key);
  const date = async (call: Promise<ContractTransactionResponse>) =>
    dateOf(lanes().chain, await mined(call));

  describe("when a stranger calls", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(stranger());
      const me = stranger().address;
      const calls = [
        by.setLimits(A_ETH, 1n, 1n),
        by.lowerLimits(A_ETH, 1n, 1n),
        by.confirmLimits(A_ETH),
        by.holdLane(A_EID),
        by.holdKey(A_ETH),
        by.decideLaneHold(A_EID, true),
        by.decideKeyHold(A_ETH, true),
        by.listKey(50, A_EID, me, 1n, 1n),
        by.bindEngine(me, me),
      ];
      for (const call of calls) {
        await expect(call)
          .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
          .withArgs(me);
      }
    });
  });

  describe("when the desk is called at its own address", () => {
    it("changes nothing of the gateway", async () => {
      const { admin, hub } = lanes();
      const desk = await new LaneDesk__factory(admin).deploy(hub.manager);
      await mined(desk.holdLane(A_EID));
      expect(await held()).to.equal(false);
      await expect(desk.holdKey(A_ETH))
        .to.be.revertedWithCustomError(desk, "LaneBook_UnknownKey")
        .withArgs(A_ETH);
    });
  });

  describe("given the gateway and its desk", () => {
    it("lays their storage out alike", () => {
      const desk = stateVariables("LaneDesk");
      const whole = stateVariables("LaneGateway");
      expect(desk.length).to.be.greaterThan(11);
      expect(whole.slice(0, desk.length)).to.deep.equal(desk);
    });
  });

  describe("when the guardian holds a lane or a key", () => {
    it("says so for 72 hours", async () => {
      for (const { what, hold } of holds) {
        const at = await date(hold());
        expect([await held(), await held(B_ETH)], what).to.deep.equal([true, false]);
        expect(await held(A_WETH), what).to.equal(what === "lane");
        await lanes().devnet.setTime(at + HOURS_72 - 1);
        expect(await held(), what).to.equal(true);
        await lanes().devnet.setTime(at + HOURS_72);
        expect(await held(), what).to.equal(false);
      }
    });

    it("reverts with Guarded_TooSoon(againAt) within 7 days", async () => {
      for (const { hold } of holds) {
        const at = await date(hold());
        await lanes().devnet.setTime(at + DAYS_7 - 20);
        await expect(hold())
          .to.be.revertedWithCustomError(gateway(), "Guarded_TooSoon")
          .withArgs(at + DAYS_7);
      }
    });

    it("may be repeated after 7 days", async () => {
      for (const { what, hold } of holds) {
        const at = await date(hold());
        await lanes().devnet.setTime(at + DAYS_7);
        await mined(hold());
        expect(await held(), what).to.equal(true);
      }
    });

    it("reverts with LaneBook_UnknownKey(key) for a key that is not listed", async () => {
      await expect(gateway().holdKey(50))
        .to.be.revertedWithCustomError(gateway(), "LaneBook_UnknownKey")
        .withArgs(50);
    });
  });

  describe("when the governor decides a hold", () => {
    it("confirms it for good", async () => {
      for (const { what, hold, end } of holds) {
        await mined(hold());
        await mined(end(true));
        await lanes().devnet.increaseTime(10 * DAYS_7);
        expect(await held(), what).to.equal(true);
        await mined(end(false));
      }
    });

    it("ends it", async () => {
      for (const { what, hold, end } of holds) {
        await mined(hold());
        await mined(end(false));
        expect(await held(), what).to.equal(false);
      }
    });

    it("reverts with Guarded_NothingActive() without one", async () => {
      for (const { end } of holds) {
        for (const yes of [true, false]) {
          await expect(end(yes)).to.be.revertedWithCustomError(gateway(), "Guarded_NothingActive");
        }
      }
    });
  });

  describe("when the governor sets limits", () => {
    it("replaces cap and bucket and keeps the levels", async () => {
      await mined(gateway().setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
      const counters = [{ holder: stranger().address, key: A_ETH, value: 5_000_000n }];
      const at = await dateOf(
        lanes().chain,
        await hearSync(lanes(), lanes().a, { sentAt: 1, counters }),
      );
      const change = await mined(gateway().setLimits(A_ETH, SLOW.cap, 0n));
      const elapsed = BigInt((await dateOf(lanes().chain, change)) - at);
      await lanes().devnet.increaseTime(86_400);
      const { net, gross } = await gateway().inflowOf(A_ETH);
      expect([net, gross]).to.deep.equal([
        5_000_000n - 100n * elapsed,
        5_000_000n - 300n * elapsed,
      ]);
    });

    it("reverts with Guarded_BadLimits(cap, bucketBps) out of range", async () => {
      for (const [cap, bps] of [
        [2n ** 63n, 1n],
        [1n, 10_001n],
      ] as const) {
        await expect(gateway().setLimits(A_ETH, cap, bps))
          .to.be.revertedWithCustomError(gateway(), "Guarded_BadLimits")
          .withArgs(cap, bps);
      }
    });

    it("reverts with LaneBook_UnknownKey(key) for a key that is not listed", async () => {
      for (const call of [gateway().setLimits(50, 1n, 1n), gateway().lowerLimits(50, 0n, 0n)]) {
        await expect(call)
          .to.be.revertedWithCustomError(gateway(), "LaneBook_UnknownKey")
          .withArgs(50);
      }
    });
  });

  describe("when the guardian lowers limits", () => {
    it("lowers them for 72 hours", async () => {
      const receipt = await mined(gateway().lowerLimits(A_ETH, 7n, 9n));
      const at = await dateOf(lanes().chain, receipt);
      await expect(Promise.resolve(receipt))
        .to.emit(gateway(), "LimitsLowered")
        .withArgs(A_ETH, 7n, 9n, at + HOURS_72);
      await lanes().devnet.setTime(at + HOURS_72 - 1);
      expect(await limits()).to.deep.equal([7n, 9n]);
      await lanes().devnet.setTime(at + HOURS_72);
      expect(await limits()).to.deep.equal([CAP, BUCKET_BPS]);
    });

    it("reverts with Guarded_NotLower(key, cap, currentCap, bucketBps, currentBucketBps) if either rises", async () => {
      for (const [cap, bps] of [
        [CAP + 1n, 0n],
        [0n, BUCKET_BPS + 1n],
      ] as const) {
        await expect(gateway().lowerLimits(A_ETH, cap, bps))
          .to.be.revertedWithCustomError(gateway(), "Guarded_NotLower")
          .withArgs(A_ETH, cap, CAP, bps, BUCKET_BPS);
      }
    });

    it("reverts with Guarded_TooSoon(againAt) within 7 days", async () => {
      const at = await date(gateway().lowerLimits(A_ETH, 7n, 9n));
      await expect(gateway().lowerLimits(A_ETH, 6n, 9n))
        .to.be.revertedWithCustomError(gateway(), "Guarded_TooSoon")
        .withArgs(at + DAYS_7);
    });
  });

  describe("when the governor confirms lowered limits", () => {
    it("makes them permanent", async () => {
      await mined(gateway().lowerLimits(A_ETH, 7n, 9n));
      await mined(gateway().confirmLimits(A_ETH));
      await lanes().devnet.increaseTime(DAYS_7);
      expect(await limits()).to.deep.equal([7n, 9n]);
    });

    it("reverts with Guarded_NothingActive() if none are lowered", async () => {
      await expect(gateway().confirmLimits(A_ETH)).to.be.revertedWithCustomError(
        gateway(),
        "Guarded_NothingActive",
      );
    });
  });
});
