import {
  concat,
  getBytes,
  solidityPackedKeccak256,
  type Wallet,
  keccak256,
  ZeroHash,
} from "ethers";
import type { Chain } from "../chain/chain.js";
import { eventsOf, simulate, transact, type Call, type Receipt } from "../chain/transact.js";
import { DevnetError, RevertedError, decodeError, type DecodedError } from "../errors.js";
import {
  DVN__factory,
  EndpointV2__factory,
  Executor__factory,
  ReceiveUln302__factory,
} from "../generated/index.js";
import { bytes32ToAddress, originOf, packetName, type Packet } from "../layerzero/packet.js";
import { service } from "../layerzero/deploy.js";
import type { Dvn, LayerZeroCore, LayerZeroStack } from "../layerzero/stack.js";
import type { NativeDrop } from "../layerzero/options.js";
import type { Site } from "./tracker.js";

/** What an executor gives a delivery. */
export interface Delivery {
  /** For lzReceive (gas units). */
  readonly gas: bigint;
  /** Sent with lzReceive (wei). */
  readonly value: bigint;
  readonly drops: readonly NativeDrop[];
}

/** What became of a delivery. */
export interface DeliveryResult {
  readonly delivered: boolean;
  /** Why lzReceive failed, decoded; absent when delivered. */
  readonly reason?: DecodedError;
  readonly receipt: Receipt;
}

/** How far a packet got on its destination chain. */
export interface Standing {
  /** DVNs, by number, whose signature the library holds. */
  readonly signed: readonly number[];
  /** The endpoint holds its hash. */
  readonly committed: boolean;
  /** The endpoint is done with its nonce. */
  readonly cleared: boolean;
}

/** The workers of one destination chain: its DVNs and its executor, real or impersonated. */
export interface Workers {
  /** One DVN says that it saw the packet. */
  verify(dvn: number, packet: Packet, confirmations: number): Promise<void>;
  /** Why the packet cannot be committed now; undefined when it can. */
  cannotCommit(packet: Packet): Promise<DecodedError | undefined>;
  /** Anyone moves a verified packet from the library to the endpoint. */
  commit(packet: Packet): Promise<Receipt>;
  /** The executor delivers; a failing lzReceive is a result, not an exception. */
  execute(packet: Packet, delivery: Delivery): Promise<DeliveryResult>;
  /** How far the packet got, as the chain itself tells. */
  standing(packet: Packet, dvns: readonly number[]): Promise<Standing>;
  /** The highest nonce of the packet's path up to which every packet is committed. */
  inboundNonce(packet: Packet): Promise<bigint>;
}

/** A chain, its LayerZero contracts and the workers that serve it as a destination. */
export interface RelayedSite extends Site {
  readonly workers: Workers;
}

const abi = {
  endpoint: EndpointV2__factory.createInterface(),
  receive: ReceiveUln302__factory.createInterface(),
  dvn: DVN__factory.createInterface(),
  executor: Executor__factory.createInterface(),
};

/** Besides what lzReceive gets: calldata, the executor's own work, the alert when it fails (gas units). */
const OVERHEAD = 700_000n;

/** What a call must be given so that a 63/64 share of it covers `gas`. */
const withOverhead = (gas: bigint): bigint => (gas * 64n) / 63n + OVERHEAD;

/** What both kinds of workers do alike. */
abstract class AnyWorkers implements Workers {
  constructor(
    protected readonly chain: Chain,
    protected readonly core: LayerZeroCore,
    protected readonly committer: string,
  ) {}

  abstract verify(dvn: number, packet: Packet, confirmations: number): Promise<void>;
  abstract execute(packet: Packet, delivery: Delivery): Promise<DeliveryResult>;

  async cannotCommit(packet: Packet): Promise<DecodedError | undefined> {
    try {
      await simulate(this.chain.connection, this.#commitCall(packet), "commit");
      return undefined;
    } catch (error) {
      if (error instanceof RevertedError) return error.reason;
      throw error;
    }
  }

  commit(packet: Packet): Promise<Receipt> {
    return transact(
      this.chain.connection,
      this.#commitCall(packet),
      `commit ${packetName(packet)}`,
    );
  }

  inboundNonce(packet: Packet): Promise<bigint> {
    const receiver = bytes32ToAddress(packet.receiver);
    return this.core.endpoint.inboundNonce(receiver, packet.srcEid, packet.sender);
  }

  async standing(packet: Packet, dvns: readonly number[]): Promise<Standing> {
    const { endpoint, receiveUln, addresses } = this.core;
    const receiver = bytes32ToAddress(packet.receiver);
    const { srcEid, sender, nonce, payloadHash } = packet;
    const held = await endpoint.inboundPayloadHash(receiver, srcEid, sender, nonce);
    const reached = await endpoint.lazyInboundNonce(receiver, srcEid, sender);
    const signed: number[] = [];
    for (const dvn of dvns) {
      const address = addresses.dvns[dvn];
      if (address === undefined) continue;
      const said = await receiveUln.hashLookup(keccak256(packet.header), payloadHash, address);
      if (said.submitted) signed.push(dvn);
    }
    return {
      signed,
      committed: held === payloadHash,
      cleared: held === ZeroHash && nonce <= reached,
    };
  }

  #commitCall(packet: Packet): Call {
    const data = abi.receive.encodeFunctionData("commitVerification", [
      packet.header,
      packet.payloadHash,
    ]);
    return {
      from: this.committer,
      to: this.core.addresses.receiveUln,
      data,
      gas: 1_000_000n,
    };
  }
}

function verifyData(packet: Packet, confirmations: number): string {
  return abi.receive.encodeFunctionData("verify", [
    packet.header,
    packet.payloadHash,
    confirmations,
  ]);
}

/** DVNs that sign with their own keys and the deployed executor, run by their administrators as LayerZero's are. */
export class SigningWorkers extends AnyWorkers {
  #expirations = 0;

  /**
   * @param chain - the destination
   * @param stack - the LayerZero contracts on it
   */
  constructor(
    chain: Chain,
    private readonly stack: LayerZeroStack,
  ) {
    super(chain, stack, stack.addresses.roles.executorAdmin);
  }

  override async verify(index: number, packet: Packet, confirmations: number): Promise<void> {
    const dvn = this.stack.dvns[index];
    if (dvn === undefined) throw new DevnetError(`${this.chain.name} has no DVN number ${index}`);
    await this.submit(
      dvn,
      verifyData(packet, confirmations),
      packet,
      dvn.signers.slice(0, dvn.quorum),
    );
  }

  /** Sends DVN.execute; it never reverts on a bad item, so its logs are read. */
  async submit(
    dvn: Dvn,
    callData: string,
    packet: Packet,
    signers: readonly Wallet[],
  ): Promise<Receipt> {
    const target = this.stack.addresses.receiveUln;
    // A day from now, and never the same twice: a DVN may say a thing again, its contract takes each hash once.
    const expiration = BigInt(this.chain.now() + 86_400 + this.#expirations++);
    const hash = solidityPackedKeccak256(
      ["uint32", "address", "uint256", "bytes"],
      [dvn.vid, target, expiration, callData],
    );
    const signatures = concat(signers.map((signer) => signer.signMessageSync(getBytes(hash))));
    const item = { vid: dvn.vid, target, callData, expiration, signatures };
    const call: Call = {
      from: this.stack.addresses.roles.dvnAdmin,
      to: dvn.address,
      data: abi.dvn.encodeFunctionData("execute", [[item]]),
      gas: 1_000_000n,
    };
    const step = `verify ${packetName(packet)} by DVN ${dvn.address}`;
    const receipt = await transact(this.chain.connection, call, step);
    const [failure] = eventsOf(receipt.logs, dvn.address, abi.dvn);
    if (failure !== undefined) {
      const data: unknown = failure.name === "ExecuteFailed" ? failure.args[1] : "0x";
      const why = typeof data === "string" && data !== "0x" ? `: ${decodeError(data).text}` : "";
      throw new DevnetError(`${step}: the DVN's contract refused with ${failure.name}${why}`);
    }
    if (receipt.logs.length === 0)
      throw new DevnetError(`${step}: the DVN's contract skipped the item (vid or expiry)`);
    return receipt;
  }

  override async execute(packet: Packet, delivery: Delivery): Promise<DeliveryResult> {
    const dropped = delivery.drops.reduce((sum, drop) => sum + drop.amount, 0n);
    const params = {
      origin: originOf(packet),
      receiver: bytes32ToAddress(packet.receiver),
      guid: packet.guid,
      message: packet.message,
      extraData: "0x",
      gasLimit: delivery.gas,
    };
    const data =
      delivery.drops.length === 0
        ? abi.executor.encodeFunctionData("execute302", [params])
        : abi.executor.encodeFunctionData("nativeDropAndExecute302", [
            [...delivery.drops],
            50_000n,
            params,
          ]);
    const call: Call = {
      from: this.stack.addresses.roles.executorAdmin,
      to: this.stack.addresses.executor,
      data,
      value: delivery.value + dropped,
      gas: withOverhead(delivery.gas) + 60_000n * BigInt(delivery.drops.length),
    };
    const receipt = await transact(this.chain.connection, call, `execute ${packetName(packet)}`);
    return resultOf(receipt, this.core.addresses.endpoint, packet);
  }
}

function resultOf(receipt: Receipt, endpoint: string, packet: Packet): DeliveryResult {
  const events = eventsOf(receipt.logs, endpoint, abi.endpoint);
  const alert = events.find(
    (event) => event.name === "LzReceiveAlert" && event.args.guid === packet.guid,
  );
  if (alert === undefined) return { delivered: true, receipt };
  return { delivered: false, reason: decodeError(String(alert.args.reason)), receipt };
}

/** On LayerZero contracts somebody else deployed: the DVNs and the executor are impersonated, nothing is signed. */
export class ImpersonatingWorkers extends AnyWorkers {
  /**
   * @param chain - the destination
   * @param core - the LayerZero contracts on it
   */
  constructor(chain: Chain, core: LayerZeroCore) {
    super(chain, core, chain.serviceSigner(service.executorAdmin).address);
  }

  override async verify(index: number, packet: Packet, confirmations: number): Promise<void> {
    const address = this.core.addresses.dvns[index];
    if (address === undefined)
      throw new DevnetError(`${this.chain.name} has no DVN number ${index}`);
    const from = (await this.chain.impersonate(address)).address;
    const to = this.core.addresses.receiveUln;
    const call = { from, to, data: verifyData(packet, confirmations), gas: 1_000_000n };
    await transact(this.chain.connection, call, `verify ${packetName(packet)} as DVN ${address}`);
  }

  override async execute(packet: Packet, delivery: Delivery): Promise<DeliveryResult> {
    const from = (await this.chain.impersonate(this.core.addresses.executor)).address;
    for (const drop of delivery.drops) {
      const call = { from, to: drop.receiver, data: "0x", value: drop.amount, gas: 50_000n };
      await transact(this.chain.connection, call, `native drop of ${packetName(packet)}`);
    }
    const { guid, message } = packet;
    const receiver = bytes32ToAddress(packet.receiver);
    const data = abi.endpoint.encodeFunctionData("lzReceive", [
      originOf(packet),
      receiver,
      guid,
      message,
      "0x",
    ]);
    const call = {
      from,
      to: this.core.addresses.endpoint,
      data,
      value: delivery.value,
      gas: delivery.gas + calldataGas(data),
    };
    const step = `execute ${packetName(packet)}`;
    try {
      return { delivered: true, receipt: await transact(this.chain.connection, call, step) };
    } catch (error) {
      if (!(error instanceof RevertedError)) throw error;
      return this.#alert(packet, delivery, from, error.reason);
    }
  }

  /** The executor tells the endpoint what happened, as the executor's contract would. */
  async #alert(
    packet: Packet,
    delivery: Delivery,
    from: string,
    reason: DecodedError,
  ): Promise<DeliveryResult> {
    const data = abi.endpoint.encodeFunctionData("lzReceiveAlert", [
      originOf(packet),
      bytes32ToAddress(packet.receiver),
      packet.guid,
      delivery.gas,
      delivery.value,
      packet.message,
      "0x",
      reason.data,
    ]);
    const call = { from, to: this.core.addresses.endpoint, data, gas: OVERHEAD };
    const receipt = await transact(this.chain.connection, call, `alert ${packetName(packet)}`);
    return { delivered: false, reason, receipt };
  }
}

/** What a transaction costs before its first instruction, so that lzReceive is left with what was bought. */
function calldataGas(data: string): bigint {
  return getBytes(data).reduce((gas, byte) => gas + (byte === 0 ? 4n : 16n), 21_000n);
}
