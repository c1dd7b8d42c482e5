import { decodeSync } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { failureOf } from "../../../helpers/failure.js";
import { HOSTILE, kinds, type AnyToken, type Kind } from "../../../helpers/hostile.js";
import { A_ETH, CAP, deposit, hearRelease, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import { lastPacket } from "../../../helpers/packets.js";

const GAS = 3_000_000n;

describe("CollateralVault with hostile tokens", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const alice = () => spoke().chain.signer(1);
  const bob = () => spoke().chain.signer(2).address;
  const unitOf = ({ decimals, shared }: Kind) => 10n ** BigInt(decimals - shared);

  /** Lists the token, deposits 1,000 units while it behaves, gives Alice 600 more, then lets it misbehave. */
  const setUp = async (kind: Kind): Promise<AnyToken> => {
    const token = await kind.deploy(spoke().chain.signer(0));
    const unit = unitOf(kind);
    await mined(vault().listKey(HOSTILE, token, kind.shared, 1n, CAP, 10_000n));
    await mined(token.mint(alice().address, 1_600n * unit));
    await token.approveFrom(alice(), vault(), 1_600n * unit);
    await mined(
      vault()
        .connect(alice())
        .deposit(HOSTILE, 1_000n * unit, alice().address),
    );
    await kind.arm?.(token, spoke(), bob());
    return token;
  };
  const deposited = () => vault().depositedOf(alice().address, HOSTILE);
  const release = (value: bigint, sentAt = 1) =>
    hearRelease(lanes(), spoke(), {
      sentAt,
      counters: [
        { holder: bob(), key: HOSTILE, value },
        { holder: bob(), key: A_ETH, value: 5n },
      ],
    });
  /** The deposit goes through whole, or fails and leaves every counter as it was. */
  const wholeOrNot = async (kind: Kind, call: Promise<unknown>) => {
    const failure = await failureOf(call);
    if (kind.depositError === undefined) expect(failure).to.equal("");
    else expect(failure).to.include(kind.depositError);
    const taken = kind.depositError === undefined ? 500n : 0n;
    expect(await deposited()).to.equal(1_000n + taken);
    expect((await vault().sumsOf(HOSTILE)).deposited).to.equal(1_000n + taken);
  };

  for (const kind of kinds) {
    describe(`given a ${kind.name} token`, () => {
      it("takes a deposit whole or not at all", async () => {
        await setUp(kind);
        const by = vault().connect(alice());
        const amount = 500n * unitOf(kind);
        const call = by.deposit(HOSTILE, amount, alice().address, { gasLimit: GAS });
        await wholeOrNot(kind, mined(call));
      });

      it("takes a deposit with a message whole or not at all", async () => {
        await setUp(kind);
        const by = vault().connect(alice());
        const [me, amount] = [alice().address, 500n * unitOf(kind)];
        const value = 10n ** 17n;
        const options = { gasLimit: GAS, value };
        await wholeOrNot(kind, mined(by.depositAndSync(HOSTILE, amount, me, 0n, me, options)));
      });

      it("lets anyone tell the hub what is held", async () => {
        await setUp(kind);
        const items = [{ holder: alice().address, key: HOSTILE }];
        const value = await vault().quoteSync(items, 0n);
        await mined(vault().sync(items, ZeroAddress, 0n, bob(), { value }));
        const { totals } = decodeSync((await lastPacket(lanes().devnet)).message);
        const told = { key: HOSTILE, deposited: 1_000n, paid: 0n, custody: kind.custody };
        expect(totals).to.deep.equal([told]);
      });

      it("takes a release, paying what it can", async () => {
        await setUp(kind);
        await release(400n);
        expect(await vault().payableOf(bob(), HOSTILE)).to.deep.equal([400n, kind.paid]);
        expect((await vault().sumsOf(HOSTILE)).paid).to.equal(kind.paid);
        const { net, gross } = await vault().limitsOf(HOSTILE);
        expect(net <= kind.paid && gross <= kind.paid).to.equal(true);
      });

      it("pays a claim or says why not", async () => {
        await setUp(kind);
        await release(400n);
        const call = mined(vault().claim(bob(), HOSTILE, { gasLimit: GAS }));
        const { paid } = kind;
        if (paid === 400n || paid === 0n) {
          const error = paid === 0n ? "VaultLedger_PaymentFailed" : "VaultLedger_NothingToClaim";
          await expect(call).to.be.revertedWithCustomError(vault(), error);
        } else {
          await call;
          expect((await vault().payableOf(bob(), HOSTILE)).paid).to.equal(
            paid + (400n - paid) / 2n,
          );
        }
      });

      it("leaves the other keys alone", async () => {
        await deposit(spoke(), { key: A_ETH, units: 500n, account: alice().address });
        await setUp(kind);
        await release(400n);
        expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([5n, 5n]);
        await deposit(spoke(), { key: A_ETH, units: 500n, account: alice().address });
        expect(await vault().custodyOf(A_ETH)).to.equal(995n);
      });
    });
  }
});
