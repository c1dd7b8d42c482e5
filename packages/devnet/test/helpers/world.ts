import { Mailbox__factory, type Mailbox } from "../../../../typechain-types/index.js";
import {
  addressToBytes32,
  createDevnet,
  lzReceiveOption,
  type Chain,
  type ChainSpec,
  type Devnet,
  type DevnetOptions,
  type LayerZeroCore,
  type Packet,
} from "../../src/index.js";

/** Three chains with the eids of real testnets. */
export const specs: readonly ChainSpec[] = [
  { name: "hub", eid: 40_161, chainId: 31_001, blockTime: 12, confirmations: 5 },
  { name: "spokeA", eid: 40_231, chainId: 31_002, blockTime: 1, confirmations: 10 },
  { name: "spokeB", eid: 40_245, chainId: 31_003, blockTime: 2, confirmations: 8 },
];

export const HUB = 40_161;
export const SPOKE_A = 40_231;
export const SPOKE_B = 40_245;

/** Gas the mailboxes buy for each letter. */
export const LETTER_GAS = 400_000n;

/** A devnet with a mailbox on every chain, each a peer of all others. */
export interface World<D extends Devnet<LayerZeroCore> = Devnet> {
  readonly devnet: D;
  readonly mailbox: (which: string | number) => Mailbox;
  /** Sends a letter and gives its packet. */
  readonly post: (from: number, to: number, body: string, options?: string) => Promise<Packet>;
  /** Bodies of the letters kept on a chain, in order. */
  readonly bodies: (which: number) => Promise<string[]>;
}

async function deployMailbox(devnet: Devnet, chain: Chain): Promise<Mailbox> {
  const owner = chain.signer(0);
  const endpoint = await devnet.layerZero(chain.eid).endpoint.getAddress();
  const mailbox = await new Mailbox__factory(owner).deploy(endpoint, owner.address);
  await mailbox.waitForDeployment();
  return mailbox;
}

async function introduce(devnet: Devnet, boxes: ReadonlyMap<number, Mailbox>): Promise<void> {
  for (const [eid, mailbox] of boxes) {
    for (const [peerEid, peer] of boxes) {
      if (peerEid === eid) continue;
      await (await mailbox.setPeer(peerEid, addressToBytes32(await peer.getAddress()))).wait();
      const options = lzReceiveOption(LETTER_GAS);
      await (await mailbox.setEnforcedOptions([{ eid: peerEid, msgType: 1, options }])).wait();
    }
  }
  await devnet.relayer.scan();
}

/** The mailboxes of one world, seen from another devnet on the same chains or on forks of them. */
export async function boxesOn(
  devnet: Devnet<LayerZeroCore>,
  world: World,
): Promise<ReadonlyMap<number, Mailbox>> {
  const boxes = new Map<number, Mailbox>();
  for (const chain of devnet.chains) {
    const address = await world.mailbox(chain.eid).getAddress();
    boxes.set(chain.eid, Mailbox__factory.connect(address, chain.signer(0)));
  }
  return boxes;
}

/** Hands letters in and reads them back. */
export function worldOf<D extends Devnet<LayerZeroCore>>(
  devnet: D,
  boxes: ReadonlyMap<number, Mailbox>,
): World<D> {
  const mailbox = (which: string | number): Mailbox => {
    const found = boxes.get(devnet.chain(which).eid);
    if (found === undefined) throw new RangeError(`no mailbox on ${which}`);
    return found;
  };
  return {
    devnet,
    mailbox,
    post: async (from, to, body, options = "0x") => {
      const box = mailbox(from);
      const { nativeFee } = await box.quote(to, body, options);
      await (await box.post(to, body, options, { value: nativeFee })).wait();
      const [packet] = await devnet.relayer.scan();
      if (packet === undefined) throw new RangeError("the letter was not seen");
      return packet;
    },
    bodies: async (which) => {
      const box = mailbox(which);
      const count = Number(await box.letterCount());
      return Promise.all(Array.from({ length: count }, async (_, i) => (await box.letter(i)).body));
    },
  };
}

/** Starts a devnet with mailboxes. */
export async function createWorld(options: Partial<DevnetOptions> = {}): Promise<World> {
  const devnet = await createDevnet({ chains: specs, seed: "devnet-tests", ...options });
  const boxes = new Map<number, Mailbox>();
  for (const chain of devnet.chains) boxes.set(chain.eid, await deployMailbox(devnet, chain));
  await introduce(devnet, boxes);
  return worldOf(devnet, boxes);
}
