import { expect } from "chai";
import { ZeroAddress } from "ethers";
import {
  A_ETH,
  B_EID,
  HUB_EID,
  SLOW,
  deposit,
  hearRelease,
  tokenOf,
  useLanes,
} from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import {
  laneFault,
  setReceiveUln,
  useHostileLibrary,
  type LaneEnd,
} from "../../../helpers/security.js";

/** Blocks of the hub that its DVNs wait for, and the floor of the wiring. */
const CONFIRMATIONS = 5n;

/** Gas that must be left when the configuration is read. */
const CHECK_GAS = 600_000n;

const UNIT = 10n ** 10n;

describe("VaultDesk.checkLane", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const bob = () => spoke().chain.signer(2).address;
  const end = (): LaneEnd => ({
    site: spoke().site,
    manager: spoke().manager,
    app: vault(),
    remote: HUB_EID,
  });
  const dvns = () => spoke().site.layerZero.addresses.dvns;
  const wire = (count: number) =>
    setReceiveUln(end(), { confirmations: CONFIRMATIONS, required: dvns().slice(0, count) });
  const check = () => vault().connect(stranger()).checkLane(HUB_EID);
  const insecure = async () => (await vault().securityOf(HUB_EID)).insecure;
  const hear = (sentAt: number, value: bigint) =>
    hearRelease(lanes(), spoke(), { sentAt, counters: [{ holder: bob(), key: A_ETH, value }] });
  const payments = () => vault().payableOf(bob(), A_ETH);

  /** One of two DVNs was removed, and somebody noticed. */
  const weaken = async () => {
    await wire(1);
    await mined(check());
  };

  beforeEach(() => deposit(spoke(), { key: A_ETH, units: 10_000n, account: bob() }));

  describe("when the lane is not the hub's", () => {
    it("reverts with CollateralVault_NotHub(eid, hubEid)", async () => {
      await expect(vault().checkLane(B_EID))
        .to.be.revertedWithCustomError(vault(), "CollateralVault_NotHub")
        .withArgs(B_EID, HUB_EID);
    });
  });

  describe("when the configuration stands above the floor", () => {
    it("says so and the vault takes releases", async () => {
      await expect(check())
        .to.emit(vault(), "LaneChecked")
        .withArgs(HUB_EID, laneFault.none, 2n, CONFIRMATIONS);
      expect(await insecure()).to.equal(false);
      await hear(1, 500n);
      expect(await payments()).to.deep.equal([500n, 500n]);
    });

    it("finds nothing at any gas it succeeds with", async () => {
      const outcomes = new Map<string, number>();
      for (let gasLimit = 40_000n; gasLimit <= 900_000n; gasLimit += 10_000n) {
        const found = await vault()
          .checkLane.staticCall(HUB_EID, { gasLimit })
          .then(String, () => "refused");
        outcomes.set(found, (outcomes.get(found) ?? 0) + 1);
      }
      // Refused up to the gas the check asks for and what comes before it; NONE from there on; never a fault.
      expect([...outcomes.keys()]).to.deep.equal(["refused", String(laneFault.none)]);
    });
  });

  describe("when the configuration is below the floor", () => {
    it("says what is wrong with the counts, whoever asks", async () => {
      await wire(1);
      expect(await insecure()).to.equal(false);
      await expect(check())
        .to.emit(vault(), "LaneChecked")
        .withArgs(HUB_EID, laneFault.fewDvns, 1n, CONFIRMATIONS);
      expect(await insecure()).to.equal(true);
    });

    it("parks releases, pays nothing and keeps the clock", async () => {
      await hear(1, 100n);
      const clock = await vault().hubClock();
      await weaken();
      const heard = Promise.resolve(await hear(2, 500n));
      await expect(heard).to.emit(vault(), "MessageParked");
      await expect(heard).not.to.emit(vault(), "Released");
      expect(await payments()).to.deep.equal([100n, 100n]);
      expect(await vault().hubClock()).to.deep.equal(clock);
    });

    it("leaves deposits, claims and syncs open", async () => {
      await mined(vault().setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
      await hear(1, 100n);
      await mined(vault().setLimits(A_ETH, SLOW.cap, 0));
      await hear(2, 300n);
      expect(await payments()).to.deep.equal([300n, 100n]);
      await weaken();
      await mined(vault().setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
      await mined(vault().connect(stranger()).claim(bob(), A_ETH));
      expect(await payments()).to.deep.equal([300n, 300n]);
      await deposit(spoke(), { key: A_ETH, units: 200n, account: bob() });
      expect(await vault().depositedOf(bob(), A_ETH)).to.equal(10_200n);
      const items = [{ holder: bob(), key: A_ETH }];
      const value = await vault().quoteSync(items, 0n);
      await mined(vault().sync(items, ZeroAddress, 0n, stranger().address, { value }));
      await lanes().devnet.relayer.pump();
      expect((await lanes().gateway.creditOf(bob(), A_ETH)).credited).to.equal(10_200n);
    });
  });

  describe("when the configuration is repaired", () => {
    it("takes releases only after another check", async () => {
      await weaken();
      await wire(2);
      await hear(1, 500n);
      expect(await payments()).to.deep.equal([0n, 0n]);
      await expect(check())
        .to.emit(vault(), "LaneChecked")
        .withArgs(HUB_EID, laneFault.none, 2n, CONFIRMATIONS);
      expect(await insecure()).to.equal(false);
    });

    it("pays what was parked once the counters are sent again", async () => {
      await weaken();
      await hear(1, 500n);
      await wire(2);
      await mined(check());
      expect(await payments()).to.deep.equal([0n, 0n]);
      // The same counters, as `flush` sends them.
      await hear(2, 500n);
      expect(await payments()).to.deep.equal([500n, 500n]);
      expect(await tokenOf(spoke(), A_ETH).balanceOf(bob())).to.equal(500n * UNIT);
    });
  });

  describe("when the caller is starved of gas", () => {
    it("reverts with LaneSecurity_GasTooLow(actual, bound) and keeps what it knew", async () => {
      const starved = vault().checkLane(HUB_EID, { gasLimit: 620_000n });
      await expect(starved)
        .to.be.revertedWithCustomError(vault(), "LaneSecurity_GasTooLow")
        .withArgs((left: bigint) => left < CHECK_GAS, CHECK_GAS);
      expect(await insecure()).to.equal(false);
      // Nor can a lane that cannot be read be cleared by it.
      const library = await useHostileLibrary(end());
      await expect(check())
        .to.emit(vault(), "LaneChecked")
        .withArgs(HUB_EID, laneFault.unreadable, 0n, 0n);
      await expect(
        vault().checkLane(HUB_EID, { gasLimit: 620_000n }),
      ).to.be.revertedWithCustomError(vault(), "LaneSecurity_GasTooLow");
      expect([await insecure(), await library.messageLibType()]).to.deep.equal([true, 2n]);
    });
  });
});
