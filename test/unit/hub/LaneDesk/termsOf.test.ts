import { expect } from "chai";
import { A_EID, A_ETH, HUB_KEY, credit, hearSync, useLanes } from "../../../helpers/lanes.js";
import {
  HEARTBEAT,
  beat,
  dueOf,
  heartbeats,
  roundTrip,
  stage,
  stageOf,
} from "../../../helpers/laneBeats.js";
import { mined } from "../../../helpers/mined.js";

const HOURS_72 = 259_200;
const TMAX = 7_200;
/** REDUCE_ONLY begins so long after a message was due (seconds). */
const REDUCE_AFTER = 7_200;
/** Recognition without end. */
const WITHOUT_END = 65_535n;
const UNIT = 10n ** 10n;

describe("LaneDesk.termsOf", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const terms = async (key = A_ETH) => {
    const { latency, recognisedFor, quarantined, units, heard } = await gateway().termsOf(key);
    return { latency, recognisedFor, quarantined, units, heard };
  };
  const recognised = async (key = A_ETH) => (await gateway().termsOf(key)).recognisedFor;
  const none = { latency: 0n, recognisedFor: 0n, quarantined: false, units: 0n, heard: false };

  /** Alice has deposited 5,000 units of the hub's key and taken 2,000 out. */
  const fillHub = async () => {
    const { hubToken, hubVault, engine } = lanes();
    const me = alice().address;
    await mined(hubToken.mint(me, 5_000n * UNIT));
    await mined(hubToken.connect(alice()).approve(hubVault, 5_000n * UNIT));
    await mined(hubVault.connect(alice()).deposit(HUB_KEY, 5_000n * UNIT, me));
    const out = lanes().chain.signer(5).address;
    await mined(engine.connect(alice()).withdrawCollateral(me, HUB_KEY, 2_000n, out, me));
  };

  describe("when the key is not listed", () => {
    it("answers nothing and does not revert", async () => {
      for (const key of [50, 63, 64, 255]) expect(await terms(key)).to.deep.equal(none);
    });
  });

  describe("given a key of the hub", () => {
    it("counts without end, with no latency, for what its vault owes", async () => {
      await fillHub();
      await lanes().devnet.increaseTime(HOURS_72);
      expect(await terms(HUB_KEY)).to.deep.equal({
        ...none,
        recognisedFor: WITHOUT_END,
        units: 3_000n,
        heard: true,
      });
    });

    it("does not count while a guardian holds it", async () => {
      await fillHub();
      await mined(gateway().holdKey(HUB_KEY));
      expect(await terms(HUB_KEY)).to.deep.equal({ ...none, units: 3_000n, heard: true });
    });
  });

  describe("given a lane that was never sampled", () => {
    it("says that it was not heard, until its first round trip", async () => {
      expect((await terms()).heard).to.equal(false);
      await hearSync(lanes(), lanes().a, { sentAt: 5 });
      expect((await terms()).heard).to.equal(false);
      await roundTrip(lanes(), lanes().a);
      expect((await terms()).heard).to.equal(true);
    });
  });

  describe("given a lane on time", () => {
    it("tells the latency and how long the key counts", async () => {
      await roundTrip(lanes(), lanes().a);
      const { latency, recognisedFor, quarantined } = await terms();
      expect(latency).to.equal((await gateway().laneOf(A_EID)).latency);
      const end = (await dueOf(lanes(), lanes().a)) + REDUCE_AFTER;
      expect(Number(recognisedFor)).to.equal(end - (await lanes().chain.timestamp()));
      expect(quarantined).to.equal(false);
    });

    it("shortens with every second and ends with REDUCE_ONLY", async () => {
      await roundTrip(lanes(), lanes().a);
      const end = (await dueOf(lanes(), lanes().a)) + REDUCE_AFTER;
      const found: bigint[] = [];
      for (const left of [5_000, 2, 1, 0]) {
        await lanes().devnet.setTime(end - left);
        found.push(await recognised());
      }
      expect(found).to.deep.equal([5_000n, 2n, 1n, 0n]);
    });

    it("tells what all accounts hold", async () => {
      const me = alice().address;
      await credit(lanes(), lanes().a, { key: A_ETH, units: 1_000n, account: me });
      const other = lanes().chain.signer(2).address;
      await credit(lanes(), lanes().a, { key: A_ETH, units: 170n, account: other });
      const value = await gateway().quoteRelease(A_ETH, 0n);
      const out = lanes().chain.signer(5).address;
      await mined(
        lanes().engine.connect(alice()).withdrawCollateral(me, A_ETH, 300n, out, me, { value }),
      );
      expect((await terms()).units).to.equal(870n);
    });
  });

  describe("given a lane that is late", () => {
    it("adds what is overdue to the latency", async () => {
      // Never sampled: Tmax, and late by its opening.
      await lanes().devnet.setTime((await dueOf(lanes(), lanes().a)) + 1_000);
      const { latency, recognisedFor } = await terms();
      expect([latency, recognisedFor]).to.deep.equal([
        BigInt(TMAX + 1_000),
        BigInt(REDUCE_AFTER - 1_000),
      ]);
    });

    it("says nothing of a QUARANTINE that nobody confirmed", async () => {
      await lanes().devnet.increaseTime(HOURS_72);
      expect((await stageOf(lanes(), lanes().a)).stage).to.equal(stage.quarantine);
      const { recognisedFor, quarantined } = await terms();
      expect([recognisedFor, quarantined]).to.deep.equal([0n, false]);
    });
  });

  describe("given a lane whose last delay is still in force", () => {
    it("does not count from REDUCE_ONLY on", async () => {
      await roundTrip(lanes(), lanes().a);
      await lanes().devnet.increaseTime(20_000);
      await heartbeats(lanes(), lanes().a, 2);
      expect(await recognised()).to.equal(0n);
      await lanes().devnet.increaseTime(HEARTBEAT / 3);
      await beat(lanes(), lanes().a);
      // FROZEN: the third message on time.
      expect((await recognised()) > 0n).to.equal(true);
    });
  });

  describe("given a hold", () => {
    const expectWhile = async (hold: () => Promise<unknown>) => {
      expect((await recognised()) > 0n).to.equal(true);
      await hold();
      expect(await recognised()).to.equal(0n);
    };

    it("does not count while a guardian holds the key, and does again after it", async () => {
      await expectWhile(() => mined(gateway().holdKey(A_ETH)));
      await mined(gateway().decideKeyHold(A_ETH, false));
      expect((await recognised()) > 0n).to.equal(true);
    });

    it("does not count while a guardian holds the lane, and does again after it", async () => {
      await expectWhile(() => mined(gateway().holdLane(A_EID)));
      await mined(gateway().decideLaneHold(A_EID, false));
      expect((await recognised()) > 0n).to.equal(true);
    });

    it("does not count while something is short", async () => {
      const short = [{ key: A_ETH, deposited: 10n, paid: 0n, custody: 9n }];
      await expectWhile(() => hearSync(lanes(), lanes().a, { sentAt: 1, totals: short }));
      const made = [{ key: A_ETH, deposited: 10n, paid: 0n, custody: 10n }];
      await hearSync(lanes(), lanes().a, { sentAt: 2, totals: made });
      expect((await recognised()) > 0n).to.equal(true);
    });
  });
});
