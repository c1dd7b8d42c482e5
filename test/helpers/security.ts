import type { DevnetSite } from "@causeway/devnet";
import { AbiCoder, ZeroAddress, type Addressable, type Interface } from "ethers";
import {
  HostileLibrary__factory,
  ILayerZeroEndpointV2__factory,
  type AccessManager,
  type HostileLibrary,
} from "../../typechain-types/index.js";
import { throughManager } from "./manager.js";
import { mined } from "./mined.js";

/** `LaneFault` (`types/LaneSecurity.sol`). */
export const laneFault = {
  none: 0n,
  defaultReceiveLibrary: 1n,
  defaultSendLibrary: 2n,
  libraryTimeout: 3n,
  fewDvns: 4n,
  fewConfirmations: 5n,
  unreadable: 6n,
} as const;

/** A list of DVNs in LayerZero's `UlnConfig`: named, the library's default (count 0), or none at all (count 255). */
export type DvnList = readonly string[] | "default" | "none";

/** What an application asks of a library. */
export interface UlnChoice {
  /** 0 for the library's default, 2^64 - 1 for none. */
  readonly confirmations?: bigint;
  readonly required?: DvnList;
  readonly optional?: DvnList;
  readonly threshold?: number;
}

export const NO_CONFIRMATIONS = 2n ** 64n - 1n;

const ulnTuple =
  "tuple(uint64 confirmations,uint8 requiredDVNCount,uint8 optionalDVNCount,uint8 optionalDVNThreshold,address[] requiredDVNs,address[] optionalDVNs)";

const countOf = (list: DvnList): number =>
  list === "default" ? 0 : list === "none" ? 255 : list.length;

const membersOf = (list: DvnList): string[] =>
  typeof list === "string"
    ? []
    : [...list].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));

/** A configuration as LayerZero takes and gives it. */
export function encodeUln(choice: UlnChoice): string {
  const { confirmations = 0n, required = "default", optional = "none", threshold = 0 } = choice;
  const counts = [countOf(required), countOf(optional), threshold];
  const value = [confirmations, ...counts, membersOf(required), membersOf(optional)];
  return AbiCoder.defaultAbiCoder().encode([ulnTuple], [value]);
}

/** The address of a DVN that nobody runs, in ascending order of its number. */
export const dvnAt = (number: number): string => `0x${(number + 1).toString(16).padStart(40, "0")}`;

/** One end of a lane and who is its delegate. */
export interface LaneEnd {
  readonly site: DevnetSite;
  readonly manager: AccessManager;
  readonly app: Addressable;
  /** The other end (eid). */
  readonly remote: number;
}

const endpointAbi: Interface = ILayerZeroEndpointV2__factory.createInterface();

/** Calls the endpoint as the delegate, for the application. */
async function asDelegate(end: LaneEnd, name: string, ...args: unknown[]): Promise<void> {
  const data = endpointAbi.encodeFunctionData(name, [await end.app.getAddress(), ...args]);
  await mined(throughManager(end.manager, end.site.layerZero.endpoint, data));
}

/** Sets what verifies the packets that arrive at an end. */
export async function setReceiveUln(end: LaneEnd, choice: UlnChoice): Promise<void> {
  const entry = { eid: end.remote, configType: 2, config: encodeUln(choice) };
  await asDelegate(end, "setConfig", end.site.layerZero.addresses.receiveUln, [entry]);
}

/** Leaves the send library to LayerZero. */
export const dropSendLibrary = (end: LaneEnd): Promise<void> =>
  asDelegate(end, "setSendLibrary", end.remote, ZeroAddress);

/** Names another receive library, the default by default; the former one stays good for a while (blocks). */
export const setReceiveLibrary = (
  end: LaneEnd,
  library: string = ZeroAddress,
  grace = 0,
): Promise<void> => asDelegate(end, "setReceiveLibrary", end.remote, library, grace);

/** LayerZero's library that lets nothing through. */
export const blockedLibrary = (end: LaneEnd): Promise<string> =>
  end.site.layerZero.endpoint.blockedLibrary();

/** LayerZero weakens or changes the default configuration of its receive library towards a chain. */
export async function setDefaultUln(
  end: LaneEnd,
  config: { confirmations: bigint; required: readonly string[] },
): Promise<void> {
  const { receiveUln } = end.site.layerZero;
  const owner = await end.site.chain.impersonate(await receiveUln.owner());
  const requiredDVNs = membersOf(config.required);
  const value = {
    confirmations: config.confirmations,
    requiredDVNCount: requiredDVNs.length,
    optionalDVNCount: 0,
    optionalDVNThreshold: 0,
    requiredDVNs,
    optionalDVNs: [],
  };
  await mined(receiveUln.connect(owner).setDefaultUlnConfigs([{ eid: end.remote, config: value }]));
}

/** A library that answers anything becomes an end's receive library. */
export async function useHostileLibrary(end: LaneEnd): Promise<HostileLibrary> {
  const { endpoint } = end.site.layerZero;
  const library = await new HostileLibrary__factory(end.site.chain.signer(0)).deploy();
  const owner = await end.site.chain.impersonate(await endpoint.owner());
  await mined(endpoint.connect(owner).registerLibrary(library));
  await setReceiveLibrary(end, await library.getAddress());
  return library;
}

/** How a `HostileLibrary` answers. */
export const hostileMode = { answer: 0, revert: 1, burn: 2, flood: 3 } as const;
