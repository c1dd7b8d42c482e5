import {
  AbiCoder,
  Interface,
  dataLength,
  dataSlice,
  isHexString,
  type ErrorFragment,
} from "ethers";
import { field } from "./chain/connection.js";
import { layerZeroErrorFragments } from "./layerzero/artifacts.js";

/** What a contract said when it reverted. */
export interface DecodedError {
  /** The error's name, `Error` or `Panic` for Solidity's own, `Unknown` when no ABI at hand has it. */
  readonly name: string;
  /** Its arguments in order. */
  readonly args: readonly unknown[];
  /** Name and arguments as one line for people. */
  readonly text: string;
  /** The bytes as they came. */
  readonly data: string;
}

/** A mistake in using the devnet, or a step of it that cannot be done; the message says which value and what to do. */
export class DevnetError extends Error {
  override readonly name: string = "DevnetError";
}

/** A transaction of the devnet reverted. */
export class RevertedError extends DevnetError {
  override readonly name: string = "RevertedError";

  /**
   * @param step - what was being done
   * @param reason - what the contract said
   */
  constructor(
    step: string,
    readonly reason: DecodedError,
  ) {
    super(`${step}: ${reason.text}`);
  }
}

const panics: Readonly<Record<string, string>> = {
  "1": "assertion failed",
  "17": "arithmetic overflow or underflow",
  "18": "division by zero",
  "33": "enum out of range",
  "34": "storage byte array encoded wrongly",
  "49": "pop from an empty array",
  "50": "array index out of range",
  "65": "too much memory",
  "81": "call of an uninitialised function",
};

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  return String(value);
}

function describe(fragment: ErrorFragment, args: readonly unknown[], data: string): DecodedError {
  const shown = args.map((value, index) => {
    const label = fragment.inputs[index]?.name ?? "";
    return label === "" ? show(value) : `${label} ${show(value)}`;
  });
  return { name: fragment.name, args, text: `${fragment.name}(${shown.join(", ")})`, data };
}

function decodeBuiltin(data: string): DecodedError | undefined {
  const body = dataSlice(data, 4);
  if (data.startsWith("0x08c379a0")) {
    const reason = String(AbiCoder.defaultAbiCoder().decode(["string"], body)[0]);
    return { name: "Error", args: [reason], text: `Error("${reason}")`, data };
  }
  if (data.startsWith("0x4e487b71")) {
    const code = String(AbiCoder.defaultAbiCoder().decode(["uint256"], body)[0]);
    return { name: "Panic", args: [code], text: `Panic(${panics[code] ?? code})`, data };
  }
  return undefined;
}

/** Decodes revert data; made once for a set of interfaces. */
export type ErrorDecoder = (data: string) => DecodedError;

function index(interfaces: readonly Interface[]): Map<string, Interface> {
  const bySelector = new Map<string, Interface>();
  const layerZero = new Interface(layerZeroErrorFragments());
  for (const one of [layerZero, ...interfaces]) {
    one.forEachError((fragment) => bySelector.set(fragment.selector, one));
  }
  return bySelector;
}

/**
 * A decoder of every custom error in the published LayerZero artifacts, Solidity's own errors, and more on request.
 *
 * @param interfaces - ABIs of further contracts; they win over LayerZero's where a selector is in both
 * @returns the decoder
 */
export function createErrorDecoder(interfaces: readonly Interface[] = []): ErrorDecoder {
  const bySelector = index(interfaces);
  return (data) => {
    if (!isHexString(data) || dataLength(data) === 0) {
      return {
        name: "Unknown",
        args: [],
        text: "no reason given (out of gas, or a bare revert)",
        data,
      };
    }
    if (dataLength(data) < 4)
      return { name: "Unknown", args: [], text: `unknown error ${data}`, data };
    try {
      const parsed = bySelector.get(dataSlice(data, 0, 4))?.parseError(data);
      if (parsed != null) return describe(parsed.fragment, [...parsed.args], data);
      const builtin = decodeBuiltin(data);
      if (builtin !== undefined) return builtin;
    } catch {
      // Bytes that only look like a known error: shown as they are.
    }
    return { name: "Unknown", args: [], text: `unknown error ${data}`, data };
  };
}

let layerZeroDecoder: ErrorDecoder | undefined;

/**
 * Decodes revert data to a name and arguments.
 *
 * @param data - the revert data as hex
 * @param interfaces - ABIs of further contracts
 * @returns what was said; never throws
 */
export function decodeError(data: string, interfaces: readonly Interface[] = []): DecodedError {
  if (interfaces.length > 0) return createErrorDecoder(interfaces)(data);
  layerZeroDecoder ??= createErrorDecoder();
  return layerZeroDecoder(data);
}

/**
 * The revert data inside an error thrown by Hardhat, ethers or an HTTP node.
 *
 * @param error - what was thrown
 * @returns the data as hex, or undefined when there is none
 */
export function revertDataOf(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 6; depth++) {
    if (typeof current === "string") return isHexString(current) ? current : undefined;
    if (typeof current !== "object" || current === null) return undefined;
    const holder = current;
    const next = ["data", "error", "info", "cause"].map((key) => field(holder, key));
    const hex = next.find((value) => typeof value === "string" && isHexString(value));
    if (typeof hex === "string") return hex;
    current = next.find((value) => typeof value === "object" && value !== null);
  }
  return undefined;
}
