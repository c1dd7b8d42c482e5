import { ILaneSecurity__factory, type ILaneSecurity } from "../typechain-types/index.js";
import type { System } from "./contracts.js";

/** What may be wrong with a lane, in the order of `LaneFault` (`types/LaneSecurity.sol`), for people. */
const faults: readonly string[] = [
  "nothing",
  "the receive library is LayerZero's default: set it explicitly",
  "the send library is LayerZero's default: set it explicitly",
  "a former receive library still verifies: wait for it to end, or switch the library with grace 0",
  "too few distinct DVNs",
  "too few confirmations",
  "the configuration cannot be read: is the receive library blocked?",
];

/** One end of a lane, which judges what it receives. */
interface LaneEnd {
  /** From the chain that sends to the one that judges. */
  readonly name: string;
  readonly app: ILaneSecurity;
  /** The chain that sends. */
  readonly eid: number;
}

async function laneEnds({ hub, sources }: System): Promise<LaneEnd[]> {
  const ends: LaneEnd[] = [];
  for (const { chain, vault, deployer } of sources)
    ends.push(
      {
        name: `${hub.chain.name} -> ${chain.name}`,
        app: ILaneSecurity__factory.connect(await vault.getAddress(), deployer),
        eid: hub.chain.eid,
      },
      {
        name: `${chain.name} -> ${hub.chain.name}`,
        app: ILaneSecurity__factory.connect(await hub.gateway.getAddress(), hub.deployer),
        eid: chain.eid,
      },
    );
  return ends;
}

/**
 * Makes sure that every lane stands above its floor, and lets ends know that were told otherwise. Anyone may do this.
 *
 * @param system - wired
 */
export async function checkLanes(system: System): Promise<void> {
  for (const { name, app, eid } of await laneEnds(system)) {
    const { fault, dvns, dvnFloor, confirmations, confirmationFloor, insecure } =
      await app.securityOf(eid);
    if (fault !== 0n)
      throw new Error(
        `${name} is not secure, ${faults[Number(fault)] ?? `fault ${fault}`}: ` +
          `${dvns} of ${dvnFloor} DVNs, ${confirmations} of ${confirmationFloor} confirmations`,
      );
    if (insecure) await (await app.checkLane(eid)).wait();
  }
}
