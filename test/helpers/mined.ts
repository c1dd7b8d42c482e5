import type { ContractTransactionReceipt, ContractTransactionResponse, Provider } from "ethers";

/** Waits for a transaction and gives its receipt. */
export async function mined(
  sent: Promise<ContractTransactionResponse>,
): Promise<ContractTransactionReceipt> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt;
}

/** When a transaction was mined, by its own chain's clock (unix seconds). */
export async function dateOf(
  chain: { readonly provider: Provider },
  receipt: ContractTransactionReceipt,
): Promise<number> {
  const block = await chain.provider.getBlock(receipt.blockNumber);
  if (block === null) throw new Error(`block ${receipt.blockNumber} is not there`);
  return block.timestamp;
}
