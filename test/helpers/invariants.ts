import { expect } from "chai";
import { faultsOf } from "../../deploy/local/ledgers.js";
import { Observer, type Reading } from "../../deploy/local/reading.js";
import type { LocalSystem } from "../../deploy/local/world.js";
import { CallReader__factory } from "../../typechain-types/index.js";

export * from "../../deploy/local/ledgers.js";
export { type Observer, type Reading } from "../../deploy/local/reading.js";

/** What reads a system quickly enough to be asked after every step. Set it up before taking snapshots. */
export async function observe(world: LocalSystem): Promise<Observer> {
  const readers = new Map<string, string>();
  for (const chain of world.devnet.chains) {
    const reader = await new CallReader__factory(chain.signer(0)).deploy();
    readers.set(chain.name, await reader.getAddress());
  }
  return Observer.of(world, readers);
}

/** Fails with every fault of a reading, and says in which situation. */
export function expectInvariants(reading: Reading, previous?: Reading, situation = ""): void {
  expect(faultsOf(reading, previous), situation).to.deep.equal([]);
}
