import type { Devnet } from "./devnet.js";
import type { LayerZeroCore } from "./layerzero/stack.js";

/** Anything built on a devnet. */
export interface OnDevnet {
  readonly devnet: Pick<Devnet<LayerZeroCore>, "snapshot" | "restore">;
}

/**
 * Builds something once and hands it out in its first state each time: all chains, the time, the relayer, the dial.
 * What the thing keeps in memory of its own is not put back; `devnet.remember` is for that.
 *
 * @param build - makes the thing
 * @returns what gives it, as built
 */
export function fixture<T extends OnDevnet>(build: () => Promise<T>): () => Promise<T> {
  let built: Promise<{ readonly thing: T; readonly goBack: () => Promise<void> }> | undefined;
  const start = async (): Promise<{ readonly thing: T; readonly goBack: () => Promise<void> }> => {
    const thing = await build();
    const snapshot = await thing.devnet.snapshot();
    return { thing, goBack: () => thing.devnet.restore(snapshot) };
  };
  return async () => {
    if (built === undefined) {
      built = start();
      return (await built).thing;
    }
    const { thing, goBack } = await built;
    await goBack();
    return thing;
  };
}
