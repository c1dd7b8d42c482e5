import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";

/** Waits for a transaction and gives its receipt. */
export async function mined(
  sent: Promise<ContractTransactionResponse>,
): Promise<ContractTransactionReceipt> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt;
}
