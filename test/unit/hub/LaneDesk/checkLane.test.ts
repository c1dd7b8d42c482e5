import { expect } from "chai";
import { id } from "ethers";
import {
  A_EID,
  A_ETH,
  A_USD,
  A_WETH,
  B_EID,
  HUB_EID,
  deposit,
  hearSync,
  syncAll,
  useLanes,
} from "../../../helpers/lanes.js";
import { roundTrip } from "../../../helpers/laneBeats.js";
import { usd } from "../../../helpers/money.js";
import { setReserve } from "../../../helpers/slots.js";
import { laneFault, setReceiveUln, type LaneEnd } from "../../../helpers/security.js";
import { mined } from "../../../helpers/mined.js";

/** Blocks of chain A that its DVNs wait for. */
const CONFIRMATIONS = 10n;
/** Topic of the only event of a parked message. */
const PARKED = id("MessageParked(uint32,bytes32,bytes32)");

describe("LaneDesk.checkLane", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const me = () => alice().address;
  const bob = () => lanes().chain.signer(2).address;
  const end = (): LaneEnd => ({
    site: lanes().hub.site,
    manager: lanes().hub.manager,
    app: gateway(),
    remote: A_EID,
  });
  const wire = (count: number) => {
    const required = lanes().hub.site.layerZero.addresses.dvns.slice(0, count);
    return setReceiveUln(end(), { confirmations: CONFIRMATIONS, required });
  };
  const check = (eid = A_EID) => gateway().connect(lanes().chain.signer(11)).checkLane(eid);
  const balance = () => lanes().engine.balanceOf(me(), A_ETH);
  const put = async (units: bigint) => {
    await deposit(lanes().a, { key: A_ETH, units, account: me() });
    await syncAll(lanes(), lanes().a, [{ holder: me(), key: A_ETH }]);
  };

  /** One of two DVNs was removed, and somebody noticed. */
  const weaken = async () => {
    await wire(1);
    await mined(check());
  };

  describe("when the lane was never opened", () => {
    it("reverts with LaneDesk_NotOpen(eid)", async () => {
      for (const eid of [HUB_EID, 40_999])
        await expect(check(eid))
          .to.be.revertedWithCustomError(gateway(), "LaneDesk_NotOpen")
          .withArgs(eid);
    });
  });

  describe("when the configuration stands above the floor", () => {
    it("says so and the lane grants", async () => {
      await expect(check())
        .to.emit(gateway(), "LaneChecked")
        .withArgs(A_EID, laneFault.none, 2n, CONFIRMATIONS);
      expect((await gateway().securityOf(A_EID)).insecure).to.equal(false);
      await put(500n);
      expect(await balance()).to.equal(500n);
    });

    it("finds nothing at any gas it succeeds with", async () => {
      const outcomes = new Set<string>();
      for (let gasLimit = 40_000n; gasLimit <= 900_000n; gasLimit += 10_000n) {
        const found = await gateway()
          .checkLane.staticCall(A_EID, { gasLimit })
          .then(String, () => "refused");
        outcomes.add(found);
      }
      // Refused for too little gas, NONE from there on; never a fault.
      expect([...outcomes]).to.deep.equal(["refused", String(laneFault.none)]);
    });
  });

  describe("when the configuration is below the floor", () => {
    it("holds the lane, whoever asks", async () => {
      await wire(1);
      expect(await gateway().isHeld(A_ETH)).to.equal(false);
      await expect(check())
        .to.emit(gateway(), "LaneChecked")
        .withArgs(A_EID, laneFault.fewDvns, 1n, CONFIRMATIONS);
      const { held, clock } = await gateway().laneOf(A_EID);
      expect([held, clock.insecure, await gateway().isHeld(A_ETH)]).to.deep.equal([
        true,
        true,
        true,
      ]);
      expect((await gateway().securityOf(A_EID)).insecure).to.equal(true);
    });

    it("grants nothing and sends nothing home", async () => {
      await put(500n);
      await weaken();
      // Verified by what is left, so not believed.
      await deposit(lanes().a, { key: A_ETH, units: 200n, account: me() });
      await syncAll(lanes(), lanes().a, [{ holder: me(), key: A_ETH }]);
      expect((await gateway().creditOf(me(), A_ETH)).seen).to.equal(500n);
      await mined(gateway().grant(me(), A_ETH));
      expect(await balance()).to.equal(500n);
      const value = await gateway().quoteRelease(A_ETH, 0n);
      const by = gateway().connect(alice());
      await expect(by.returnUncredited(me(), A_ETH, bob(), 0n, me(), { value }))
        .to.be.revertedWithCustomError(gateway(), "LaneGateway_Held")
        .withArgs(A_ETH);
    });

    it("parks what it hears and takes the echo alone", async () => {
      await roundTrip(lanes(), lanes().a);
      await setReserve(lanes().chain, lanes().engine, usd(10));
      await weaken();
      const before = (await gateway().laneOf(A_EID)).clock;
      await lanes().devnet.increaseTime(600);
      const echo = await lanes().chain.timestamp();
      const counters = [{ holder: me(), key: A_ETH, value: 500n }];
      const totals = [{ key: A_ETH, deposited: 500n, paid: 9n, custody: 400n }];
      const sentAt = echo + 7_000;
      for (const message of [
        { sentAt, echo, counters, totals },
        { sentAt, echo, payee: me() },
      ]) {
        const { logs } = await hearSync(lanes(), lanes().a, message);
        expect(logs.map(({ topics }) => topics[0])).to.deep.equal([PARKED]);
      }
      const { clock, overdue } = await gateway().laneOf(A_EID);
      expect([clock.newestEcho, overdue]).to.deep.equal([BigInt(echo), 0n]);
      expect(clock.newestSentAt).to.equal(before.newestSentAt);
      expect((await gateway().creditOf(me(), A_ETH)).seen).to.equal(0n);
      expect((await gateway().shortfallOf(A_ETH)).custody).to.equal(0n);
      expect(await lanes().engine.cashOf(me())).to.equal(0n);
    });

    it("authorises withdrawals", async () => {
      await put(500n);
      await weaken();
      const value = await gateway().quoteRelease(A_ETH, 0n);
      await mined(
        lanes().engine.connect(alice()).withdrawCollateral(me(), A_ETH, 300n, bob(), me(), {
          value,
        }),
      );
      expect(await gateway().authorisedOf(bob(), A_ETH)).to.equal(300n);
    });

    it("takes recognition from the keys of the lane at once", async () => {
      await wire(1);
      const keys = (1n << BigInt(A_ETH)) | (1n << BigInt(A_USD)) | (1n << BigInt(A_WETH));
      await expect(check()).to.emit(lanes().risk, "RecognitionSuspended").withArgs(keys);
      expect((await gateway().termsOf(A_ETH)).recognisedFor).to.equal(0n);
    });

    it("leaves the other lanes alone", async () => {
      await weaken();
      expect((await gateway().laneOf(B_EID)).held).to.equal(false);
    });
  });

  describe("when the configuration is above the floor again", () => {
    it("ends the hold, and another sync says what was parked", async () => {
      await weaken();
      await put(500n);
      await wire(2);
      await mined(check());
      expect(await gateway().isHeld(A_ETH)).to.equal(false);
      await mined(gateway().grant(me(), A_ETH));
      expect(await balance()).to.equal(0n);
      await syncAll(lanes(), lanes().a, [{ holder: me(), key: A_ETH }]);
      expect(await balance()).to.equal(500n);
    });

    it("believes nothing that was said before, whatever its date", async () => {
      await roundTrip(lanes(), lanes().a);
      await weaken();
      const sentAt = (await lanes().chain.timestamp()) + 7_000;
      const counters = [{ holder: bob(), key: A_ETH, value: 10_000_000_000n }];
      await hearSync(lanes(), lanes().a, { sentAt, counters });
      await wire(2);
      await syncAll(lanes(), lanes().a, [{ holder: bob(), key: A_ETH }]);
      await mined(check());
      await mined(gateway().connect(alice()).grant(bob(), A_ETH));
      expect(await lanes().engine.balanceOf(bob(), A_ETH)).to.equal(0n);
    });

    it("leaves a guardian's hold alone", async () => {
      await weaken();
      await mined(gateway().holdLane(A_EID));
      await wire(2);
      await mined(check());
      const { held, clock } = await gateway().laneOf(A_EID);
      expect([held, clock.insecure]).to.deep.equal([true, false]);
    });
  });
});
