import type { Devnet, DevSigner, LayerZeroCore } from "@causeway/devnet";

/** Who acts on the local chains: an index of the devnet's funded accounts, the same address on every chain. */
export const people = {
  deployer: 0,
  governor: 1,
  steward: 2,
  guardian: 3,
  admin: 10,
  alice: 4,
  bob: 5,
  carol: 6,
  keeper: 7,
  provider: 8,
  stranger: 9,
} as const;

/** One of them. */
export type Person = keyof typeof people;

/** Anything that stands on the local chains. */
interface OnChains {
  readonly devnet: Devnet<LayerZeroCore>;
}

/** A person's signer on a chain, by the chain's name. */
export function signerOf(world: OnChains, who: Person, chain: string): DevSigner {
  return world.devnet.chain(chain).signer(people[who]);
}

/** A person's address, the same on every chain. */
export function addressOf(world: OnChains, who: Person): string {
  return signerOf(world, who, "hub").address;
}
