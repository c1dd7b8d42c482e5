import { AbiCoder, ZeroAddress, ZeroHash, concat, dataSlice, id, type Wallet } from "ethers";
import type { Chain } from "../chain/chain.js";
import type { DevSigner } from "../chain/connection.js";
import {
  FeeManager__factory,
  RewardManager__factory,
  VerifierProxy__factory,
  Verifier__factory,
  type FeeManager,
  type Verifier,
  type VerifierProxy,
} from "../generated/index.js";
import { service } from "../layerzero/deploy.js";
import { deriveBytes32, type Seed } from "../rng.js";
import { deployCompiled } from "./artifact.js";
import { FAULTY, oraclesOf, signReport, type ReportContext } from "./oracles.js";

/** What a report says and who signs it. */
export interface ReportSpec {
  /** The stream, as `streamId` gives it. */
  readonly feedId: string;
  /** Benchmark price (WAD). */
  readonly price: bigint;
  /** When the oracles observed (unix seconds); the chain's time by default. */
  readonly observedAt?: number;
  /** Until when it may be used (unix seconds); a month after the observation by default. */
  readonly expiresAt?: number;
  /** Fee in native token (wei); none by default. */
  readonly nativeFee?: bigint;
  /** Fee in LINK (wei); none by default. */
  readonly linkFee?: bigint;
  /** Which oracles sign, by number; the first two by default. */
  readonly signers?: readonly number[];
  /** The configuration it claims to be signed under; the verifier's by default. */
  readonly configDigest?: string;
}

/** Data Streams says in the first two bytes of an id which schema its reports have. */
const SCHEMA = "0x0003";
const MONTH = 30 * 86_400;

const schema = [
  "bytes32",
  "uint32",
  "uint32",
  "uint192",
  "uint192",
  "uint32",
  "int192",
  "int192",
  "int192",
];

const coder = AbiCoder.defaultAbiCoder();

/**
 * The id of a stream with reports of schema 3.
 *
 * @param description - such as "ETH / USD"
 * @param version - another schema (hex)
 */
export function streamId(description: string, version: string = SCHEMA): string {
  return concat([version, dataSlice(id(description), 2)]);
}

/** Where signatures of reports are checked. */
export interface VerifierContracts {
  /** Of the proxy: what consumers call. */
  readonly address: string;
  readonly proxy: VerifierProxy;
  readonly verifier: Verifier;
}

/** Chainlink's verifier of signed reports, and the oracles it believes. */
export class ReportVerifier {
  /**
   * @param contracts - Chainlink's, connected to their owner
   * @param oracles - keys of the oracles they believe
   * @param configDigest - configuration the oracles sign under
   * @param chain - where they stand
   */
  constructor(
    readonly contracts: VerifierContracts,
    readonly oracles: readonly Wallet[],
    readonly configDigest: string,
    private readonly chain: Chain,
  ) {}

  /** Somebody with money for gas who may carry reports in; anybody may. */
  get carrier(): DevSigner {
    return this.chain.serviceSigner(service.transmitter);
  }

  /** Makes a signed report, to be carried in by whoever has it. */
  sign(spec: ReportSpec): string {
    const { observedAt = this.chain.now(), nativeFee = 0n, linkFee = 0n, price } = spec;
    const { expiresAt = observedAt + MONTH, signers = [0, 1] } = spec;
    const values = [spec.feedId, observedAt, observedAt, nativeFee, linkFee, expiresAt];
    const report = coder.encode(schema, [...values, price, price, price]);
    const context: ReportContext = [spec.configDigest ?? this.configDigest, ZeroHash, ZeroHash];
    const { rs, ss, vs } = signReport(this.oracles, signers, report, context);
    return coder.encode(
      ["bytes32[3]", "bytes", "bytes32[]", "bytes32[]", "bytes32"],
      [context, report, rs, ss, vs],
    );
  }
}

/**
 * Deploys Chainlink's VerifierProxy and Verifier with four oracles, two of whom must sign. Verifying is free.
 *
 * @param chain - where
 * @param seed - the devnet's seed
 * @returns the verifier
 */
export async function deployReportVerifier(chain: Chain, seed: Seed): Promise<ReportVerifier> {
  const owner = chain.serviceSigner(service.transmitter);
  const address = await deployCompiled("VerifierProxy", owner, [ZeroAddress]);
  const proxy = VerifierProxy__factory.connect(address, owner);
  const at = await deployCompiled("Verifier", owner, [address]);
  const verifier = Verifier__factory.connect(at, owner);
  await (await proxy.initializeVerifier(at)).wait();
  const oracles = oraclesOf(seed);
  const configDigest = deriveBytes32(seed, "report configuration");
  const signers = oracles.map((oracle) => oracle.address);
  await (await verifier.setConfig(configDigest, signers, FAULTY, [])).wait();
  return new ReportVerifier({ address, proxy, verifier }, oracles, configDigest, chain);
}

/**
 * Puts Chainlink's FeeManager and RewardManager behind a verifier: from now on each report costs its fee.
 *
 * @param verifier - the verifier
 * @param link - LINK
 * @param native - the wrapped native token
 * @returns the fee manager
 */
export async function chargeForReports(
  { contracts: { address, proxy }, carrier: owner }: ReportVerifier,
  link: string,
  native: string,
): Promise<FeeManager> {
  const rewards = await deployCompiled("RewardManager", owner, [link]);
  const manager = await deployCompiled("FeeManager", owner, [link, native, address, rewards]);
  await (await RewardManager__factory.connect(rewards, owner).setFeeManager(manager)).wait();
  await (await proxy.setFeeManager(manager)).wait();
  return FeeManager__factory.connect(manager, owner);
}
