import type { ContractRunner } from "ethers";
import { AccessManager__factory } from "../typechain-types/index.js";

/** One change that brings a chain from what is configured to what the environment says. */
export interface Action {
  /** The chain, by name. */
  readonly chain: string;
  /** The chain's AccessManager, which everything goes through. */
  readonly manager: string;
  readonly target: string;
  readonly data: string;
  /** What would change, for a person: setting, from, to. */
  readonly text: string;
}

/** Actions in one transaction, far below any block's gas (count). */
const batchSize = 20;

interface Batch {
  readonly chain: string;
  readonly manager: string;
  readonly calls: string[];
}

const managerAbi = AccessManager__factory.createInterface();

/** Neighbours on one chain share a transaction; the order stays. */
function batchesOf(actions: readonly Action[]): Batch[] {
  const batches: Batch[] = [];
  for (const { chain, manager, target, data } of actions) {
    const call = managerAbi.encodeFunctionData("execute", [target, data]);
    const last = batches.at(-1);
    if (last?.chain === chain && last.calls.length < batchSize) last.calls.push(call);
    else batches.push({ chain, manager, calls: [call] });
  }
  return batches;
}

/**
 * Sends actions through each chain's AccessManager, which owns the OApps and is their delegate.
 *
 * @param actions - in order
 * @param runnerOf - who sends on a chain; must be allowed to without delay
 * @returns gas used (gas units)
 */
export async function applyActions(
  actions: readonly Action[],
  runnerOf: (chain: string) => ContractRunner,
): Promise<bigint> {
  let gas = 0n;
  for (const { chain, manager, calls } of batchesOf(actions)) {
    const sent = await AccessManager__factory.connect(manager, runnerOf(chain)).multicall(calls);
    const receipt = await sent.wait();
    if (receipt === null) throw new Error(`${chain}: transaction ${sent.hash} was not mined`);
    gas += receipt.gasUsed;
  }
  return gas;
}
