import { expect } from "chai";
import {
  deployFeed,
  deploySequencerFeed,
  fixture,
  createDevnet,
  type Devnet,
  type Feed,
  type SequencerFeed,
} from "../src/index.js";
import { errorOf } from "./helpers/expect.js";
import { HUB, specs } from "./helpers/world.js";

interface Fed {
  readonly devnet: Devnet;
  readonly feed: Feed;
  readonly sequencer: SequencerFeed;
}

const price = (dollars: bigint): bigint => dollars * 10n ** 8n;

describe("devnet feeds", () => {
  const fresh = fixture(async (): Promise<Fed> => {
    const devnet = await createDevnet({ chains: specs.slice(0, 2), seed: "feeds" });
    const hub = devnet.chain(HUB);
    const bounds = { minAnswer: price(1n), maxAnswer: price(100_000n) };
    const feed = await deployFeed(hub, devnet.seed, { description: "ETH / USD", ...bounds });
    return { devnet, feed, sequencer: await deploySequencerFeed(hub) };
  });
  let fed: Fed;
  beforeEach(async () => {
    fed = await fresh();
  });
  after(async () => (await fresh()).devnet.close());

  describe("a signed feed", () => {
    it("takes a report that three of four oracles signed", async () => {
      const { feed, devnet } = fed;
      const observedAt = devnet.now();
      await feed.transmit(price(3_000n));
      const updatedAt = BigInt(await devnet.chain(HUB).timestamp());
      const round = await feed.contract.latestRoundData();
      expect([...round]).to.deep.equal([1n, price(3_000n), BigInt(observedAt), updatedAt, 1n]);
    });

    it("refuses two signatures, or a stranger's", async () => {
      const { feed } = fed;
      expect(await errorOf(feed.transmit(price(1n), { signers: [0, 1] }))).to.match(
        /wrong number of signatures/,
      );
      expect(await errorOf(feed.transmit(price(1n), { signers: [0, 1, 1] }))).to.match(
        /non-unique signature/,
      );
      const report = await feed.report(price(3_000n));
      const stolen = { ...report, rs: [...report.rs].reverse() };
      expect(await errorOf(feed.transmit(stolen))).to.match(/address not authorized to sign/);
    });

    it("refuses a median outside its bounds, with both", async () => {
      const { feed } = fed;
      const report = await feed.report(price(100_001n));
      const error = await errorOf(feed.transmit(report));
      expect(error).to.match(/SignedFeed_OutOfBounds/);
      await feed.transmit(price(100_000n));
      expect(await errorOf(feed.transmit(0n))).to.match(/SignedFeed_OutOfBounds/);
      expect((await feed.contract.latestRoundData())[1]).to.equal(price(100_000n));
    });

    it("refuses observations out of order, or too few", async () => {
      const { feed } = fed;
      const unsorted = { observations: [2n, 1n, 3n, 4n].map(price) };
      expect(await errorOf(feed.transmit(0n, unsorted))).to.match(/SignedFeed_Unsorted/);
      expect(await errorOf(feed.transmit(0n, { observations: [price(1n), price(2n)] }))).to.match(
        /SignedFeed_TooFewObservations/,
      );
    });

    it("takes the median, so that one faulty oracle moves nothing", async () => {
      const { feed } = fed;
      await feed.transmit(0n, { observations: [0n, price(3_000n), price(3_001n), price(3_002n)] });
      expect((await feed.contract.latestRoundData())[1]).to.equal(price(3_001n));
    });

    it("holds a report back; it is too old once another was sent", async () => {
      const { feed } = fed;
      const held = await feed.report(price(2_000n));
      await feed.transmit(price(3_000n));
      expect(await errorOf(feed.transmit(held))).to.match(/ReportInvalid/);
    });

    it("keeps its history, and says which round was never reported", async () => {
      const { feed } = fed;
      await feed.transmit(price(3_000n), { observedAt: 1_767_000_000 });
      await feed.transmit(price(2_900n));
      const first = await feed.contract.getRoundData(1n);
      expect(first.slice(0, 3)).to.deep.equal([1n, price(3_000n), 1_767_000_000n]);
      expect(await errorOf(feed.contract.getRoundData(3n))).to.match(/SignedFeed_NoData/);
    });
  });

  describe("the sequencer feed", () => {
    it("is up, goes down, and comes up again at the dates it is told", async () => {
      const { sequencer, devnet } = fed;
      const answer = async (): Promise<readonly bigint[]> => {
        const round = await sequencer.contract.latestRoundData();
        return [round.answer, round.startedAt];
      };
      expect((await answer())[0]).to.equal(0n);
      const downAt = devnet.now() + 10;
      await sequencer.down(downAt);
      expect(await answer()).to.deep.equal([1n, BigInt(downAt)]);
      await devnet.increaseTime(600);
      const upAt = devnet.now();
      await sequencer.up();
      expect(await answer()).to.deep.equal([0n, BigInt(upAt)]);
    });
  });
});
