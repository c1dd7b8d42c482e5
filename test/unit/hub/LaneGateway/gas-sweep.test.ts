import { addressToBytes32, type Chain } from "@causeway/devnet";
import { encodeRelease, encodeSync } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { LaneGateway__factory } from "../../../../typechain-types/index.js";
import {
  A_EID,
  A_ETH,
  A_WETH,
  HUB_EID,
  deposit,
  syncOf,
  tokenOf,
  useLanes,
  type Spoke,
} from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { setReserve } from "../../../helpers/slots.js";

const INTRINSIC = 21_000n;
const STEP = 2_011n;

interface Sweep {
  readonly chain: Chain;
  readonly endpoint: string;
  readonly receiver: string;
  readonly origin: { readonly srcEid: number; readonly sender: string; readonly nonce: bigint };
  readonly message: string;
  /** Everything the delivery may change. */
  state(): Promise<unknown>;
  readonly enough: bigint;
}

/**
 * Delivers with ever more gas until it goes through: each failure must change nothing, and the first success everything
 * that a delivery with plenty of gas changes.
 */
async function sweep(what: Sweep, restore: () => Promise<void>): Promise<void> {
  const caller = await what.chain.impersonate(what.endpoint);
  const app = LaneGateway__factory.connect(what.receiver, caller);
  const deliver = (gasLimit: bigint) =>
    mined(app.lzReceive(what.origin, ZeroHash, what.message, ZeroAddress, "0x", { gasLimit }));
  const before = await what.state();
  await deliver(what.enough);
  const after = await what.state();
  expect(after).not.to.deep.equal(before);
  await restore();
  // The restored chain has forgotten what the caller pays with.
  await what.chain.impersonate(what.endpoint);
  let failures = 0;
  for (let gas = INTRINSIC; gas < what.enough; gas += STEP) {
    const done = await deliver(gas).then(
      () => true,
      () => false,
    );
    expect(await what.state(), `with ${gas} gas`).to.deep.equal(done ? after : before);
    if (done) {
      expect(failures).to.be.greaterThan(10);
      return;
    }
    failures += 1;
  }
  expect.fail("never went through");
}

describe("LaneGateway gas sweep", () => {
  const lanes = useLanes();
  const alice = () => lanes().chain.signer(1).address;
  const bob = () => lanes().chain.signer(2).address;
  const restoreAfter = async () => {
    const snapshot = await lanes().devnet.snapshot();
    return () => lanes().devnet.restore(snapshot);
  };
  const state = async () => {
    const { gateway, engine } = lanes();
    return Promise.all([
      gateway.creditOf(alice(), A_ETH),
      gateway.creditOf(bob(), A_WETH),
      gateway.creditOf(ZeroAddress, A_ETH),
      gateway.sumsOf(A_ETH),
      gateway.sumsOf(A_WETH),
      gateway.shortfallOf(A_ETH),
      (async () => (await gateway.laneOf(A_EID)).clock.newestSentAt)(),
      engine.balanceOf(alice(), A_ETH),
      engine.balanceOf(bob(), A_WETH),
    ]);
  };
  const atGateway = async (message: string): Promise<Sweep> => ({
    chain: lanes().chain,
    endpoint: lanes().hub.site.layerZero.addresses.endpoint,
    receiver: await lanes().gateway.getAddress(),
    origin: {
      srcEid: A_EID,
      sender: addressToBytes32(await lanes().a.vault.getAddress()),
      nonce: 1n,
    },
    message,
    state,
    enough: 900_000n,
  });

  describe("given a message with a grant, cover and totals", () => {
    it("takes full effect or none from 21,000 gas up", async () => {
      const message = encodeSync(
        syncOf({
          sentAt: 5,
          counters: [
            { holder: alice(), key: A_ETH, value: 500n },
            { holder: ZeroAddress, key: A_ETH, value: 9n },
            { holder: bob(), key: A_WETH, value: 300n },
          ],
          totals: [
            { key: A_ETH, deposited: 509n, paid: 0n, custody: 509n },
            { key: A_WETH, deposited: 300n, paid: 0n, custody: 300n },
          ],
        }),
      );
      await sweep(await atGateway(message), await restoreAfter());
    });
  });

  describe("given a message that shows a shortfall", () => {
    it("takes full effect or none from 21,000 gas up", async () => {
      const totals = [{ key: A_ETH, deposited: 500n, paid: 20n, custody: 400n }];
      const counters = [{ holder: bob(), key: A_WETH, value: 300n }];
      const message = encodeSync(syncOf({ sentAt: 5, counters, totals }));
      await sweep(await atGateway(message), await restoreAfter());
    });
  });

  describe("given a heartbeat that pays", () => {
    it("takes full effect or none from 21,000 gas up", async () => {
      const { chain, engine } = lanes();
      await setReserve(chain, engine, usd(10));
      const echo = await chain.timestamp();
      const totals = [{ key: A_ETH, deposited: 0n, paid: 0n, custody: 0n }];
      const message = encodeSync(syncOf({ sentAt: 5, echo, payee: alice(), totals }));
      const what = await atGateway(message);
      const paid = async () => [await engine.cashOf(alice()), await engine.reserveCash()];
      await sweep(
        { ...what, state: async () => [await state(), await paid()] },
        await restoreAfter(),
      );
    });
  });

  describe("given a release at a vault", () => {
    it("takes full effect or none from 21,000 gas up", async () => {
      const { a, gateway } = lanes();
      await deposit(a, { key: A_ETH, units: 5_000n, account: alice() });
      await mined(
        a.vault.connect(a.chain.signer(7)).depositNative(A_WETH, alice(), { value: 10n ** 14n }),
      );
      const counters = [
        { holder: alice(), key: A_ETH, value: 500n },
        { holder: bob(), key: A_WETH, value: 300n },
      ];
      const held = async (spoke: Spoke, key: number, who: string) =>
        tokenOf(spoke, key).balanceOf(who);
      const what: Sweep = {
        chain: a.chain,
        endpoint: a.site.layerZero.addresses.endpoint,
        receiver: await a.vault.getAddress(),
        origin: {
          srcEid: HUB_EID,
          sender: addressToBytes32(await gateway.getAddress()),
          nonce: 1n,
        },
        message: encodeRelease({ sentAt: 5, echo: 0, hold: 0, counters }),
        state: async () =>
          Promise.all([
            a.vault.payableOf(alice(), A_ETH),
            a.vault.payableOf(bob(), A_WETH),
            a.vault.sumsOf(A_ETH),
            a.vault.sumsOf(A_WETH),
            held(a, A_ETH, alice()),
            held(a, A_WETH, bob()),
          ]),
        enough: 900_000n,
      };
      await sweep(what, await restoreAfter());
    });
  });
});
