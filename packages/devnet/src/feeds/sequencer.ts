import { ZeroAddress, getAddress, toBeHex } from "ethers";
import type { Chain } from "../chain/chain.js";
import type { DevSigner } from "../chain/connection.js";
import {
  ArbitrumSequencerUptimeFeed__factory,
  Flags__factory,
  type ArbitrumSequencerUptimeFeed,
} from "../generated/index.js";
import { service } from "../layerzero/deploy.js";
import { deployCompiled } from "./artifact.js";

/** The validator on layer 1 whose messages the feed believes: any address will do here. */
const L1_SENDER = "0x1111000000000000000000000000000000001111";

/** Arbitrum shows a layer 1 contract to layer 2 under its address plus this. */
const ALIAS_OFFSET = 0x1111_0000_0000_0000_0000_0000_0000_0000_0000_1111n;

function aliasOf(l1: string): string {
  return getAddress(toBeHex((BigInt(l1) + ALIAS_OFFSET) % (1n << 160n), 20));
}

/** Chainlink's Arbitrum sequencer feed, told by its layer 1 sender whether the sequencer is up. */
export class SequencerFeed {
  /**
   * @param contract - the feed
   * @param address - where it stands
   * @param messenger - the layer 1 sender as layer 2 sees it
   * @param chain - where it stands
   */
  constructor(
    readonly contract: ArbitrumSequencerUptimeFeed,
    readonly address: string,
    private readonly messenger: DevSigner,
    private readonly chain: Chain,
  ) {}

  /** The sequencer is down since `at` (unix seconds); the chain's time by default. */
  down(at: number = this.chain.now()): Promise<void> {
    return this.#tell(true, at);
  }

  /** The sequencer is up again since `at` (unix seconds); the chain's time by default. */
  up(at: number = this.chain.now()): Promise<void> {
    return this.#tell(false, at);
  }

  async #tell(isDown: boolean, at: number): Promise<void> {
    await (await this.contract.connect(this.messenger).updateStatus(isDown, at)).wait();
  }
}

/**
 * Deploys Chainlink's ArbitrumSequencerUptimeFeed with its Flags. The sequencer is up since the deployment, and any
 * contract may read (on Arbitrum a proxy with its own access stands in between).
 *
 * @param chain - where
 * @returns the feed
 */
export async function deploySequencerFeed(chain: Chain): Promise<SequencerFeed> {
  const owner = chain.serviceSigner(service.transmitter);
  const flagsAddress = await deployCompiled("Flags", owner, [ZeroAddress, ZeroAddress]);
  const flags = Flags__factory.connect(flagsAddress, owner);
  const address = await deployCompiled("ArbitrumSequencerUptimeFeed", owner, [
    flagsAddress,
    L1_SENDER,
  ]);
  const contract = ArbitrumSequencerUptimeFeed__factory.connect(address, owner);
  // Flags is an access list itself: whoever may read it may then raise and lower.
  await (await flags.addAccess(address)).wait();
  await (await flags.setRaisingAccessController(flagsAddress)).wait();
  await (await flags.setLoweringAccessController(flagsAddress)).wait();
  await (await contract.initialize()).wait();
  await (await contract.disableAccessCheck()).wait();
  const messenger = await chain.impersonate(aliasOf(L1_SENDER));
  return new SequencerFeed(contract, address, messenger, chain);
}
