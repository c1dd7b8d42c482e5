import { field, quantity, text, type Chain } from "@causeway/devnet";
import { getBytes, type ContractTransactionReceipt } from "ethers";

/** One call inside a transaction. */
interface Frame {
  readonly to: string;
  readonly input: string;
  /** Used by the call and everything below it, before refunds (gas units). */
  readonly gasUsed: number;
}

/** A call to look for: the contract and the start of its input. */
export interface Wanted {
  readonly to: string;
  readonly selector: string;
}

function framesOf(value: unknown): Frame[] {
  const frame = {
    to: String(field(value, "to")).toLowerCase(),
    input: text(field(value, "input"), "input of a call"),
    gasUsed: Number(quantity(field(value, "gasUsed"), "gas of a call")),
  };
  const calls = field(value, "calls");
  return [frame, ...(Array.isArray(calls) ? calls.flatMap(framesOf) : [])];
}

/** What the only call of that kind in a transaction used, everything below it included, before refunds (gas units). */
export async function frameGas(chain: Chain, hash: string, wanted: Wanted): Promise<number> {
  const trace = await chain.connection.raw("debug_traceTransaction", [
    hash,
    { tracer: "callTracer" },
  ]);
  const to = wanted.to.toLowerCase();
  const found = framesOf(trace).filter(
    (frame) => frame.to === to && frame.input.startsWith(wanted.selector),
  );
  const [frame] = found;
  if (frame === undefined || found.length > 1)
    throw new Error(`${hash}: ${found.length} calls of ${wanted.selector} at ${to}, expected one`);
  return frame.gasUsed;
}

/** What a transaction cost its sender: with its calldata, after refunds (gas units). */
export function paid(receipt: Pick<ContractTransactionReceipt, "gasUsed">): number {
  return Number(receipt.gasUsed);
}

/** What a transaction without refunds used between its first instruction and its last (gas units). */
export async function executed(
  chain: Chain,
  receipt: Pick<ContractTransactionReceipt, "hash" | "gasUsed">,
): Promise<number> {
  const tx = await chain.connection.raw("eth_getTransactionByHash", [receipt.hash]);
  const data = getBytes(text(field(tx, "input"), "input of a transaction"));
  const intrinsic = data.reduce((gas, byte) => gas + (byte === 0 ? 4 : 16), 21_000);
  return Number(receipt.gasUsed) - intrinsic;
}

/** The hash of the only transaction in a chain's newest block. */
export async function newestTransaction(chain: Chain): Promise<string> {
  const block = await chain.connection.raw("eth_getBlockByNumber", ["latest", false]);
  const hashes = field(block, "transactions");
  const hash: unknown = Array.isArray(hashes) ? hashes[0] : undefined;
  return text(hash, `transaction in the newest block of ${chain.name}`);
}

/** What a mined transaction cost its sender (gas units). */
export async function paidFor(chain: Chain, hash: string): Promise<number> {
  const receipt = await chain.connection.raw("eth_getTransactionReceipt", [hash]);
  return Number(quantity(field(receipt, "gasUsed"), "gas of a receipt"));
}
