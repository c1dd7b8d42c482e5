import { concat, dataLength, dataSlice, getAddress, toBeHex } from "ethers";

/** Native currency an executor drops somewhere beside the delivery. */
export interface NativeDrop {
  readonly amount: bigint;
  readonly receiver: string;
}

/** What a packet's type-3 options bought from the executor. */
export interface ExecutorOptions {
  /** For lzReceive (gas units). */
  readonly gas: bigint;
  /** Sent with lzReceive (wei). */
  readonly value: bigint;
  readonly drops: readonly NativeDrop[];
}

const EXECUTOR_WORKER = 1;
const LZ_RECEIVE = 1;
const NATIVE_DROP = 2;

/**
 * Type-3 options with one lzReceive option.
 *
 * @param gas - for lzReceive (gas units)
 * @param value - to send along (wei)
 * @returns the options
 */
export function lzReceiveOption(gas: bigint, value = 0n): string {
  const body = value === 0n ? [toBeHex(gas, 16)] : [toBeHex(gas, 16), toBeHex(value, 16)];
  return concat(["0x0003", executorOption(LZ_RECEIVE, concat(body))]);
}

/**
 * Type-3 options with one native drop; append to others with `joinOptions`.
 *
 * @param amount - to drop (wei)
 * @param receiver - where
 * @returns the options
 */
export function nativeDropOption(amount: bigint, receiver: string): string {
  const body = concat([toBeHex(amount, 16), toBeHex(getAddress(receiver), 32)]);
  return concat(["0x0003", executorOption(NATIVE_DROP, body)]);
}

/**
 * Several type-3 options in one.
 *
 * @param options - each with its own type prefix
 * @returns all of them behind one prefix
 */
export function joinOptions(...options: readonly string[]): string {
  return concat(["0x0003", ...options.map((one) => dataSlice(one, 2))]);
}

function executorOption(type: number, body: string): string {
  return concat([
    toBeHex(EXECUTOR_WORKER, 1),
    toBeHex(dataLength(body) + 1, 2),
    toBeHex(type, 1),
    body,
  ]);
}

/**
 * Reads type-3 options as an executor does: lzReceive options add up, other workers' options are skipped.
 *
 * @param options - as in PacketSent
 * @returns what was bought
 */
export function decodeExecutorOptions(options: string): ExecutorOptions {
  let gas = 0n;
  let value = 0n;
  const drops: NativeDrop[] = [];
  for (let at = 2; at < dataLength(options);) {
    const size = Number(dataSlice(options, at + 1, at + 3));
    const worker = Number(dataSlice(options, at, at + 1));
    const type = Number(dataSlice(options, at + 3, at + 4));
    const body = dataSlice(options, at + 4, at + 3 + size);
    if (worker === EXECUTOR_WORKER && type === LZ_RECEIVE) {
      gas += BigInt(dataSlice(body, 0, 16));
      if (dataLength(body) === 32) value += BigInt(dataSlice(body, 16, 32));
    } else if (worker === EXECUTOR_WORKER && type === NATIVE_DROP) {
      const receiver = getAddress(dataSlice(body, 28, 48));
      drops.push({ amount: BigInt(dataSlice(body, 0, 16)), receiver });
    }
    at += 3 + size;
  }
  return { gas, value, drops };
}
