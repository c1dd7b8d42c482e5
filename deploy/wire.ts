import { AbiCoder, ZeroAddress, zeroPadValue, type ContractRunner } from "ethers";
import {
  ILaneSecurity__factory,
  ILayerZeroEndpointV2__factory,
  IOAppWiring__factory,
  IUlnLibrary__factory,
} from "../typechain-types/index.js";
import type { Action } from "./actions.js";
import {
  baseGas,
  maxMessageSize,
  messageType,
  receiveGasOption,
  securityFloor,
  sortedDvns,
  type Application,
  type Lane,
} from "./pathways.js";

/** One direction of a lane as seen from one of its ends. */
interface Side {
  readonly self: Application;
  readonly remote: Application;
  readonly type: keyof typeof messageType;
  readonly runner: ContractRunner;
}

const configType = { executor: 1, uln: 2 } as const;
const noOptionalDvns = 255;
const ulnTuple =
  "tuple(uint64 confirmations,uint8 requiredDVNCount,uint8 optionalDVNCount,uint8 optionalDVNThreshold,address[] requiredDVNs,address[] optionalDVNs)";
const coder = AbiCoder.defaultAbiCoder();
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function action(side: Side, target: string, data: string, text: string): Action {
  const { chain, manager } = side.self;
  const pathway = `${chain.name} <-> ${side.remote.chain.name}`;
  return { chain: chain.name, manager, target, data, text: `${pathway}: ${text}` };
}

async function libraryActions(side: Side): Promise<Action[]> {
  const { chain, oapp } = side.self;
  const eid = side.remote.chain.eid;
  const { endpoint: address, sendLibrary, receiveLibrary } = chain.layerZero;
  const endpoint = ILayerZeroEndpointV2__factory.connect(address, side.runner);
  const actions: Action[] = [];
  const send = await endpoint.getSendLibrary(oapp, eid);
  const sendIsDefault = await endpoint.isDefaultSendLibrary(oapp, eid);
  if (sendIsDefault || !same(send, sendLibrary)) {
    const data = endpoint.interface.encodeFunctionData("setSendLibrary", [oapp, eid, sendLibrary]);
    actions.push(action(side, address, data, `send library ${send} -> ${sendLibrary}`));
  }
  const [receive, receiveIsDefault] = await endpoint.getReceiveLibrary(oapp, eid);
  if (receiveIsDefault || !same(receive, receiveLibrary)) {
    const data = endpoint.interface.encodeFunctionData("setReceiveLibrary", [
      oapp,
      eid,
      receiveLibrary,
      0n,
    ]);
    actions.push(action(side, address, data, `receive library ${receive} -> ${receiveLibrary}`));
  }
  return actions;
}

/** The ULN configuration this end must have: it waits for the confirmations of the chain that sends. */
function desiredUln(side: Side, sender: Application): string {
  const dvns = sortedDvns(side.self.chain.layerZero.dvns);
  const { confirmations } = sender.chain;
  return coder.encode([ulnTuple], [[confirmations, dvns.length, noOptionalDvns, 0, dvns, []]]);
}

async function configuredUln(side: Side, library: string): Promise<string> {
  const uln = IUlnLibrary__factory.connect(library, side.runner);
  const c = await uln.getAppUlnConfig(side.self.oapp, side.remote.chain.eid);
  const values = [
    c.confirmations,
    c.requiredDVNCount,
    c.optionalDVNCount,
    c.optionalDVNThreshold,
    [...c.requiredDVNs],
    [...c.optionalDVNs],
  ];
  return coder.encode([ulnTuple], [values]);
}

async function configActions(side: Side): Promise<Action[]> {
  const { chain, oapp } = side.self;
  const eid = side.remote.chain.eid;
  const { endpoint: address, sendLibrary, receiveLibrary, executor } = chain.layerZero;
  const endpoint = ILayerZeroEndpointV2__factory.connect(address, side.runner);
  const set = (library: string, type: number, config: string, text: string) =>
    action(
      side,
      address,
      endpoint.interface.encodeFunctionData("setConfig", [
        oapp,
        library,
        [{ eid, configType: type, config }],
      ]),
      text,
    );
  const actions: Action[] = [];
  const directions = [
    { library: sendLibrary, sender: side.self, name: "send" },
    { library: receiveLibrary, sender: side.remote, name: "receive" },
  ];
  for (const { library, sender, name } of directions) {
    const desired = desiredUln(side, sender);
    if ((await configuredUln(side, library)) !== desired)
      actions.push(set(library, configType.uln, desired, `${name} DVNs and confirmations`));
  }
  const send = IUlnLibrary__factory.connect(sendLibrary, side.runner);
  const [size, current] = await send.executorConfigs(oapp, eid);
  if (size !== BigInt(maxMessageSize) || !same(current, executor)) {
    const config = coder.encode(["uint32", "address"], [maxMessageSize, executor]);
    actions.push(
      set(sendLibrary, configType.executor, config, `executor ${current} -> ${executor}`),
    );
  }
  return actions;
}

async function applicationActions(side: Side): Promise<Action[]> {
  const { oapp } = side.self;
  const eid = side.remote.chain.eid;
  const app = IOAppWiring__factory.connect(oapp, side.runner);
  const actions: Action[] = [];
  const msgType = messageType[side.type];
  const options = receiveGasOption(baseGas[side.type]);
  const current = await app.enforcedOptions(eid, msgType);
  if (!same(current, options)) {
    const data = app.interface.encodeFunctionData("setEnforcedOptions", [
      [{ eid, msgType, options }],
    ]);
    actions.push(action(side, oapp, data, `enforced options ${current} -> ${options}`));
  }
  return actions;
}

/** The floor that `checkLane` holds this end's configuration against. */
async function floorActions(side: Side): Promise<Action[]> {
  const { oapp, chain } = side.self;
  const { eid } = side.remote.chain;
  const app = ILaneSecurity__factory.connect(oapp, side.runner);
  const { dvns, confirmations } = securityFloor(chain, side.remote.chain);
  const { dvnFloor, confirmationFloor } = await app.securityOf(eid);
  if (dvnFloor === BigInt(dvns) && confirmationFloor === confirmations) return [];
  const data = app.interface.encodeFunctionData("setSecurityFloor", [eid, dvns, confirmations]);
  const text = `security floor ${dvnFloor} DVNs, ${confirmationFloor} blocks -> ${dvns} DVNs, ${confirmations} blocks`;
  return [action(side, oapp, data, text)];
}

async function peerActions(side: Side): Promise<Action[]> {
  const { oapp } = side.self;
  const eid = side.remote.chain.eid;
  const app = IOAppWiring__factory.connect(oapp, side.runner);
  const peer = zeroPadValue(side.remote.oapp, 32);
  const current = await app.peers(eid);
  if (same(current, peer)) return [];
  if (BigInt(current) !== 0n)
    throw new Error(
      `${side.self.chain.name}: peer for eid ${eid} is ${current}, wanted ${peer}; a peer is set once, so a new vault is a new lane`,
    );
  const data = app.interface.encodeFunctionData("setPeer", [eid, peer]);
  return [action(side, oapp, data, `peer ${ZeroAddress} -> ${side.remote.oapp}`)];
}

/**
 * What must change, in order: libraries, ULN and executor configuration, enforced options on both ends, security floors,
 * and the peers last, so that no message can flow over a half-configured lane (security.md section 3). Empty when nothing
 * differs.
 */
export async function planLane(
  lane: Lane,
  runners: { readonly hub: ContractRunner; readonly source: ContractRunner },
): Promise<Action[]> {
  const hub: Side = { self: lane.hub, remote: lane.source, type: "release", runner: runners.hub };
  const source: Side = {
    self: lane.source,
    remote: lane.hub,
    type: "sync",
    runner: runners.source,
  };
  const actions: Action[] = [];
  const steps = [libraryActions, configActions, applicationActions, floorActions, peerActions];
  for (const step of steps) for (const side of [hub, source]) actions.push(...(await step(side)));
  return actions;
}
