import { maths, milliseconds, seconds } from "@causeway/sdk";
import { expect } from "chai";
import { A_EID, hearSync, useLanes } from "../../../helpers/lanes.js";
import { dateOf } from "../../../helpers/mined.js";

describe("LaneGateway lane clock", () => {
  const lanes = useLanes();
  const clock = async () => {
    const { newestSentAt, newestSeenAt, newestEcho, smoothed, variation, lastSampledEcho } = (
      await lanes().gateway.laneOf(A_EID)
    ).clock;
    return { newestSentAt, newestSeenAt, newestEcho, smoothed, variation, lastSampledEcho };
  };
  const hear = async (fields: { sentAt: number; echo?: number; hold?: number }) =>
    dateOf(lanes().chain, await hearSync(lanes(), lanes().a, fields));
  const now = () => lanes().chain.timestamp();

  describe("given a lane just opened", () => {
    it("dates the newest echo by the opening", async () => {
      const { newestEcho, newestSentAt, smoothed } = await clock();
      expect(newestEcho > 0n && Number(newestEcho) <= (await now())).to.equal(true);
      expect([newestSentAt, smoothed]).to.deep.equal([0n, 0n]);
    });
  });

  describe("given messages", () => {
    it("keeps the newest date and when that was seen", async () => {
      await hear({ sentAt: 1_000 });
      const seenAt = await hear({ sentAt: 2_000 });
      const { newestSentAt, newestSeenAt } = await clock();
      expect([newestSentAt, newestSeenAt]).to.deep.equal([2_000n, BigInt(seenAt)]);
    });

    it("is not turned back by an older one", async () => {
      const seenAt = await hear({ sentAt: 2_000 });
      await hear({ sentAt: 1_999 });
      const { newestSentAt, newestSeenAt } = await clock();
      expect([newestSentAt, newestSeenAt]).to.deep.equal([2_000n, BigInt(seenAt)]);
    });
  });

  describe("given an echo", () => {
    beforeEach(() => lanes().devnet.increaseTime(1_000));

    it("samples the round trip by the hub's clock alone", async () => {
      const echo = (await now()) - 500;
      // The vault's clock is years behind; it does not matter.
      const seenAt = await hear({ sentAt: 7, echo, hold: 100 });
      const sample = BigInt(seenAt - echo - 100);
      const { smoothed, variation, lastSampledEcho, newestEcho } = await clock();
      // First sample: srtt = s, rttvar = s / 2.
      expect(smoothed).to.equal(sample * 1_000n);
      expect(variation).to.equal(sample * 500n);
      expect([lastSampledEcho, newestEcho]).to.deep.equal([BigInt(echo), BigInt(echo + 100)]);
    });

    it("smooths the second sample", async () => {
      const echo = (await now()) - 500;
      const first = BigInt((await hear({ sentAt: 7, echo, hold: 0 })) - echo);
      const second = BigInt((await hear({ sentAt: 8, echo: echo + 1, hold: 300 })) - echo - 301);
      const none = { smoothed: milliseconds(0n), variation: milliseconds(0n) };
      const one = maths.updateRoundTrip(none, seconds(first));
      const { smoothed, variation } = await clock();
      expect({ smoothed, variation }).to.deep.equal(maths.updateRoundTrip(one, seconds(second)));
    });

    it("samples each echo once", async () => {
      const echo = (await now()) - 500;
      await hear({ sentAt: 7, echo, hold: 0 });
      const { smoothed, variation } = await clock();
      await hear({ sentAt: 8, echo, hold: 0 });
      await hear({ sentAt: 9, echo: echo - 1, hold: 0 });
      const after = await clock();
      expect([after.smoothed, after.variation]).to.deep.equal([smoothed, variation]);
    });

    it("takes a longer round trip than Tmax for Tmax", async () => {
      const before = await hear({ sentAt: 7, echo: (await now()) - 60, hold: 0 }).then(clock);
      await lanes().devnet.increaseTime(100_000);
      await hear({ sentAt: 8, echo: (await now()) - 40_000, hold: 0 });
      const { smoothed, variation } = await clock();
      const trip = {
        smoothed: milliseconds(before.smoothed),
        variation: milliseconds(before.variation),
      };
      expect({ smoothed, variation }).to.deep.equal(maths.updateRoundTrip(trip, seconds(7_200n)));
    });

    it("keeps the largest echo plus hold", async () => {
      const echo = (await now()) - 500;
      await hear({ sentAt: 9, echo, hold: 400 });
      await hear({ sentAt: 8, echo: echo + 50, hold: 0 });
      expect((await clock()).newestEcho).to.equal(BigInt(echo + 400));
    });
  });

  describe("given an impossible echo", () => {
    it("takes no sample from an instant that has not come", async () => {
      const before = await clock();
      await hear({ sentAt: 0, echo: (await now()) + 1_000, hold: 0 });
      expect(await clock()).to.deep.equal(before);
    });

    it("lets echo plus hold reach no further than now", async () => {
      const seenAt = await hear({ sentAt: 0, echo: (await now()) - 10, hold: 2 ** 32 - 1 });
      const { newestEcho, smoothed } = await clock();
      expect([newestEcho, smoothed]).to.deep.equal([BigInt(seenAt), 0n]);
    });
  });
});
