import type { Devnet, Packet } from "@causeway/devnet";

/** The newest packet sent anywhere; scans without relaying. */
export async function lastPacket(devnet: Devnet): Promise<Packet> {
  const packet = (await devnet.relayer.scan()).at(-1);
  if (packet === undefined) throw new Error("no new packet was sent");
  return packet;
}
