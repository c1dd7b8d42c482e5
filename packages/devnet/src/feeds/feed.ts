import {
  AbiCoder,
  Wallet,
  ZeroHash,
  keccak256,
  toBeHex,
  type ContractTransactionReceipt,
} from "ethers";
import type { Chain } from "../chain/chain.js";
import type { DevSigner } from "../chain/connection.js";
import { DevnetError } from "../errors.js";
import { SignedFeed__factory, type SignedFeed } from "../generated/index.js";
import { service } from "../layerzero/deploy.js";
import type { Seed } from "../rng.js";
import { deployCompiled } from "./artifact.js";
import { FAULTY, oraclesOf, signReport, type ReportContext, type Signatures } from "./oracles.js";

/** A price feed to deploy. */
export interface FeedSpec {
  /** As Chainlink names them, such as "ETH / USD". */
  readonly description: string;
  /** Of the answers; 8 by default. */
  readonly decimals?: number;
  /** The lowest answer accepted (raw); 1 by default. */
  readonly minAnswer?: bigint;
  /** The highest answer accepted (raw); 1e20 by default. */
  readonly maxAnswer?: bigint;
}

/** How a report is made. */
export interface ReportOptions {
  /** When the oracles observed (unix seconds); the devnet's time by default. */
  readonly observedAt?: number;
  /** Which oracles sign, by number; the first three by default. */
  readonly signers?: readonly number[];
  /** What each oracle observed, ascending (raw); by default close around the price, which is their median. */
  readonly observations?: readonly bigint[];
}

/** A signed report that anybody could hold back, and the feed's transmitter can send. */
export interface SignedReport extends Signatures {
  readonly context: ReportContext;
  readonly report: string;
}

const coder = AbiCoder.defaultAbiCoder();

/** A signature-checked price feed and its oracles. */
export class Feed {
  /**
   * @param contract - the feed, connected to its transmitter
   * @param address - where it stands
   * @param oracles - their keys
   * @param chain - where it stands
   */
  constructor(
    readonly contract: SignedFeed,
    readonly address: string,
    readonly oracles: readonly Wallet[],
    private readonly chain: Chain,
  ) {}

  /** Signs a price without sending it. */
  async report(price: bigint, options: ReportOptions = {}): Promise<SignedReport> {
    const { signers = [0, 1, 2], observedAt = this.chain.now() } = options;
    // The median of four is the third; one in ten thousand apart, as honest oracles are.
    const apart = price / 10_000n;
    const observations = options.observations ?? [
      price - 2n * apart,
      price - apart,
      price,
      price + apart,
    ];
    const { configDigest } = await this.contract.latestConfigDetails();
    // One epoch a round: a report held back while another one is sent has grown too old.
    const epoch = (await this.contract.latestRound()) + 1n;
    const context = [configDigest, toBeHex((epoch << 8n) | 1n, 32), ZeroHash] as const;
    const report = coder.encode(
      ["uint32", "bytes32", "int192[]"],
      [observedAt, ZeroHash, [...observations]],
    );
    return { context, report, ...signReport(this.oracles, signers, report, context) };
  }

  /** Sends a price, or a report made before. */
  async transmit(
    price: bigint | SignedReport,
    options: ReportOptions = {},
  ): Promise<ContractTransactionReceipt> {
    const signed = typeof price === "bigint" ? await this.report(price, options) : price;
    const { context, report, rs, ss, vs } = signed;
    const sent = await this.contract.transmit([...context], report, [...rs], [...ss], vs);
    const receipt = await sent.wait();
    if (receipt === null)
      throw new DevnetError(`${this.address}: the report was not mined; does the chain mine?`);
    return receipt;
  }
}

/** OCR2 wants as many transmitters as oracles, though one is enough to send. */
function transmittersFor(first: DevSigner, oracles: readonly Wallet[]): string[] {
  return oracles.map((oracle, number) =>
    number === 0 ? first.address : new Wallet(keccak256(oracle.privateKey)).address,
  );
}

/**
 * Deploys a price feed on a chain, with four oracles three of whom must sign.
 *
 * @param chain - where
 * @param seed - the devnet's seed
 * @param spec - name, decimals, bounds
 * @returns the feed, without a first answer
 */
export async function deployFeed(chain: Chain, seed: Seed, spec: FeedSpec): Promise<Feed> {
  const { description, decimals = 8, minAnswer = 1n, maxAnswer = 10n ** 20n } = spec;
  const transmitter = chain.serviceSigner(service.transmitter);
  const address = await deployCompiled("SignedFeed", transmitter, [
    decimals,
    description,
    minAnswer,
    maxAnswer,
  ]);
  const contract = SignedFeed__factory.connect(address, transmitter);
  const oracles = oraclesOf(seed);
  const signers = oracles.map((oracle) => oracle.address);
  const transmitters = transmittersFor(transmitter, oracles);
  await (await contract.setConfig(signers, transmitters, FAULTY, "0x", 1n, "0x")).wait();
  return new Feed(contract, address, oracles, chain);
}
