import { expect } from "chai";
import {
  HUB_EID,
  SOURCE_EID,
  SOURCE_ETH,
  UNKNOWN_TO_RISK,
  testKeys,
} from "../../../helpers/hub.js";
import { BURNS, become, useLens } from "../../../helpers/lens.js";
import { mined } from "../../../helpers/mined.js";

/** LaneFault of a configuration that cannot be read. */
const UNREADABLE = 6n;

/** The lane's keys as a bitmap. */
const keysOf = (eid: number): bigint =>
  [...testKeys, { key: UNKNOWN_TO_RISK, eid: HUB_EID }]
    .filter((one) => one.eid === eid)
    .reduce((bits, { key }) => bits | (1n << BigInt(key)), 0n);

describe("MarginLens.lane", () => {
  const seen = useLens();
  const report = () => seen().lens.lane(SOURCE_EID);

  describe("given an id of no lane", () => {
    it("answers zeros", async () => {
      const { isOpen, isHub, judged, listedKeys, age, stuckSince, state, security } =
        await seen().lens.lane(7);
      expect([isOpen, isHub, judged]).to.deep.equal([false, false, false]);
      expect([listedKeys, age, stuckSince, state.stage, state.overdue]).to.deep.equal([
        0n,
        0n,
        0n,
        0n,
        0n,
      ]);
      expect(security.dvnFloor).to.equal(0n);
    });
  });

  describe("given the hub's own lane", () => {
    it("is open, and names the hub's keys", async () => {
      const { isOpen, isHub, judged, listedKeys, stuckSince, age } =
        await seen().lens.lane(HUB_EID);
      expect([isOpen, isHub, judged]).to.deep.equal([true, true, false]);
      expect([listedKeys, stuckSince, age]).to.deep.equal([keysOf(HUB_EID), 0n, 0n]);
    });
  });

  describe("given an open lane", () => {
    it("shows clock, stage and keys as the gateway does", async () => {
      const { isOpen, isHub, state, age, time, listedKeys, stuckSince } = await report();
      const lane = await seen().desk.laneOf(SOURCE_EID);
      expect([isOpen, isHub]).to.deep.equal([true, false]);
      expect([...state.clock]).to.deep.equal([...lane.clock]);
      expect([state.stage, state.latency, state.held]).to.deep.equal([
        lane.stage,
        lane.latency,
        lane.held,
      ]);
      expect(age).to.equal(time - lane.clock.newestEcho);
      expect([listedKeys, stuckSince]).to.deep.equal([keysOf(SOURCE_EID), 0n]);
    });

    it("judges the configuration against its floors", async () => {
      const { judged, security } = await report();
      expect(judged).to.equal(true);
      expect([...security]).to.deep.equal([...(await seen().desk.securityOf(SOURCE_EID))]);
      // Lanes are wired with two DVNs and the confirmations of the chain that sends, ten, and floors to match.
      expect([security.fault, security.dvns]).to.deep.equal([0n, 2n]);
      expect([security.dvnFloor, security.confirmationFloor]).to.deep.equal([2n, 10n]);
    });

    describe("when it is late", () => {
      it("tells since when", async () => {
        await seen().devnet.increaseTime(100_000);
        const { stuckSince, state, time } = await report();
        expect(state.overdue).to.be.greaterThan(0n);
        expect(stuckSince).to.equal(time - state.overdue);
        expect(state.stage).to.equal(4n);
      });
    });

    describe("when the governor quarantined it", () => {
      it("shows the stage", async () => {
        await mined(seen().desk.setQuarantine(SOURCE_EID, true));
        const { state } = await report();
        expect([state.stage, state.clock.quarantined]).to.deep.equal([4n, true]);
        const { holdings } = await seen().lens.account(seen().admin.address);
        expect(holdings.length).to.equal(0);
        expect((await seen().lens.key(SOURCE_ETH)).lane.stage).to.equal(4n);
      });
    });
  });

  describe("given a receive library that burns its gas", () => {
    it("finds the configuration unreadable", async () => {
      const { addresses } = seen().devnet.layerZero(HUB_EID);
      await become(seen(), addresses.receiveUln, BURNS);
      const { judged, security } = await report();
      expect([judged, security.fault]).to.deep.equal([true, UNREADABLE]);
    });
  });

  describe("given an endpoint that burns all gas", () => {
    it("finds the configuration unreadable, and shows the rest", async () => {
      const { addresses } = seen().devnet.layerZero(HUB_EID);
      await become(seen(), addresses.endpoint, BURNS);
      const { judged, security, listedKeys } = await report();
      expect([judged, security.fault]).to.deep.equal([true, UNREADABLE]);
      expect(listedKeys).to.equal(keysOf(SOURCE_EID));
    });
  });

  describe("given less gas than judging can take", () => {
    it("says that nothing was judged, and shows the rest", async () => {
      const { judged, security, listedKeys, isOpen } = await seen().lens.lane(SOURCE_EID, {
        gasLimit: 700_000n,
      });
      expect([judged, isOpen, security.dvnFloor]).to.deep.equal([false, true, 0n]);
      expect(listedKeys).to.equal(keysOf(SOURCE_EID));
    });
  });
});
