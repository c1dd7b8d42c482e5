import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { Result, dataSlice, getBytes, toBigInt } from "ethers";
import type { BaseContract, FunctionFragment } from "ethers";
import type {
  Answer,
  BoundCase,
  Formula,
  Side,
  Value,
} from "../../packages/sdk/src/vectors/index.js";

/** The harness contracts, which show the internal libraries of contracts/risk to the outside. */
export const HARNESSES = [
  "HaircutMathHarness",
  "MarginMathHarness",
  "LiquidationMathHarness",
] as const;

/** Calls in one eth_call: few enough for the block's gas even where each searches a water level. */
const BATCH = 25;

const PANIC_SELECTOR = "0x4e487b71";

interface Target {
  readonly contract: BaseContract;
  readonly fragment: FunctionFragment;
}

/** Deploys the harnesses and answers cases with them. */
export async function createContractSide(ethers: HardhatEthers): Promise<Side> {
  const contracts: BaseContract[] = [];
  for (const name of HARNESSES) {
    const factory = await ethers.getContractFactory(name);
    contracts.push(await (await factory.deploy()).waitForDeployment());
  }
  return { name: "solidity", answer: (cases) => answerAll(contracts, cases) };
}

async function answerAll(
  contracts: readonly BaseContract[],
  cases: readonly BoundCase[],
): Promise<Answer[]> {
  const answers = new Map<BoundCase, Answer>();
  for (const contract of contracts) {
    const own = cases.filter((item) => findTarget(contracts, item.formula)?.contract === contract);
    for (let start = 0; start < own.length; start += BATCH) {
      const batch = own.slice(start, start + BATCH);
      const replies = await callBatch(contract, batch);
      batch.forEach((item, i) => answers.set(item, replies[i] ?? { failure: "no answer" }));
    }
  }
  return cases.map(
    (item) => answers.get(item) ?? { failure: `no harness has ${item.formula.external}` },
  );
}

function findTarget(contracts: readonly BaseContract[], formula: Formula): Target | undefined {
  for (const contract of contracts) {
    const fragment = contract.interface.getFunction(formula.external);
    if (fragment !== null) return { contract, fragment };
  }
  return undefined;
}

async function callBatch(contract: BaseContract, batch: readonly BoundCase[]): Promise<Answer[]> {
  const calls = batch.map(({ formula, args }) =>
    contract.interface.encodeFunctionData(formula.external, args),
  );
  const reply: unknown = await contract.getFunction("batch").staticCall(calls);
  if (!(reply instanceof Result)) throw new TypeError("the harness answered no batch");
  const [succeeded, results] = [asResult(reply[0]), asResult(reply[1])];
  return batch.map(({ formula }, i) => {
    const data: unknown = results[i];
    if (typeof data !== "string") throw new TypeError("the harness answered no bytes");
    if (succeeded[i] !== true) return { failure: describeRevert(data) };
    return { values: flatten(contract.interface.decodeFunctionResult(formula.external, data)) };
  });
}

function asResult(item: unknown): Result {
  if (!(item instanceof Result)) throw new TypeError("the harness answered no list");
  return item;
}

/** A function that returns one struct gives its fields as results. */
function flatten(result: Result): Value[] {
  const only: unknown = result.length === 1 ? result[0] : undefined;
  const isStruct =
    only instanceof Result && Object.keys(only.toObject()).some((key) => key !== "_");
  return (isStruct ? only : result).toArray().map(toValue);
}

function toValue(item: unknown): Value {
  if (typeof item === "bigint" || typeof item === "boolean") return item;
  return asResult(item).toArray().map(toBigIntEntry);
}

function toBigIntEntry(item: unknown): bigint {
  if (typeof item !== "bigint") throw new TypeError("the harness answered a list of other things");
  return item;
}

function describeRevert(data: string): string {
  if (data.startsWith(PANIC_SELECTOR)) {
    return `reverted with panic 0x${toBigInt(getBytes(dataSlice(data, 4))).toString(16)}`;
  }
  return data === "0x" ? "reverted without a reason" : `reverted with ${data}`;
}
