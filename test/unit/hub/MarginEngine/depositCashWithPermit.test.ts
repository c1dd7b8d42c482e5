import { Signature, ZeroHash, type TypedDataDomain } from "ethers";
import type { DevSigner } from "@causeway/devnet";
import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { usd, usdc } from "../../../helpers/money.js";

const types = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

describe("MarginEngine.depositCashWithPermit", () => {
  const hub = useHub();

  const signed = async (owner: DevSigner, value: bigint, deadline: bigint) => {
    const { cash, engine, chain } = hub();
    const domain: TypedDataDomain = {
      name: "USDC",
      version: "1",
      chainId: chain.chainId,
      verifyingContract: await cash.getAddress(),
    };
    const spender = await engine.getAddress();
    const nonce = await cash.nonces(owner.address);
    const message = { owner: owner.address, spender, value, nonce, deadline };
    return Signature.from(await owner.signTypedData(domain, types, message));
  };

  const ready = async () => {
    const { engine, cash, chain } = hub();
    const alice = chain.signer(1);
    await mined(cash.mint(alice.address, usdc(50)));
    const deadline = BigInt(chain.now()) + 600n;
    const { v, r, s } = await signed(alice, usdc(50), deadline);
    return { engine, cash, chain, alice, deadline, v, r, s };
  };

  describe("given a good signature", () => {
    it("needs no allowance", async () => {
      const { engine, alice, deadline, v, r, s } = await ready();
      const account = alice.address;
      await mined(
        engine.connect(alice).depositCashWithPermit(account, usdc(50), deadline, v, r, s),
      );
      expect(await engine.cashOf(account)).to.equal(usd(50));
    });
  });

  describe("given a permit that somebody used already", () => {
    it("deposits with the allowance it left", async () => {
      const { engine, cash, chain, alice, deadline, v, r, s } = await ready();
      const spender = await engine.getAddress();
      const account = alice.address;
      const thief = cash.connect(chain.signer(2));
      await mined(thief.permit(account, spender, usdc(50), deadline, v, r, s));
      await mined(
        engine.connect(alice).depositCashWithPermit(account, usdc(50), deadline, v, r, s),
      );
      expect(await engine.cashOf(account)).to.equal(usd(50));
    });
  });

  describe("when the signature is bad and there is no allowance", () => {
    it("reverts with ERC20InsufficientAllowance(spender, allowance, needed)", async () => {
      const { engine, cash, alice, deadline, v } = await ready();
      const call = engine
        .connect(alice)
        .depositCashWithPermit(alice.address, usdc(50), deadline, v, ZeroHash, ZeroHash);
      await expect(call)
        .to.be.revertedWithCustomError(cash, "ERC20InsufficientAllowance")
        .withArgs(await engine.getAddress(), 0, usdc(50));
    });
  });

  describe("when the amount is zero", () => {
    it("reverts with MarginEngine_ZeroAmount(account)", async () => {
      const { engine, alice, deadline, v, r, s } = await ready();
      await expect(engine.connect(alice).depositCashWithPermit(alice.address, 0, deadline, v, r, s))
        .to.be.revertedWithCustomError(engine, "MarginEngine_ZeroAmount")
        .withArgs(alice.address);
    });
  });
});
