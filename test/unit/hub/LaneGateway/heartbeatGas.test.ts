import { expect } from "chai";
import { ZeroAddress } from "ethers";
import {
  B_ETH,
  BUCKET_BPS,
  CAP,
  MINIMUM,
  deposit,
  hearRelease,
  syncAll,
  tokenOf,
  useLanes,
  type Lanes,
  type Spoke,
} from "../../../helpers/lanes.js";
import { beat, roundTrip, tick } from "../../../helpers/laneBeats.js";
import { listKey } from "../../../helpers/lanesDeploy.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { setKeyRow, setReserve } from "../../../helpers/slots.js";
import { LaneGateway__factory } from "../../../../typechain-types/index.js";

/** Keys of chain B: one that stands already, and more. */
const MORE = Array.from({ length: 15 }, (_, i) => 48 + i);
const KEYS = [B_ETH, ...MORE];
const UNITS = 10_000n;

/** Sixteen keys with deposits, cover and rows that count, which is where a shortfall changes most. */
async function fill(lanes: Lanes, who: string): Promise<Spoke> {
  const { gateway, chain, risk } = lanes;
  const b = { ...lanes.b, tokens: new Map(lanes.b.tokens) };
  const app = LaneGateway__factory.connect(await gateway.getAddress(), lanes.admin);
  const limits = { gateway: app, cap: CAP, bucketBps: BUCKET_BPS, minimum: MINIMUM };
  for (const key of MORE) await listKey(limits, b, { key, decimals: 18, shared: 8 });
  for (const key of KEYS)
    for (const [account, units] of [
      [who, UNITS],
      [ZeroAddress, MINIMUM],
    ] as const)
      await deposit(b, { key, units, account });
  const heard = KEYS.flatMap((key) => [
    { holder: who, key },
    { holder: ZeroAddress, key },
  ]);
  await syncAll(lanes, b, heard);
  for (const key of KEYS) await setKeyRow(chain, risk, key);
  return b;
}

/** Payments nobody ordered, then everything that is left is stolen. */
async function rob(lanes: Lanes, b: Spoke): Promise<void> {
  const thief = b.chain.signer(9).address;
  const counters = KEYS.map((key) => ({ holder: thief, key, value: 2n * MINIMUM }));
  await hearRelease(lanes, b, { sentAt: await b.chain.timestamp(), counters });
  const vault = await b.chain.impersonate(await b.vault.getAddress());
  for (const key of KEYS) {
    const token = tokenOf(b, key);
    const held = await token.balanceOf(vault.address);
    await mined(token.connect(vault).transfer(thief, held));
  }
}

describe("LaneGateway heartbeat gas", () => {
  const lanes = useLanes();
  const payee = () => lanes().chain.signer(12).address;

  describe("when 16 keys turn short at once and the first reward is paid", () => {
    it("is delivered with the gas the vault bought", async () => {
      const { chain, devnet, engine, gateway, risk } = lanes();
      await roundTrip(lanes(), lanes().b);
      const b = await fill(lanes(), chain.signer(1).address);
      await rob(lanes(), b);
      await devnet.increaseTime(300);
      // With an echo to sample.
      await tick(lanes(), b);
      await setReserve(chain, engine, usd(10));
      const from = await chain.height();
      await beat(lanes(), b, payee());
      for (const key of KEYS) {
        // Of 10,100 deposited 200 were paid, 100 of them with cover, and nothing is left.
        const { custody, releases } = await gateway.shortfallOf(key);
        expect([custody, releases]).to.deep.equal([UNITS + MINIMUM - 2n * MINIMUM, MINIMUM]);
        expect(await gateway.isHeld(key)).to.equal(true);
      }
      const logs = await risk.queryFilter(risk.filters.RecognitionSuspended(), from);
      const all = KEYS.reduce((keys, key) => keys | (1n << BigInt(key)), 0n);
      expect(logs.map(({ args: [keys] }) => keys)).to.deep.equal([all]);
      expect(await engine.cashOf(payee())).to.equal(usd(1) / 2n);
    });
  });

  describe("when totals show nothing new", () => {
    it("asks the risk engine for nothing", async () => {
      const { chain, devnet, risk } = lanes();
      await roundTrip(lanes(), lanes().b);
      const b = await fill(lanes(), chain.signer(1).address);
      await rob(lanes(), b);
      await devnet.increaseTime(300);
      await beat(lanes(), b, payee());
      const from = (await chain.height()) + 1;
      await beat(lanes(), b, payee());
      expect(await risk.queryFilter(risk.filters.RecognitionSuspended(), from)).to.deep.equal([]);
    });
  });
});
