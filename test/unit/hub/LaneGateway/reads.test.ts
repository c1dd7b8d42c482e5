import { expect } from "chai";
import { failureOf } from "../../../helpers/failure.js";
import { A_ETH, tokenOf, useLanes } from "../../../helpers/lanes.js";

describe("LaneGateway reads", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;

  describe("when asked", () => {
    it("answers for a key that is not listed too", async () => {
      expect(await gateway().laneOfKey(63)).to.equal(0n);
      expect(await gateway().roomOf(255)).to.equal(0n);
      expect(await gateway().isHeld(63)).to.equal(false);
      expect(await gateway().tokenOf(A_ETH)).to.equal(await tokenOf(lanes().a, A_ETH).getAddress());
    });
  });

  describe("when native value is sent without a call", () => {
    it("reverts", async () => {
      const sender = lanes().chain.signer(1);
      for (const data of ["0x", "0x12345678"]) {
        const sent = sender.sendTransaction({ to: gateway(), value: 1n, data });
        expect(await failureOf(sent)).to.match(/revert/);
      }
    });
  });
});
