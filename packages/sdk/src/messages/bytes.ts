import { MessageError } from "./types.js";

const HEX = /^0x(?:[0-9a-f]{2})*$/i;

/** Appends big-endian fields to a message. */
export class FieldWriter {
  #hex = "0x";

  /**
   * Appends one number.
   *
   * @param name - of the field, for the error
   * @param value - not negative
   * @param size - width (count of bytes)
   */
  number(name: string, value: bigint | number, size: number): void {
    if (typeof value === "number" && !Number.isSafeInteger(value)) {
      throw new MessageError(`${name} is ${value}; it must be a whole number`);
    }
    const field = BigInt(value);
    if (field < 0n || field >> BigInt(8 * size) !== 0n) {
      throw new MessageError(`${name} is ${field}; it must fit ${size} bytes`);
    }
    this.#hex += field.toString(16).padStart(2 * size, "0");
  }

  /**
   * Appends an address.
   *
   * @param name - of the field, for the error
   * @param value - 20 bytes in hex, any case
   */
  address(name: string, value: string): void {
    if (!/^0x[0-9a-f]{40}$/i.test(value)) {
      throw new MessageError(`${name} is ${value}; it must be an address`);
    }
    this.#hex += value.slice(2).toLowerCase();
  }

  /** Everything appended, in hex. */
  finish(): string {
    return this.#hex;
  }
}

/** Reads big-endian fields of a message one after the other. */
export class FieldReader {
  readonly #hex: string;
  #at = 2;

  /** @param message - bytes in hex */
  constructor(message: string) {
    if (!HEX.test(message)) throw new MessageError("a message is bytes in hex, 0x first");
    this.#hex = message;
  }

  /** Length of the whole message (count of bytes). */
  get length(): number {
    return (this.#hex.length - 2) / 2;
  }

  /**
   * The next number.
   *
   * @param size - width (count of bytes)
   * @returns the number; the message must be long enough
   */
  number(size: number): bigint {
    return BigInt(`0x${this.#take(size)}`);
  }

  /** The next address, in lower case. */
  address(): string {
    return `0x${this.#take(20).toLowerCase()}`;
  }

  #take(size: number): string {
    const end = this.#at + 2 * size;
    if (end > this.#hex.length)
      throw new MessageError(`a message of ${this.length} bytes is cut short`);
    const field = this.#hex.slice(this.#at, end);
    this.#at = end;
    return field;
  }
}
