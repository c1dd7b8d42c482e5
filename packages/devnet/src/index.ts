export { anvilBinary, onAnvil, type AnvilOptions } from "./chain/anvil.js";
export * from "./chain/chain.js";
export * from "./chain/clock.js";
export * from "./chain/connection.js";
export {
  forkOf,
  inProcess,
  onHardhatServers,
  type HardhatConnectOptions,
} from "./chain/hardhat.js";
export { openHttp, overHttp } from "./chain/http.js";
export * from "./chain/transact.js";
export * from "./create.js";
export * from "./devnet.js";
export * from "./errors.js";
export * from "./feeds/feed.js";
export { oraclesOf } from "./feeds/oracles.js";
export * from "./feeds/reports.js";
export * from "./feeds/sequencer.js";
export * from "./fixture.js";
export * from "./layerzero/addresses.js";
export { deployLayerZero, type DeployRequest } from "./layerzero/deploy.js";
export * from "./layerzero/options.js";
export * from "./layerzero/packet.js";
export * from "./layerzero/stack.js";
export * from "./relayer/faults.js";
export type { PumpOptions } from "./relayer/pump.js";
export * from "./relayer/relayer.js";
export type { PacketState, Site, TrackedPacket } from "./relayer/tracker.js";
export * from "./relayer/workers.js";
export * from "./rng.js";
export * from "./schedule.js";
