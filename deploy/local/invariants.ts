import { risk as twin } from "@causeway/sdk";
import type { System } from "../contracts.js";
import { faultsOf, unsettledOf } from "./ledgers.js";
import { Observer } from "./reading.js";
import type { LocalSystem } from "./world.js";

/** An invariant of security.md section 4, held against the state of the chains. */
export interface Finding {
  readonly id: string;
  readonly holds: boolean;
  /** What is wrong, with the numbers; empty when it holds. */
  readonly text: string;
}

const found = (id: string, faults: readonly string[]): Finding => ({
  id,
  holds: faults.length === 0,
  text: faults.join("; "),
});

/** INV-18: every auction began below maintenance margin. */
async function rightlyStarted({ hub }: System): Promise<Finding> {
  const { auctions } = hub;
  const started = await auctions.queryFilter(auctions.filters.Liquidated(), hub.since);
  const wrong = started.filter(({ args }) => args.equity >= args.maintenance);
  const text = wrong.map(({ args }) => `${args.account} had ${args.equity}`).join("; ");
  return { id: "INV-18", holds: wrong.length === 0, text };
}

/** INV-19: within a round the factor of a key never rises. */
async function fallingFactors({ hub }: System): Promise<Finding> {
  const { auctions } = hub;
  const last = new Map<string, bigint>();
  const faults: string[] = [];
  const begun = [
    ...(await auctions.queryFilter(auctions.filters.Liquidated(), hub.since)),
    ...(await auctions.queryFilter(auctions.filters.Reset(), hub.since)),
  ].map(({ args, blockNumber, index }) => ({ account: args.account, blockNumber, index }));
  const taken = await auctions.queryFilter(auctions.filters.Taken(), hub.since);
  for (const { args, blockNumber, index } of taken) {
    const round = begun.filter(
      (start) =>
        start.account === args.account &&
        (start.blockNumber < blockNumber ||
          (start.blockNumber === blockNumber && start.index < index)),
    ).length;
    const id = `${args.account}/${args.key}/${round}`;
    const before = last.get(id);
    if (before !== undefined && args.factor > before) faults.push(`${id} rose to ${args.factor}`);
    last.set(id, args.factor);
  }
  return { id: "INV-19", holds: faults.length === 0, text: faults.join("; ") };
}

/** INV-27: no maintenance haircut rises faster than its ramp, nor by more than a poke may (risk.md 2.5, P-R1). */
async function rampedHaircuts({ hub }: System): Promise<Finding> {
  const { risk } = hub;
  const pokes = await risk.queryFilter(risk.filters.KeyPoked(), hub.since);
  const last = new Map<bigint, (typeof pokes)[number]>();
  const faults: string[] = [];
  for (const poke of pokes) {
    const { key, maintenance } = poke.args;
    const before = last.get(key);
    last.set(key, poke);
    if (before === undefined || maintenance <= before.args.maintenance) continue;
    const elapsed = (await poke.getBlock()).timestamp - (await before.getBlock()).timestamp;
    const counted = Math.min(elapsed, Number(twin.MAX_RAMP_TIME));
    const rise = maintenance - before.args.maintenance;
    const most = twin.RAMP_UP_PER_SECOND * BigInt(counted);
    if (rise > most) faults.push(`key ${key} rose by ${rise} in ${elapsed} s, at most ${most}`);
  }
  return found("INV-27", faults);
}

/**
 * Holds the state of the chains against the invariants that can be read from it.
 *
 * @param world - at rest or not
 * @param atRest - whether every message has arrived and every payment was made: then INV-06's end must be reached too
 * @returns one finding an invariant
 */
export async function checkInvariants(world: LocalSystem, atRest = true): Promise<Finding[]> {
  const reading = await (await Observer.of(world)).read();
  const faults = faultsOf(reading);
  const ledgers = ["INV-01", "INV-02", "INV-03", "INV-04"];
  const of = (id: string) =>
    found(
      id,
      faults.filter((fault) => fault.startsWith(id)),
    );
  const open = unsettledOf(reading).map((one) => `not settled: ${JSON.stringify(one)}`);
  return [
    ...ledgers.map(of),
    ...(atRest ? [found("INV-06", open)] : []),
    of("INV-10"),
    await rightlyStarted(world),
    await fallingFactors(world),
    await rampedHaircuts(world),
  ];
}
