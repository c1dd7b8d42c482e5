import { Wallet, concat, keccak256, toBeHex } from "ethers";
import { DevnetError } from "../errors.js";
import { deriveBytes32, type Seed } from "../rng.js";

/** Oracles of every feed, one of which may be faulty. */
const ORACLES = 4;
/** f: how many of them may be faulty. */
export const FAULTY = 1;

/** What precedes a report: configuration digest, epoch and round, extra hash. */
export type ReportContext = readonly [string, string, string];

/** The signatures of a report, as Chainlink's contracts take them. */
export interface Signatures {
  readonly rs: readonly string[];
  readonly ss: readonly string[];
  readonly vs: string;
}

/**
 * The oracles of a devnet: the same seed gives the same keys.
 *
 * @param seed - the devnet's seed
 * @returns their keys
 */
export function oraclesOf(seed: Seed): Wallet[] {
  return Array.from(
    { length: ORACLES },
    (_, number) => new Wallet(deriveBytes32(seed, `oracle ${number}`)),
  );
}

/** Signs a report in its context by the oracles of these numbers. */
export function signReport(
  oracles: readonly Wallet[],
  numbers: readonly number[],
  report: string,
  context: ReportContext,
): Signatures {
  const digest = keccak256(concat([keccak256(report), ...context]));
  const signatures = numbers.map((number) => {
    const oracle = oracles[number];
    if (oracle === undefined)
      throw new DevnetError(`there is no oracle ${number}; they are 0 to ${oracles.length - 1}`);
    return oracle.signingKey.sign(digest);
  });
  const parities = signatures.map((signature) => toBeHex(signature.yParity, 1));
  return {
    rs: signatures.map((signature) => signature.r),
    ss: signatures.map((signature) => signature.s),
    vs: concat([...parities, new Uint8Array(32 - parities.length)]),
  };
}
