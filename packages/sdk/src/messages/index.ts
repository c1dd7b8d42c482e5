export * from "./codec.js";
export { MessageError } from "./types.js";
export type {
  MessageCounter,
  MessageHeader,
  MessageTotal,
  ReleaseMessage,
  SyncMessage,
} from "./types.js";
