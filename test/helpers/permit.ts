import type { DevSigner } from "@causeway/devnet";
import { Signature } from "ethers";
import type { PermitToken } from "../../typechain-types/index.js";

/** An ERC-2612 signature as the vaults take it. */
export interface SignedPermit {
  readonly deadline: bigint;
  readonly v: number;
  readonly r: string;
  readonly s: string;
}

/** Signs an allowance. The name of a test token is its symbol. */
export async function signPermit(
  token: PermitToken,
  owner: DevSigner,
  spender: string,
  value: bigint,
): Promise<SignedPermit> {
  const provider = owner.provider;
  if (provider === null) throw new Error("the signer has no chain");
  const { chainId } = await provider.getNetwork();
  const verifyingContract = await token.getAddress();
  const domain = { name: await token.name(), version: "1", chainId, verifyingContract };
  const fields = ["owner", "spender", "value", "nonce", "deadline"];
  const types = {
    Permit: fields.map((name, i) => ({ name, type: i < 2 ? "address" : "uint256" })),
  };
  const deadline = 2n ** 40n;
  const nonce = await token.nonces(owner.address);
  const message = { owner: owner.address, spender, value, nonce, deadline };
  const { v, r, s } = Signature.from(await owner.signTypedData(domain, types, message));
  return { deadline, v, r, s };
}
