import { expect } from "chai";
import { encodeBytes32String, type ContractTransactionResponse } from "ethers";
import type { RiskParameters } from "../../typechain-types/index.js";

/** What a setter says about a parameter outside its bounds: name, value, lowest and highest (raw). */
export type Refusal = readonly [name: string, actual: bigint, low: bigint, high: bigint];

/** Expects a setter to refuse a parameter. */
export async function refusesRange(
  parameters: RiskParameters,
  sent: Promise<ContractTransactionResponse>,
  [name, actual, low, high]: Refusal,
): Promise<void> {
  await expect(sent)
    .to.be.revertedWithCustomError(parameters, "RiskParameters_OutOfRange")
    .withArgs(encodeBytes32String(name), actual, low, high);
}
