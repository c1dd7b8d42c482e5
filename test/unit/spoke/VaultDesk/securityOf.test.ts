import { expect } from "chai";
import { HUB_EID, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import {
  NO_CONFIRMATIONS,
  blockedLibrary,
  dropSendLibrary,
  dvnAt,
  laneFault,
  setDefaultUln,
  setReceiveLibrary,
  setReceiveUln,
  type LaneEnd,
  type UlnChoice,
} from "../../../helpers/security.js";

/** Blocks of the hub that its DVNs wait for: what the wiring asks of a vault's receive library. */
const HUB_CONFIRMATIONS = 5n;

const many = (count: number, first = 0): string[] =>
  Array.from({ length: count }, (_, i) => dvnAt(first + i));

const [a, b, c, d] = [dvnAt(0), dvnAt(1), dvnAt(2), dvnAt(3)];

/**
 * Lists, and how many distinct DVNs must sign: all required, and of the optional as many as the threshold leaves after
 * those that are required anyway.
 */
const lists: readonly {
  of: string;
  choice: UlnChoice;
  dvns: bigint;
  fault: "NONE" | "FEW_DVNS";
}[] = [
  { of: "two required", choice: { required: [a, b] }, dvns: 2n, fault: "NONE" },
  { of: "one removed", choice: { required: [a] }, dvns: 1n, fault: "FEW_DVNS" },
  {
    of: "one of one optional",
    choice: { required: "none", optional: [a], threshold: 1 },
    dvns: 1n,
    fault: "FEW_DVNS",
  },
  {
    of: "one of three optional",
    choice: { required: "none", optional: [a, b, c], threshold: 1 },
    dvns: 1n,
    fault: "FEW_DVNS",
  },
  {
    of: "two of three optional",
    choice: { required: "none", optional: [a, b, c], threshold: 2 },
    dvns: 2n,
    fault: "NONE",
  },
  {
    of: "one required that is the one optional too",
    choice: { required: [a], optional: [a], threshold: 1 },
    dvns: 1n,
    fault: "FEW_DVNS",
  },
  {
    of: "one required and one of two optional, itself among them",
    choice: { required: [a], optional: [a, b], threshold: 1 },
    dvns: 1n,
    fault: "FEW_DVNS",
  },
  {
    of: "one required and two of two optional, itself among them",
    choice: { required: [a], optional: [a, b], threshold: 2 },
    dvns: 2n,
    fault: "NONE",
  },
  {
    of: "one required and one of one optional, another",
    choice: { required: [a], optional: [b], threshold: 1 },
    dvns: 2n,
    fault: "NONE",
  },
  {
    of: "two required and two of three optional, one of them required",
    choice: { required: [a, b], optional: [b, c, d], threshold: 2 },
    dvns: 3n,
    fault: "NONE",
  },
  {
    of: "two required and one of two optional, both required",
    choice: { required: [a, b], optional: [a, b], threshold: 1 },
    dvns: 2n,
    fault: "NONE",
  },
  {
    of: "80 required and 40 of 60 optional",
    choice: { required: many(80), optional: many(60, 80), threshold: 40 },
    dvns: 120n,
    fault: "NONE",
  },
];

const faultOf = { NONE: laneFault.none, FEW_DVNS: laneFault.fewDvns } as const;

describe("VaultDesk.securityOf", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const end = (): LaneEnd => ({
    site: spoke().site,
    manager: spoke().manager,
    app: spoke().vault,
    remote: HUB_EID,
  });
  const found = async (): Promise<[fault: bigint, dvns: bigint, confirmations: bigint]> => {
    const { fault, dvns, confirmations } = await spoke().vault.securityOf(HUB_EID);
    return [fault, dvns, confirmations];
  };
  /** Sets lists with the confirmations of the wiring. */
  const choose = (choice: UlnChoice) =>
    setReceiveUln(end(), { confirmations: HUB_CONFIRMATIONS, ...choice });

  describe("given the wiring of the deployment", () => {
    it("finds no fault, every DVN, the hub's confirmations and the floor", async () => {
      // fault, DVNs, confirmations, floors of both, and no check has found anything.
      const status = [laneFault.none, 2n, HUB_CONFIRMATIONS, 2n, HUB_CONFIRMATIONS, false];
      expect(await spoke().vault.securityOf(HUB_EID)).to.deep.equal(status);
    });
  });

  describe("given the libraries", () => {
    it("finds DEFAULT_RECEIVE_LIBRARY without a receive library of its own", async () => {
      await setReceiveLibrary(end());
      expect(await found()).to.deep.equal([laneFault.defaultReceiveLibrary, 2n, HUB_CONFIRMATIONS]);
    });

    it("finds DEFAULT_SEND_LIBRARY without a send library of its own", async () => {
      await dropSendLibrary(end());
      expect(await found()).to.deep.equal([laneFault.defaultSendLibrary, 2n, HUB_CONFIRMATIONS]);
    });

    it("finds LIBRARY_TIMEOUT while a former receive library is still good, and nothing afterwards", async () => {
      await setReceiveLibrary(end(), await blockedLibrary(end()));
      await setReceiveLibrary(end(), spoke().site.layerZero.addresses.receiveUln, 10);
      expect(await found()).to.deep.equal([laneFault.libraryTimeout, 2n, HUB_CONFIRMATIONS]);
      await spoke().chain.mine(10);
      expect(await found()).to.deep.equal([laneFault.none, 2n, HUB_CONFIRMATIONS]);
    });

    it("finds UNREADABLE where LayerZero's blocking library receives", async () => {
      await setReceiveLibrary(end(), await blockedLibrary(end()));
      expect(await found()).to.deep.equal([laneFault.unreadable, 0n, 0n]);
    });
  });

  describe("given the lists of DVNs", () => {
    for (const { of, choice, dvns, fault } of lists)
      it(`counts ${dvns} and finds ${fault} for ${of}`, async () => {
        await choose(choice);
        expect(await found()).to.deep.equal([faultOf[fault], dvns, HUB_CONFIRMATIONS]);
      });
  });

  describe("given counts and confirmations that inherit LayerZero's defaults", () => {
    it("counts what the default names", async () => {
      await setDefaultUln(end(), { confirmations: 7n, required: [a, b, c] });
      await setReceiveUln(end(), { confirmations: 0n, required: "default", optional: "default" });
      expect(await found()).to.deep.equal([laneFault.none, 3n, 7n]);
    });

    it("follows the default down", async () => {
      await setReceiveUln(end(), { confirmations: 0n, required: "default", optional: "default" });
      await setDefaultUln(end(), { confirmations: 4n, required: [a] });
      expect(await found()).to.deep.equal([laneFault.fewDvns, 1n, 4n]);
      await setDefaultUln(end(), { confirmations: 4n, required: [a, b] });
      expect(await found()).to.deep.equal([laneFault.fewConfirmations, 2n, 4n]);
    });
  });

  describe("given the confirmations", () => {
    const confirm = (confirmations: bigint) =>
      setReceiveUln(end(), { confirmations, required: [a, b] });

    it("finds NONE at the floor", async () => {
      await confirm(HUB_CONFIRMATIONS);
      expect(await found()).to.deep.equal([laneFault.none, 2n, HUB_CONFIRMATIONS]);
    });

    it("finds FEW_CONFIRMATIONS one below it", async () => {
      await confirm(HUB_CONFIRMATIONS - 1n);
      const few = [laneFault.fewConfirmations, 2n, HUB_CONFIRMATIONS - 1n];
      expect(await found()).to.deep.equal(few);
    });

    it("finds FEW_CONFIRMATIONS for none at all", async () => {
      await confirm(NO_CONFIRMATIONS);
      expect(await found()).to.deep.equal([laneFault.fewConfirmations, 2n, 0n]);
    });
  });

  describe("given no floor", () => {
    it("asks for two DVNs and one confirmation", async () => {
      const { vault } = spoke();
      await mined(vault.setSecurityFloor(HUB_EID, 0, 0));
      const { dvnFloor, confirmationFloor } = await vault.securityOf(HUB_EID);
      expect([dvnFloor, confirmationFloor]).to.deep.equal([2n, 1n]);
      await setReceiveUln(end(), { confirmations: 1n, required: [a, b] });
      expect(await found()).to.deep.equal([laneFault.none, 2n, 1n]);
      await setReceiveUln(end(), { confirmations: 1n, required: [a] });
      expect(await found()).to.deep.equal([laneFault.fewDvns, 1n, 1n]);
    });
  });
});
