import { expect } from "chai";
import { AbiCoder, concat, toBeHex } from "ethers";
import { HUB_EID, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import {
  dvnAt,
  encodeUln,
  hostileMode,
  laneFault,
  useHostileLibrary,
  type LaneEnd,
} from "../../../helpers/security.js";

const [a, b, c] = [dvnAt(0), dvnAt(1), dvnAt(2)];
const CONFIRMATIONS = 5n;
const UNREADABLE = [laneFault.unreadable, 0n, 0n];

/** Words of an answer: where the configuration starts, six fields, two lists with their lengths. */
const words = (...values: (bigint | string)[]): string =>
  concat(
    values.map((value) =>
      typeof value === "string"
        ? AbiCoder.defaultAbiCoder().encode(["address"], [value])
        : toBeHex(value, 32),
    ),
  );

/** Two required DVNs and no optional ones as LayerZero answers it, with some words changed (by index). */
function answer(changes: Readonly<Record<number, bigint | string>> = {}): string {
  const good = [32n, CONFIRMATIONS, 2n, 0n, 0n, 192n, 288n, 2n, a, b, 0n];
  return words(...good.map((word, index) => changes[index] ?? word));
}

const odd: readonly { where: string; bytes: string }[] = [
  { where: "it answers nothing", bytes: "0x" },
  { where: "it answers one word", bytes: words(32n) },
  { where: "the answer starts elsewhere", bytes: answer({ 0: 64n }) },
  { where: "a list is not in the answer", bytes: answer({ 6: 320n }) },
  { where: "a list starts at the end of the word range", bytes: answer({ 5: 2n ** 256n - 32n }) },
  { where: "a list starts between words", bytes: answer({ 5: 193n }) },
  { where: "a list is longer than its count", bytes: answer({ 2: 1n }) },
  { where: "a list goes beyond the answer", bytes: answer({ 2: 4n, 7: 4n }) },
  { where: "a DVN stands twice", bytes: answer({ 8: b }) },
  { where: "DVNs are out of order", bytes: answer({ 8: b, 9: a }) },
  { where: "a DVN is no address", bytes: answer({ 9: 2n ** 160n }) },
  { where: "a DVN is the zero address", bytes: answer({ 8: 0n }) },
];

describe("LaneSecurity.assess", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const end = (): LaneEnd => ({
    site: spoke().site,
    manager: spoke().manager,
    app: spoke().vault,
    remote: HUB_EID,
  });
  const found = async (eid = HUB_EID) => {
    const { fault, dvns, confirmations } = await spoke().vault.securityOf(eid);
    return [fault, dvns, confirmations];
  };
  const armed = async (mode: number, bytes: string) => {
    const library = await useHostileLibrary(end());
    await mined(library.arm(mode, bytes));
    return library;
  };

  describe("given a library that answers as LayerZero's do", () => {
    it("counts what it says", async () => {
      const library = await armed(hostileMode.answer, answer());
      expect(await found()).to.deep.equal([laneFault.none, 2n, CONFIRMATIONS]);
      const choice = { confirmations: 9n, required: [a, b], optional: [b, c], threshold: 2 };
      await mined(library.arm(hostileMode.answer, encodeUln(choice)));
      expect(await found()).to.deep.equal([laneFault.none, 3n, 9n]);
    });
  });

  describe("given a library that answers anything", () => {
    for (const { where, bytes } of odd)
      it(`finds UNREADABLE where ${where}`, async () => {
        await armed(hostileMode.answer, bytes);
        expect(await found()).to.deep.equal(UNREADABLE);
      });

    it("counts no more optional DVNs than there are, whatever the threshold", async () => {
      const choice = { confirmations: 9n, required: [a], optional: [c], threshold: 255 };
      await armed(hostileMode.answer, encodeUln(choice));
      expect(await found()).to.deep.equal([laneFault.none, 2n, 9n]);
    });

    for (const [mode, does] of [
      [hostileMode.revert, "reverts"],
      [hostileMode.burn, "burns all gas"],
      [hostileMode.flood, "floods the answer"],
    ] as const)
      it(`finds UNREADABLE where it ${does}`, async () => {
        await armed(mode, answer());
        expect(await found()).to.deep.equal(UNREADABLE);
        await mined(spoke().vault.checkLane(HUB_EID, { gasLimit: 700_000n }));
        expect((await spoke().vault.securityOf(HUB_EID)).insecure).to.equal(true);
      });
  });

  describe("given a library without code", () => {
    it("finds UNREADABLE", async () => {
      const library = await armed(hostileMode.answer, answer());
      const address = await library.getAddress();
      await spoke().chain.connection.raw("hardhat_setCode", [address, "0x"]);
      expect(await found()).to.deep.equal(UNREADABLE);
    });
  });

  describe("given an endpoint that knows no library for the lane", () => {
    it("finds UNREADABLE", async () => {
      expect(await found(1)).to.deep.equal(UNREADABLE);
    });
  });
});
