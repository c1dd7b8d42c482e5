import { createErrorDecoder, revertDataOf } from "@causeway/devnet";
import { signerOf, type Person } from "../../deploy/local/people.js";
import { localHub } from "../../deploy/networks/local.js";
import type { LocalSystem } from "../../deploy/local/world.js";
import { dollars } from "./format.js";

/** Why a loan would be refused now, in words; undefined if it would not (asset units). */
export async function loanRefusal(
  world: LocalSystem,
  who: Person,
  assets: bigint,
): Promise<string | undefined> {
  const signer = signerOf(world, who, localHub.name);
  const engine = world.hub.engine.connect(signer);
  try {
    await engine.withdrawCash.staticCall(signer.address, assets, signer.address);
    return undefined;
  } catch (error) {
    const data = revertDataOf(error);
    if (data === undefined) throw error;
    const { name, args, text } = createErrorDecoder([engine.interface])(data);
    const [, before, after] = args;
    const words = typeof before === "bigint" && typeof after === "bigint";
    if (name !== "MarginEngine_BelowInitialMargin" || !words) return text;
    return `initial margin of ${dollars(before)} would become ${dollars(after)} (${name})`;
  }
}

/** What initial margin leaves to borrow now (asset units), or less than nothing. */
export async function roomOf({ hub }: LocalSystem, account: string): Promise<bigint> {
  const { initialEquity, initial } = await hub.engine.marginOf(account);
  return (initialEquity - initial) / (await hub.engine.assetScale());
}
