import { AbiCoder, type FunctionFragment } from "ethers";
import { expect } from "chai";
import { HostileCash__factory, MarginEngine__factory } from "../../../../typechain-types/index.js";
import { deployEngine, partsOf, useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { usdc } from "../../../helpers/money.js";

/** Arguments of zeros for any function: a lock comes before them. */
const zeros = (fragment: FunctionFragment): string => {
  const words = fragment.inputs.map((input) => "00".repeat(32 * (input.components?.length ?? 1)));
  return fragment.selector + words.join("");
};

/** Entries that need no lock: one-shot link and authority, neither of which calls out. */
const unlocked: ReadonlySet<string> = new Set(["bind", "setAuthority"]);

const entries = MarginEngine__factory.createInterface().fragments.filter(
  (fragment): fragment is FunctionFragment =>
    fragment.type === "function" &&
    "constant" in fragment &&
    fragment.constant === false &&
    "name" in fragment &&
    !unlocked.has(String(fragment.name)),
);

describe("MarginEngine lock", () => {
  const hub = useHub();

  /** An engine whose settlement token is also its pool, gateway, vault and auction house, and calls back as all of them. */
  const hostile = async () => {
    const { admin, chain } = hub();
    const token = await new HostileCash__factory(admin).deploy();
    const cash = await token.getAddress();
    const parts = { ...(await partsOf(hub())), cash, gateway: cash, vault: cash };
    const engine = await deployEngine(admin, parts);
    await mined(engine.bind(cash, cash, cash));
    const alice = chain.signer(1);
    await mined(token.mint(alice.address, usdc(100)));
    await mined(token.connect(alice).approve(await engine.getAddress(), usdc(100)));
    return { token, engine: engine.connect(alice), alice };
  };

  describe("given a token that calls back during a deposit", () => {
    it("lists every entry that changes state", () => {
      expect(entries.map(({ name }) => name).sort()).to.deep.equal([
        "accrue",
        "beginLiquidation",
        "creditCollateral",
        "debitCollateral",
        "depositCash",
        "depositCashWithPermit",
        "endLiquidation",
        "freshMargin",
        "payHeartbeat",
        "poolPaid",
        "poolSupplied",
        "releaseFor",
        "saleState",
        "setOperator",
        "settleTake",
        "withdrawCash",
        "withdrawCollateral",
      ]);
    });

    for (const entry of entries) {
      it(`reverts with ReentrancyGuardReentrantCall() in ${entry.name}`, async () => {
        const { token, engine, alice } = await hostile();
        await mined(token.setHook(await engine.getAddress(), zeros(entry)));
        await expect(engine.depositCash(alice.address, usdc(1))).to.be.revertedWithCustomError(
          engine,
          "ReentrancyGuardReentrantCall",
        );
      });
    }
  });

  describe("given a token that calls back during a withdrawal", () => {
    it("shows the books as they are after it", async () => {
      const { token, engine, alice } = await hostile();
      await mined(engine.depositCash(alice.address, usdc(2)));
      const call = engine.interface.encodeFunctionData("cashOf", [alice.address]);
      await mined(token.setHook(await engine.getAddress(), call));
      await mined(engine.withdrawCash(alice.address, usdc(1), alice.address));
      const seen = AbiCoder.defaultAbiCoder().decode(["int256"], await token.lastAnswer());
      expect(seen[0]).to.equal(10n ** 18n);
    });
  });
});
