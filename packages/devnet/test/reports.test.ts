import { expect } from "chai";
import {
  createDevnet,
  deployReportVerifier,
  fixture,
  streamId,
  type Devnet,
  type ReportVerifier,
} from "../src/index.js";
import { errorOf } from "./helpers/expect.js";
import { HUB, specs } from "./helpers/world.js";

interface Verified {
  readonly devnet: Devnet;
  readonly verifier: ReportVerifier;
}

const feedId = streamId("ETH / USD");
const price = 3_000n * 10n ** 18n;

describe("devnet reports", () => {
  const fresh = fixture(async (): Promise<Verified> => {
    const devnet = await createDevnet({ chains: specs.slice(0, 1), seed: "reports" });
    return { devnet, verifier: await deployReportVerifier(devnet.chain(HUB), devnet.seed) };
  });
  let world: Verified;
  beforeEach(async () => {
    world = await fresh();
  });
  after(async () => (await fresh()).devnet.close());

  it("are taken by Chainlink's verifier when two of the four oracles signed", async () => {
    const { verifier } = world;
    const { proxy } = verifier.contracts;
    for (const signers of [undefined, [0, 1], [3, 2]]) {
      const signed = verifier.sign({
        feedId,
        price,
        ...(signers === undefined ? {} : { signers }),
      });
      const report = await proxy.verify.staticCall(signed, "0x");
      // Nine words: the stream first, the price seventh.
      expect(report.length).to.equal(2 + 9 * 64);
      expect(report.slice(0, 66)).to.equal(feedId);
      expect(BigInt(`0x${report.slice(2 + 6 * 64, 2 + 7 * 64)}`)).to.equal(price);
    }
  });

  it("are refused with one signature, three, or one oracle's twice", async () => {
    const { verifier } = world;
    const { proxy } = verifier.contracts;
    for (const [signers, reason] of [
      [[0], /IncorrectSignatureCount\(1, 2\)/],
      [[0, 1, 2], /IncorrectSignatureCount\(3, 2\)/],
      [[2, 2], /BadVerification/],
    ] as const)
      expect(await errorOf(proxy.verify(verifier.sign({ feedId, price, signers }), "0x"))).to.match(
        reason,
      );
  });

  it("are the same for the same seed, and say which oracle does not exist", async () => {
    const { devnet, verifier } = world;
    const again = await deployReportVerifier(devnet.chain(HUB), devnet.seed);
    const spec = { feedId, price, observedAt: devnet.now() };
    expect(again.sign(spec)).to.equal(verifier.sign(spec));
    expect(() => verifier.sign({ feedId, price, signers: [0, 4] })).to.throw(
      "there is no oracle 4; they are 0 to 3",
    );
  });
});
