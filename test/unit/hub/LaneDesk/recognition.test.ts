import { expect } from "chai";
import type { ContractTransactionReceipt } from "ethers";
import { ILaneGatewayFull__factory } from "../../../../typechain-types/index.js";
import {
  A_EID,
  A_ETH,
  A_USD,
  A_WETH,
  HUB_EID,
  HUB_KEY,
  hearSync,
  useLanes,
} from "../../../helpers/lanes.js";
import { deployGateway } from "../../../helpers/lanesDeploy.js";
import { mined } from "../../../helpers/mined.js";

const bitmap = (...keys: number[]) => keys.reduce((all, key) => all | (1n << BigInt(key)), 0n);

describe("LaneDesk recognition", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1).address;
  const suspended = async (receipt: ContractTransactionReceipt): Promise<bigint[]> => {
    const { risk } = lanes();
    const { blockNumber } = receipt;
    const logs = await risk.queryFilter(
      risk.filters.RecognitionSuspended(),
      blockNumber,
      blockNumber,
    );
    return logs.map(({ args: [keys] }) => keys);
  };
  const total = (sentAt: number, custody: bigint) =>
    hearSync(lanes(), lanes().a, {
      sentAt,
      totals: [{ key: A_USD, deposited: 10n, paid: 0n, custody }],
    });

  describe("when a guardian holds a key", () => {
    it("takes recognition from it at once", async () => {
      const receipt = await mined(gateway().holdKey(A_USD));
      expect(await suspended(receipt)).to.deep.equal([bitmap(A_USD)]);
    });
  });

  describe("when a guardian holds a lane", () => {
    it("takes recognition from all its keys at once", async () => {
      const receipt = await mined(gateway().holdLane(A_EID));
      expect(await suspended(receipt)).to.deep.equal([bitmap(A_ETH, A_USD, A_WETH)]);
    });

    it("does so for the hub's own", async () => {
      const receipt = await mined(gateway().holdLane(HUB_EID));
      expect(await suspended(receipt)).to.deep.equal([bitmap(HUB_KEY)]);
    });
  });

  describe("when a message shows a shortfall", () => {
    it("takes recognition from the key at once", async () => {
      expect(await suspended(await total(1, 9n))).to.deep.equal([bitmap(A_USD)]);
    });

    it("takes none twice while the shortfall stands", async () => {
      await total(1, 9n);
      expect(await suspended(await total(2, 8n))).to.deep.equal([]);
      expect(await suspended(await total(3, 10n))).to.deep.equal([]);
      expect(await suspended(await total(4, 7n))).to.deep.equal([bitmap(A_USD)]);
    });

    it("takes it from the key of an account whose counter fell", async () => {
      const counter = (sentAt: number, value: bigint) =>
        hearSync(lanes(), lanes().a, {
          sentAt,
          counters: [{ holder: alice(), key: A_ETH, value }],
        });
      expect(await suspended(await counter(1, 500n))).to.deep.equal([]);
      expect(await suspended(await counter(2, 400n))).to.deep.equal([bitmap(A_ETH)]);
    });
  });

  describe("when a hold ends", () => {
    it("gives nothing back by itself", async () => {
      await mined(gateway().holdKey(A_USD));
      const receipt = await mined(gateway().decideKeyHold(A_USD, false));
      expect(await suspended(receipt)).to.deep.equal([]);
    });
  });

  describe("given a gateway without an engine", () => {
    it("holds all the same", async () => {
      const early = await (await deployGateway(lanes().hub)).getAddress();
      const desk = ILaneGatewayFull__factory.connect(early, lanes().admin);
      await mined(desk.holdLane(A_EID));
      expect((await desk.laneOf(A_EID)).held).to.equal(true);
    });
  });
});
