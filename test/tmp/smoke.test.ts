import { expect } from "chai";
import { useLanes, credit, A_ETH, A_EID } from "../helpers/lanes.js";
describe("smoke", () => {
  const lanes = useLanes();
  it("credits", async () => {
    const l = lanes(); const acc = l.a.chain.signer(1).address;
    await credit(l, l.a, { key: A_ETH, units: 1000n, account: acc });
    expect(await l.engine.balanceOf(acc, A_ETH)).to.equal(1000n);
    console.log(await l.gateway.creditOf(acc, A_ETH), await l.gateway.laneOf(A_EID), await l.gateway.sumsOf(A_ETH));
  });
});
