import { concat, toBeHex } from "ethers";

/** LayerZero V2 contracts of one chain, as an environment file lists them. */
export interface LayerZeroContracts {
  readonly endpoint: string;
  readonly sendLibrary: string;
  readonly receiveLibrary: string;
  readonly executor: string;
  /** Required DVNs, at least two operators; sorted before use. */
  readonly dvns: readonly string[];
}

/** One chain of an environment. */
export interface Chain {
  readonly name: string;
  readonly eid: number;
  readonly chainId: number;
  /** Source blocks that DVNs wait for; at or above the chain's finality. */
  readonly confirmations: bigint;
  readonly layerZero: LayerZeroContracts;
}

/** An OApp on one chain, with the AccessManager that owns it and is its delegate. */
export interface Application {
  readonly chain: Chain;
  readonly oapp: string;
  readonly manager: string;
}

/** A hub and a source chain whose gateway and vault are peers. Wired in both directions. */
export interface Lane {
  readonly hub: Application;
  readonly source: Application;
}

/** The least a lane's configuration must have on chain (`types/LaneSecurity.sol`). */
export interface SecurityFloor {
  /** Distinct DVNs that must verify a packet (count). */
  readonly dvns: number;
  /** Source blocks they must wait for (count). */
  readonly confirmations: bigint;
}

/** What an end of a lane must not fall below: all of its DVNs, and the finality of the chain that sends to it. */
export function securityFloor(self: Chain, sender: Chain): SecurityFloor {
  return { dvns: self.layerZero.dvns.length, confirmations: sender.confirmations };
}

/** Message types of enforced options (`Messages.sol`). */
export const messageType = { sync: 1, release: 2 } as const;

/**
 * Gas the destination handler gets before the part per record that the sender contract adds: measured and rounded up by
 * a fifth (`bench/`). A SYNC's covers the endpoint, the lane's clock, and one shortfall recorded or the reward of a
 * heartbeat, whose totals buy the gas of a shortfall each; a RELEASE's also what a vault wants to have left before it calls
 * a token (195,000), so that a lack of gas is not taken for a refusal.
 */
export const baseGas = { sync: 150_000n, release: 260_000n } as const;

/** Largest message in bytes; a SYNC of 100 records with 64 totals has 5,470. */
export const maxMessageSize = 10_000;

/** Type-3 executor option that buys `gas` for `lzReceive` and carries no native value. */
export function receiveGasOption(gas: bigint): string {
  return concat(["0x0003", "0x01", "0x0011", "0x01", toBeHex(gas, 16)]);
}

/** DVN addresses in the ascending order that the message libraries require. */
export function sortedDvns(dvns: readonly string[]): string[] {
  return [...dvns].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}
