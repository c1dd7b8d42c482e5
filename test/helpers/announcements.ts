import { AbiCoder, type Interface } from "ethers";
import { roleId } from "../../deploy/roles.js";
import { ILayerZeroEndpointV2__factory } from "../../typechain-types/index.js";
import { addressOf, type LocalSystem, type RestrictedCall } from "./system.js";

/** A change that promise 2 of SECURITY.md names, and who may announce it. */
export interface Change extends RestrictedCall {
  readonly what: string;
  readonly by: "governor" | "admin";
}

/** Ether of the hub and of its first source chain (id). */
export const HUB_ETHER = 0;
export const LANE_ETHER = 2;

/** One DVN and one confirmation: what a thief of the governor's key would want. */
const weakUln = AbiCoder.defaultAbiCoder().encode(
  ["tuple(uint64,uint8,uint8,uint8,address[],address[])"],
  [[1, 1, 255, 0, ["0x0000000000000000000000000000000000000bad"], []]],
);

interface Target {
  readonly interface: Interface;
  getAddress(): Promise<string>;
}

/** Every kind of change promise 2 names, on the hub. */
export async function changesOf({ hub, sources, ...world }: LocalSystem): Promise<Change[]> {
  const { gateway, desk, oracle, manager, vault } = hub;
  const { endpoint, sendLibrary, receiveLibrary } = hub.chain.layerZero;
  const layerZero: Target = {
    interface: ILayerZeroEndpointV2__factory.createInterface(),
    getAddress: () => Promise.resolve(endpoint),
  };
  const eid = sources[0]?.chain.eid ?? 0;
  const stranger = addressOf(world, "stranger");
  const app = await gateway.getAddress();
  const source = await oracle.getAddress();
  const weak = [{ eid, configType: 2, config: weakUln }];
  const feeds = [1, [[source, 86_400, 1, 2]], 0];
  const calls: readonly (readonly [string, Change["by"], Target, string, readonly unknown[]])[] = [
    ["a peer", "governor", gateway, "setPeer", [99_999, `0x${"01".padStart(64, "0")}`]],
    ["a lane's DVNs", "governor", layerZero, "setConfig", [app, receiveLibrary, weak]],
    ["a send library", "governor", layerZero, "setSendLibrary", [app, eid, sendLibrary]],
    [
      "a receive library",
      "governor",
      layerZero,
      "setReceiveLibrary",
      [app, eid, receiveLibrary, 0],
    ],
    ["a message's gas", "governor", gateway, "setEnforcedOptions", [[]]],
    ["a feed", "governor", oracle, "setFeeds", feeds],
    ["a lane's cap", "governor", desk, "setLimits", [LANE_ETHER, 2n ** 62n, 10_000]],
    ["a vault's cap", "governor", vault, "setLimits", [HUB_ETHER, 2n ** 62n, 65_535]],
    ["an account's credit", "governor", desk, "writeOff", [stranger, stranger, LANE_ETHER, 1]],
    ["who bears a theft", "governor", desk, "chargeRelease", [stranger, stranger, LANE_ETHER, 1]],
    ["who bears a loss", "governor", desk, "chargeLoss", [stranger, LANE_ETHER, 1]],
    ["a role's members", "admin", manager, "grantRole", [roleId.guardian, stranger, 0]],
    ["a role's functions", "admin", manager, "setTargetFunctionRole", [app, ["0x00000000"], 3]],
    ["a contract's authority", "admin", manager, "updateAuthority", [app, stranger]],
    ["a link", "admin", gateway, "bindEngine", [stranger, stranger]],
  ];
  return Promise.all(
    calls.map(async ([what, by, target, name, args]) => ({
      what,
      by,
      chain: hub.chain.name,
      target: await target.getAddress(),
      data: target.interface.encodeFunctionData(name, args),
    })),
  );
}
